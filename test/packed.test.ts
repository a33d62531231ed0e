import { execFileSync, execSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'kintsugi-packed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The commands of the README that make the tarballs, without what every test run has done before. */
const commands = (readFileSync(join(root, 'README.md'), 'utf8').split('```sh\n')[2] ?? '')
  .split('```')[0]
  ?.trim()
  .split('\n')
  .map((line) => line.replace(/^.* install && /, '').replaceAll('/tmp/kintsugi', folder));

/** A package as it was packed: unpacked, and beside it what it depends on. */
function install(name: string): void {
  const to = join(folder, 'node_modules', '@kintsugi', name);
  mkdirSync(to, { recursive: true });
  const tarball = readdirSync(folder).find((file) => file.startsWith(`kintsugi-${name}-`)) ?? '';
  execFileSync('tar', ['-xzf', join(folder, tarball), '-C', to, '--strip-components=1']);
  const { dependencies = {}, peerDependencies = {} } = JSON.parse(
    readFileSync(join(to, 'package.json'), 'utf8'),
  ) as Partial<Record<'dependencies' | 'peerDependencies', object>>;
  for (const other of Object.keys({ ...dependencies, ...peerDependencies })) {
    if (other.startsWith('@kintsugi/')) continue;
    const from = join(root, 'packages', name, 'node_modules', other);
    symlinkSync(from, join(folder, 'node_modules', other), 'junction');
  }
}

beforeAll(() => {
  for (const command of commands ?? []) execSync(command, { cwd: root, stdio: 'pipe' });
  for (const name of ['core', 'actors']) install(name);
}, 120_000);

it('the 25 lines run on the packages as they are packed', () => {
  copyFileSync(join(root, 'test', 'readme-example.ts'), join(folder, 'shop.mts'));
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const printed = execFileSync(process.execPath, ['--import', tsx, 'shop.mts'], { cwd: folder });
  expect(printed.toString()).toMatch(/^payments is running[^]*\npaid 5\n[^]*\nroot has stopped\n$/);
});
