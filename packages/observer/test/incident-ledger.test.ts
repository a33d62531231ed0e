import type { SupervisionEvent } from '@kintsugi/core';
import { expect, it } from 'vitest';
import { IncidentLedger } from '../src/past/incident-ledger.ts';

const opened = (incident: string, at: number): SupervisionEvent => ({
  type: 'incident.opened',
  at,
  path: 'db',
  incident,
  severity: 'TRANSIENT',
});
const closed = (incident: string, at: number): SupervisionEvent => ({
  type: 'incident.closed',
  at,
  path: 'db',
  incident,
  severity: 'TRANSIENT',
  outcome: 'recovered',
  faults: 1,
  restarts: 0,
});

it('a recording adds what was before, and takes away nothing that it does not know', () => {
  const ledger = new IncidentLedger();
  for (const event of [opened('db#2', 20), closed('db#2', 30), opened('db#3', 40)])
    ledger.hear(event);
  ledger.relearn([opened('db#1', 1), closed('db#1', 2)]);
  ledger.hear(closed('db#3', 50));
  expect(ledger.closedAt('db').map(({ id, openedAt }) => [id, openedAt])).toEqual([
    ['db#1', 1],
    ['db#2', 20],
    ['db#3', 40],
  ]);
});
