import { ask, child, fromSupervisor, policy, recordFlight, service } from '@kintsugi/actors';
import { createTestClock, parseRecording, replay, toTest } from '@kintsugi/actors/testing';
import { expect, it } from 'vitest';
import { createActor } from 'xstate';

it('an incident is recorded, read, replayed, and made a test of', async () => {
  const clock = createTestClock();
  const ledger = service({
    start: ({ incarnation }) => {
      if (incarnation > 1) throw new Error('its file is locked');
    },
    handle: ({ amount }: { amount: number }): string => {
      throw new Error(`cannot book amount=${amount}`);
    },
  });
  const tree = createActor(fromSupervisor({ children: [child('ledger', ledger)] }), { clock });
  const recorder = recordFlight(tree, { redact: ['amount'] });
  tree.start();

  ask(tree, 'ledger', { amount: 5 }).catch(() => undefined);
  await clock.advance(10_000);
  const file = recorder.lines(); // write it to incident.jsonl

  const recording = parseRecording(file);
  const { story, outcomes, divergence } = replay(recording);
  expect(divergence).toBeUndefined();
  expect(outcomes).toEqual({ 'ledger#1': 'degraded' });
  expect(story.slice(5, 9)).toEqual([
    '+0 ms: ledger faults (operation): RECOVERABLE Error: cannot book amount=[redacted]',
    '  => reject the parked requests of ledger',
    '  => ledger is restarting (restart 1, RECOVERABLE)',
    '  => stop ledger (restart, within 5 s)',
  ]);

  const patient = policy({ RECOVERABLE: ['restart', 'fail'], restart: { maxAttempts: 10 } });
  const other = replay(recording, { policies: { '': patient.escalation } });
  expect(other.divergence?.text).toContain('ledger is restarting (restart 4, RECOVERABLE)');

  const text = toTest(recording, { incident: 'ledger#1' }); // write it to ledger-1.test.ts
  expect(text).toContain("it('ledger#1 ends recovered'");
});
