import { describe, expect, it } from 'vitest';
import { createActor } from 'xstate';
import {
  ask,
  child,
  fromSupervisor,
  recordFlight,
  type Recording,
  StateCorruptionError,
} from '../../src/index.ts';
import { createTestClock, faultyService, parseRecording, toTest } from '../../src/testing/index.ts';

/** The lines that a recorder has of a service that crashes twice: it recovers, then it is degraded. */
async function crashes(id = 'db'): Promise<string> {
  const clock = createTestClock();
  const bug = new StateCorruptionError('bug');
  const flaky = faultyService({ handle: [bug, bug], start: ['ok', 'ok', bug, bug, bug] });
  const tree = createActor(fromSupervisor({ children: [child(id, flaky.service)] }), { clock });
  const recorder = recordFlight(tree);
  tree.start();
  for (const request of ['one', 'two']) {
    ask(tree, id, request).catch(() => undefined);
    await clock.advance(30_000);
  }
  return recorder.lines();
}

/** As if written by a release that lets a service restart once more before it is degraded. */
async function ofAnotherRelease(): Promise<Recording> {
  const lines = await crashes();
  return parseRecording(
    lines.replaceAll('"restart":{"maxAttempts":3', '"restart":{"maxAttempts":2'),
  );
}

describe('toTest of a recording that this release decides otherwise', () => {
  it('says so at the top, from which step on, and what then and what now', async () => {
    const text = toTest(await ofAnotherRelease());
    expect(text.slice(0, text.indexOf('import'))).toContain(`
// CAUTION: this release decides otherwise from step 5 on.
// step 5 is decided otherwise: db could not start: RECOVERABLE StateCorruptionError: bug
//   then:
//     => reject the parked requests of db
//     => db is restarting (restart 3, RECOVERABLE)
//     => restart db in 2 s
//   now:
//     => skip restart (spent in this incident)
`);
  });

  it('goes by what was recorded: how it ended, and what was decided', async () => {
    const text = toTest(await ofAnotherRelease());
    expect(text).toContain('The incident db#2, replayed as it was recorded. It ended degraded.');
    expect(text).toContain("  '  => db#2 closes: degraded',\n];");
  });

  it('has an incident that began after it, from the last state that was recorded', async () => {
    const { entries, ...rest } = await ofAnotherRelease();
    const otherwise = entries.map((entry) =>
      entry.type === 'step' && entry.input.type === 'supervisor.start'
        ? { ...entry, effects: [] }
        : entry,
    );
    const text = toTest({ ...rest, entries: otherwise }, { incident: 'db#1' });
    expect(text).toContain('// CAUTION: this release decides otherwise from step 1 on.');
    expect(text).toContain('It ended recovered.');
  });

  it('says nothing of it where the incident itself is decided as it was', async () => {
    const text = toTest(await ofAnotherRelease(), { incident: 'db#1' });
    expect(text).not.toContain('CAUTION');
    expect(text).toContain('It ended recovered.');
  });

  it('says so of a supervisor whose recording is not proven', async () => {
    const text = toTest({ ...parseRecording(await crashes()), unproven: [''] });
    expect(text).toContain('// CAUTION: the recording of the root does not lead to the state');
    expect(text).toContain('It ended degraded.');
  });
});

describe('toTest with a policy', () => {
  const options = { policy: { name: 'patient', from: '../src/policies.ts' }, incident: 'db#2' };

  it('replays with the one that is imported, and says what a red test means then', async () => {
    const text = toTest(parseRecording(await crashes()), options);
    expect(text).toContain("import { patient } from '../src/policies.ts';");
    expect(text).toContain("policies: { '': patient.escalation }");
    expect(text).toContain('// It is decided by `patient` as it is now');
    expect(text).not.toContain('policy({ … })');
  });

  it.each([
    [
      { name: 'a b', from: './x.ts' },
      'toTest.policy.name must be the name of an export, got "a b"',
    ],
    [{ name: 'patient', from: '' }, 'toTest.policy.from must be a module, got ""'],
    [{ name: 'patient' }, 'toTest.policy.from must be a module, got undefined'],
    ['patient', 'toTest.policy.name must be the name of an export, got undefined'],
  ])('refuses %o', async (policy, message) => {
    const recording = parseRecording(await crashes());
    expect(() => toTest(recording, { policy } as never)).toThrow(message);
  });
});

it('toTest says that there is no incident', () => {
  const recording = { redacted: [], unproven: [], entries: [] };
  const message = 'toTest.recording must be of at least one incident, got []';
  expect(() => toTest(recording)).toThrow(message);
  expect(() => toTest(recording, { incident: 'db#1' })).toThrow(message);
});
