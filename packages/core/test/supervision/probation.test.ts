import { describe, expect, it } from 'vitest';
import { runningTree, type Tree } from './tables-driver.ts';

const operation = { severity: 'TRANSIENT', origin: 'operation' } as const;

function restarted(): Tree {
  const tree = runningTree({ db: {} });
  tree.fault('db');
  tree.pass(300);
  tree.stopped('db');
  tree.pass(200);
  tree.up('db');
  return tree;
}

describe('an incident closes', () => {
  it('rule 15: at once after a pure retry, with its time to repair', () => {
    const tree = runningTree({ db: {} });
    tree.fault('db', operation);
    tree.pass(250);
    tree.settled('db');
    expect(tree.told('incident.closed')).toMatchObject([
      { outcome: 'recovered', repairMs: 250, faults: 1, restarts: 0 },
    ]);
  });

  it('rule 15: after a restart when probation ends; the repair ended when it ran again', () => {
    const tree = restarted();
    expect(tree.timers).toEqual(['db stable 10500']);
    tree.pass(9_999);
    expect(tree.told('incident.closed')).toEqual([]);
    tree.pass(1);
    expect(tree.told('incident.closed')).toMatchObject([
      { at: 10_500, outcome: 'recovered', repairMs: 500, restarts: 1 },
    ]);
    expect(tree.timers).toEqual([]);
  });

  it('and what is left of it says how it was', () => {
    const tree = restarted();
    expect(tree.child('db').lastIncident).toBeUndefined();
    tree.pass(10_000);
    expect(tree.child('db').lastIncident).toEqual({
      number: 1,
      severity: 'RECOVERABLE',
      outcome: 'recovered',
      openedAt: 0,
      closedAt: 10_500,
      repairMs: 500,
      faults: 1,
      error: { name: 'Error', message: 'fault 1' },
    });
  });

  it('rule 15: with the repair counted to the last entry into running', () => {
    const tree = restarted();
    tree.pass(1_000);
    tree.fault('db');
    tree.stopped('db');
    tree.pass(1_000);
    tree.up('db');
    tree.pass(10_000);
    expect(tree.told('incident.closed')).toMatchObject([{ repairMs: 2_500, restarts: 2 }]);
  });
});

describe('on probation', () => {
  it('rule 9: a failure belongs to the same incident and its budgets', () => {
    const tree = restarted();
    for (const delayMs of [1_000, 2_000]) {
      tree.fault('db');
      tree.stopped('db');
      tree.pass(delayMs);
      tree.up('db');
    }
    tree.fault('db');
    expect(tree.told('incident.opened')).toHaveLength(1);
    expect(tree.told('child.restarting').map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(tree.at('db')).toBe('degraded stopping stopping');
  });

  it('rule 8: a failure there is classified and answered on its own', () => {
    const tree = restarted();
    tree.fault('db', operation);
    expect(tree.told('child.faulted').map(({ severity }) => severity)).toEqual([
      'RECOVERABLE',
      'TRANSIENT',
    ]);
    expect(tree.at('db')).toBe('retrying up attempting');
    expect(tree.child('db').incident?.severity).toBe('RECOVERABLE');
  });

  it('rule 9: a successful retry does not prolong it', () => {
    const tree = restarted();
    tree.pass(4_000);
    tree.fault('db', operation);
    tree.settled('db');
    expect(tree.told('incident.closed')).toEqual([]);
    tree.pass(6_000);
    expect(tree.told('incident.closed')).toMatchObject([{ at: 10_500, outcome: 'recovered' }]);
  });

  it('rule 15: when it ends in the middle of a retry, the success of that retry closes the incident', () => {
    const tree = restarted();
    tree.pass(9_900);
    tree.fault('db', operation);
    tree.settled('db', operation);
    tree.pass(1_000);
    expect(tree.told('incident.closed')).toEqual([]);
    tree.settled('db');
    expect(tree.told('incident.closed')).toMatchObject([{ at: 11_400, outcome: 'recovered' }]);
    expect(tree.timers).toEqual([]);
  });

  it('rule 9: when it ends in the middle of a retry that fails, the restarts spent stay spent', () => {
    const tree = restarted();
    tree.pass(9_900);
    tree.fault('db', operation);
    tree.settled('db', operation);
    tree.pass(1_000);
    tree.settled('db', { severity: 'RECOVERABLE' });
    expect(tree.told('child.restarting').map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  it('simulated for rule 8: a service with transient faults and one bug is restarted once, not degraded', () => {
    const tree = restarted();
    for (let blips = 0; blips < 40; blips += 1) {
      tree.pass(240);
      tree.fault('db', { ...operation, operations: { settled: 1_000, failed: 5 } });
      tree.settled('db');
    }
    tree.pass(10_000);
    expect(tree.at('db')).toBe('running up');
    expect(tree.told('child.restarting')).toHaveLength(1);
    expect(tree.told('incident.closed')).toMatchObject([{ outcome: 'recovered', restarts: 1 }]);
  });

  it('a first start without an incident knows no probation', () => {
    const tree = runningTree({ db: {} });
    expect(tree.timers).toEqual([]);
  });
});
