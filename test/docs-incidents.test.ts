import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, child, fromSupervisor, policy, recordFlight, service } from '@kintsugi/actors';
import { createTestClock, parseRecording, replay, toTest } from '@kintsugi/actors/testing';
import { expect, it } from 'vitest';
import { createActor } from 'xstate';

const incidentFile = join(mkdtempSync(join(tmpdir(), 'kintsugi-')), 'incident.jsonl');

const ledger = service({
  start: ({ incarnation }) => {
    if (incarnation > 1) throw new Error('its file is locked');
  },
  handle: ({ amount }: { amount: number }): string => {
    throw new Error(`cannot book amount=${amount}`);
  },
});

/** A tree in production; here on a clock of ours. */
function startShop() {
  const clock = createTestClock();
  const tree = createActor(fromSupervisor({ children: [child('ledger', ledger)] }), { clock });
  const recorder = recordFlight(tree, { redact: ['amount'] });
  const write = () => writeFileSync(incidentFile, recorder.lines());
  let isDue = false;
  tree.on('alert.raised', () => {
    if (isDue) return;
    isDue = true;
    // One file for all alerts of five seconds: making it blocks the process.
    clock.setTimeout(() => {
      isDue = false;
      write();
    }, 5_000); // in production: setTimeout
  });
  process.on('SIGUSR2', write);
  tree.start();
  return { clock, tree };
}

it('an incident is written to a file, read, replayed, and made a test of', async () => {
  const { clock, tree } = startShop();
  ask(tree, 'ledger', { amount: 5 }).catch(() => undefined);
  await clock.advance(15_000); // ledger is degraded: an alert is raised, and five seconds later written

  const recording = parseRecording(readFileSync(incidentFile, 'utf8'));
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

it('or on a signal, whatever has happened', async () => {
  const { clock } = startShop();
  await clock.settle();
  process.emit('SIGUSR2'); // in a shell: kill -USR2 <pid>
  expect(replay(parseRecording(readFileSync(incidentFile, 'utf8'))).outcomes).toEqual({});
});
