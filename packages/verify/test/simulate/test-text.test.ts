import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { child, fromSupervisor, service } from '@kintsugi/actors';
import { afterAll, describe, expect, it } from 'vitest';
import { type Failure, simulate } from '../../src/index.ts';
import { PLANTED } from './planted-bugs.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
mkdirSync(join(root, 'temp'), { recursive: true });
const folder = mkdtempSync(join(root, 'temp', 'simulate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CONFIG = `const conditions = ['@kintsugi/source'];
export default { resolve: { conditions }, ssr: { resolve: { conditions } } };
`;

/** What the written test imports: a tree whose payments can be degraded, or not. */
const shopModule = (chain: string) => `
import { child, fromSupervisor, policy, service } from '@kintsugi/actors';
const payments = service({ handle: (amount: number) => amount });
export const shop = fromSupervisor({
  policy: policy({ CRITICAL: [${chain}] }),
  children: [child('payments', payments)],
});
export const rules = {
  "payments isn't ever degraded": ({ stateOf }: { stateOf: (path: string) => string | undefined }) =>
    stateOf('payments') === 'degraded' ? 'payments is degraded' : undefined,
};
`;

/** Vitest in a process of its own, on the folder. */
function vitest(): { readonly status: number | null; readonly output: string } {
  const entry = createRequire(import.meta.url).resolve('vitest/package.json');
  const main = join(entry, '..', 'vitest.mjs');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [main, 'run', '--root', folder, '--no-color'],
    { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } },
  );
  return { status, output: `${stdout}${stderr}` };
}

type Planted = keyof typeof PLANTED;

async function found(name: Planted): Promise<Failure> {
  const { logic, options } = PLANTED[name];
  const { failure } = await simulate(logic, options);
  if (failure === undefined) throw new Error(`${name} was not found`);
  return failure;
}

const from = relative(folder, fileURLToPath(new URL('planted-bugs.ts', import.meta.url)));

describe('writeTest', () => {
  it('writes a test that is red for every bug that is found', { timeout: 240_000 }, async () => {
    writeFileSync(join(folder, 'vitest.config.mjs'), CONFIG);
    const names = Object.keys(PLANTED) as Planted[];
    for (const name of names) {
      const failure = await found(name);
      const { options, tree } = PLANTED[name];
      failure.writeTest(join(folder, `${name}.test.ts`), {
        tree: { name: tree, from },
        ...('invariants' in options ? { invariants: { name, from } } : {}),
        ...('replace' in options ? { replace: { name, from } } : {}),
      });
    }
    const { output } = vitest();
    for (const name of names) rmSync(join(folder, `${name}.test.ts`));
    expect(output).toContain(`Tests  ${names.length} failed (${names.length})`);
    expect(output.match(/AssertionError: expected '"/g)).toHaveLength(names.length);
  });

  it(
    'writes a vitest file that fails as long as it goes wrong, and passes when it is mended',
    { timeout: 240_000 },
    async () => {
      const tree = fromSupervisor({
        children: [child('payments', service({ handle: (amount: number) => amount }))],
      });
      const { failure } = await simulate(tree, {
        seed: 1,
        days: 1,
        faults: { preset: 'none', meanBetweenMs: { CRITICAL: 1_800_000 } },
        invariants: {
          "payments isn't ever degraded": ({ stateOf }) =>
            stateOf('payments') === 'degraded' ? 'payments is degraded' : undefined,
        },
      });
      writeFileSync(join(folder, 'vitest.config.mjs'), CONFIG);
      failure?.writeTest(join(folder, 'found.test.ts'), {
        tree: { name: 'shop', from: './shop.ts' },
        invariants: { name: 'rules', from: './shop.ts' },
      });

      writeFileSync(join(folder, 'shop.ts'), shopModule("'fallback', 'fail'"));
      const broken = vitest();
      expect(broken.output).toContain("payments isn't ever degraded");
      expect(broken.output).toContain('1 failed');
      expect(broken.status).toBe(1);

      writeFileSync(join(folder, 'shop.ts'), shopModule("'fail'"));
      const mended = vitest();
      expect(mended.output).toContain('1 passed');
      expect(mended.status).toBe(0);
    },
  );

  it('writes what a person would have written', async () => {
    const failure = await found('neverRestarted');
    expect(
      failure.toTest({
        tree: { name: 'shop', from: './shop.ts' },
        invariants: { name: 'rules', from: './rules.ts' },
      }),
    ).toMatchInlineSnapshot(`
      "import { simulate } from '@kintsugi/verify';
      import { expect, it } from 'vitest';
      import { shop } from './shop.ts';
      import { rules } from './rules.ts';

      // Written by simulate. When this is all that happens, the invariant does not hold:
      // the db restarts
      it('the db\\'s never restarted', async () => {
        const { failure } = await simulate(shop, {
          seed: 1,
          invariants: rules,
          script: [
            { at: 0, do: 'ask', path: 'the  db\\'s', error: 'TypeError' },
          ],
        });
        expect(failure?.text).toBeUndefined();
      });
      "
    `);
  });

  it('asks for what the test cannot do without', async () => {
    const own = await found('neverRestarted');
    const tree = { name: 'shop', from: './shop.ts' };
    expect(() => own.toTest({ tree })).toThrow(
      'toTest.invariants must be the import of yours, one of which does not hold, got undefined',
    );
    const replaced = await found('forgetful');
    expect(() => replaced.toTest({ tree })).toThrow(
      'toTest.replace must be the import of the function that was given to simulate, got undefined',
    );
  });

  it('writes every number and every path as it is', async () => {
    const odd = "a  'b'\n\\\"c";
    const { failure } = await simulate(
      fromSupervisor({ children: [child(odd, service({ handle: () => 1 }))] }),
      {
        script: [
          { at: 1.234_56, do: 'ask', path: odd, latencyMs: 0.000_44 },
          { at: 12_345_678, do: 'outage', paths: [odd], durationMs: 1e21, error: 'ECONNREFUSED' },
        ],
        invariants: { own: ({ now }) => (now > 10_000 ? 'it is late' : undefined) },
      },
    );
    const text = failure?.toTest({
      tree: { name: 'default', from: '\\x' },
      invariants: { name: 'default', from: './rules.ts' },
    });
    const path = String.raw`'a  \'b\'\n\\"c'`;
    expect(text).toContain(`{ at: 1.23456, do: 'ask', path: ${path}, latencyMs: 0.00044 }`);
    expect(text).toContain(`{ at: 12_345_678, do: 'outage', paths: [${path}], durationMs: 1e+21,`);
    expect(text).toContain(String.raw`import tree from '\\x';`);
    expect(text).toContain(
      '  const { failure } = await simulate(tree, {\n    invariants: invariants,',
    );
  });

  it.each([
    [undefined, 'toTest must be an object that has the import of the tree'],
    [{}, 'toTest.tree must be the import of the tree'],
    [{ tree: { name: 'default as shop', from: 'x' } }, 'toTest.tree.name must be an identifier'],
    [{ tree: { name: 'simulate', from: 'x' } }, 'toTest.tree.name must be an identifier'],
    [{ tree: { name: 'shop' } }, 'toTest.tree.from must be a package or a path'],
    [{ tree: { name: 'shop', from: 'x' }, rules: {} }, 'toTest.rules'],
  ])('refuses %o', async (imports, message) => {
    const failure = await found('forgetful');
    expect(() => failure.toTest(imports as never)).toThrow(message);
  });

  it('says how long a tree is away, when that is not the usual', async () => {
    const imports = { tree: { name: 'fragile', from }, invariants: { name: 'neverGone', from } };
    expect((await found('neverGone')).toTest(imports)).toContain('rebootAfterMs: 3_600_000,');
    expect((await found('neverRestarted')).toTest(imports)).not.toContain('rebootAfterMs');
  });
});
