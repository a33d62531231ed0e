import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  ask,
  child,
  fromSupervisor,
  NetworkTimeoutError,
  recordFlight,
  StateCorruptionError,
} from '@kintsugi/actors';
import {
  createTestClock,
  faultyService,
  type FaultyScript,
  parseRecording,
  toTest,
} from '@kintsugi/actors/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createActor } from 'xstate';

/** Inside the workspace, so that the packages are found. */
const temp = fileURLToPath(new URL('../temp', import.meta.url));
mkdirSync(temp, { recursive: true });
const folder = mkdtempSync(join(temp, 'to-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

writeFileSync(
  join(folder, 'vitest.config.mjs'),
  `const conditions = ['@kintsugi/source'];
const test = { isolate: false, fileParallelism: false };
export default { test, resolve: { conditions }, ssr: { resolve: { conditions } } };
`,
);

writeFileSync(
  join(folder, 'policies.mjs'),
  `import { policy } from '@kintsugi/actors';
export const same = policy();
export const mended = policy({ RECOVERABLE: ['fallback', 'fail'] });
`,
);

const vitest = join(
  dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
  'vitest.mjs',
);

type Verdicts = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

/** Runs the texts as they are, each in a file of its name; answers which of their tests were green. */
function run(texts: Readonly<Record<string, string>>): Verdicts {
  for (const [name, text] of Object.entries(texts))
    writeFileSync(join(folder, `${name}.test.ts`), text);
  const given = [vitest, 'run', '--root', folder, '--reporter=json'];
  const { stdout } = spawnSync(process.execPath, given, { cwd: folder, encoding: 'utf8' });
  const { testResults } = JSON.parse(stdout) as Report;
  return Object.fromEntries(
    testResults.map(({ name, assertionResults }) => [
      basename(name, '.test.ts'),
      Object.fromEntries(assertionResults.map(({ title, status }) => [title, status])),
    ]),
  );
}

/** What a recorder has of a service to which two requests come. */
async function recorded(script: FaultyScript, path = 'db') {
  const clock = createTestClock(1_764_000_000_000.5);
  const flaky = faultyService(script);
  const logic = fromSupervisor({
    children: [child(path, flaky.service), child('calm', faultyService().service)],
  });
  const tree = createActor(logic, { clock });
  const recorder = recordFlight(tree);
  tree.start();
  for (const request of ['one', 'two']) {
    ask(tree, path, request).catch(() => undefined);
    await clock.advance(30_000);
  }
  return parseRecording(recorder.lines());
}

const timeout = new NetworkTimeoutError('no answer');
const bug = new StateCorruptionError('`${x}` and \\ and \'quotes\' and "quotes"\nin two lines');

/** With another line in the place of a decision, and nothing below it. */
function changed(text: string, decision: string, instead: string): string {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.includes(decision));
  const end = lines.indexOf('];');
  return [...lines.slice(0, at), `  '  => ${instead}',`, ...lines.slice(end)].join('\n');
}

const STRANGE = 'd\'b`${1}\\\n*\u2028"x';
let verdicts: Verdicts = {};

beforeAll(async () => {
  const recovered = await recorded({ handle: [timeout, timeout] });
  const degraded = await recorded({ handle: [bug], start: ['ok', bug, bug, bug] }, STRANGE);
  const crashed = await recorded({ handle: [bug] });
  const restarted = toTest(crashed);
  const under = (name: string) => toTest(crashed, { policy: { name, from: './policies.mjs' } });
  const decision = 'db is restarting (restart 1, RECOVERABLE)';
  verdicts = run({
    'under-same': under('same'),
    'under-mended': under('mended'),
    'mended-wanted': changed(
      under('mended'),
      'db is restarting (restart 1, RECOVERABLE)',
      'db is degraded (fallback 1, RECOVERABLE)',
    ).replace('reject the parked requests of db', 'hand the parked requests of db to its fallback'),
    recovered: toTest(recovered),
    degraded: toTest(degraded),
    'as-wanted': toTest(degraded, { outcome: 'degraded' }),
    shortened: changed(restarted, decision, decision),
    otherwise: changed(restarted, decision, 'db is degraded (fallback 1, RECOVERABLE)'),
  });
}, 120_000);

it('an incident that recovered makes a green test', () => {
  expect(verdicts['recovered']).toEqual({
    'db#1 is decided like this': 'passed',
    'db#1 ends recovered': 'passed',
  });
});

it('one that did not makes a red test, whatever its texts are', () => {
  expect(verdicts['degraded']).toEqual({
    [`${STRANGE}#1 is decided like this`]: 'passed',
    [`${STRANGE}#1 ends recovered`]: 'failed',
  });
});

it('one that ended as it should makes a green test', () => {
  expect(verdicts['as-wanted']).toMatchObject({ [`${STRANGE}#1 ends degraded`]: 'passed' });
});

it('a line that is changed to what should have been decided makes it red; what is cut off does not', () => {
  expect(verdicts['shortened']).toMatchObject({ 'db#1 is decided like this': 'passed' });
  expect(verdicts['otherwise']).toMatchObject({ 'db#1 is decided like this': 'failed' });
});

it('a policy that is imported decides: red is where it decides otherwise, green what was wanted of it', () => {
  expect(verdicts['under-same']).toEqual({
    'db#1 is decided like this': 'passed',
    'db#1 ends recovered': 'passed',
  });
  expect(verdicts['under-mended']).toMatchObject({ 'db#1 is decided like this': 'failed' });
  expect(verdicts['mended-wanted']).toMatchObject({ 'db#1 is decided like this': 'passed' });
});
