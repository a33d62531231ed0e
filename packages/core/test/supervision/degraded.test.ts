import { describe, expect, it } from 'vitest';
import { escalationPolicy } from '../../src/index.ts';
import { runningTree, type Tree } from './tables-driver.ts';
import type { Child } from './tree-spec.ts';

const critical = { severity: 'CRITICAL' } as const;
const operation = { severity: 'TRANSIENT', origin: 'operation' } as const;
/** A restart is not worth trying: the first recoverable fault degrades. */
const policy = escalationPolicy({ RECOVERABLE: ['fallback', 'fail'] });

function degradedTree(child: Child = {}): Tree {
  const tree = runningTree({ db: child }, { policy });
  tree.fault('db');
  tree.stopped('db');
  return tree;
}

describe('entering degraded', () => {
  it('rule 34: stops the old worker, and the fallback has the requests that failed', () => {
    const tree = runningTree({ db: {} }, { policy });
    expect(tree.fault('db')).toEqual(['stop db restart 5000']);
    expect(tree.fates).toEqual(['db fallback']);
    expect(tree.at('db')).toBe('degraded stopping stopping');
    expect(tree.timers).toEqual(['db recovery 30000']);
    tree.stopped('db');
    expect(tree.at('db')).toBe('degraded none');
  });

  it('rule 34: with a degrade hook, that hook is the entering', () => {
    const tree = runningTree({ db: { hasDegradeHook: true } }, { policy });
    expect(tree.fault('db')).toEqual(['run fallback db']);
    expect(tree.at('db')).toBe('running up attempting');
    expect(tree.settled('db')).toEqual(['stop db restart 5000']);
    expect(tree.at('db')).toBe('degraded stopping stopping');
  });

  it('rule 34: when the degrade hook fails, the next step is asked', () => {
    const tree = runningTree({ db: { hasDegradeHook: true } }, { policy });
    tree.fault('db');
    expect(tree.settled('db', { origin: 'step' })).toEqual(['stop db restart 5000']);
    expect(tree.at('db')).toBe('failed stopping stopping');
  });

  it('rule 34: the degrade hook runs once in an incident, even when it fails for ever', () => {
    const tree = runningTree({ db: { hasDegradeHook: true } }, { policy });
    tree.habits = { attempt: { origin: 'step', severity: 'TRANSIENT' }, stop: 'stopped' };
    tree.fault('db');
    tree.pass(60_000);
    expect(tree.log.filter((line) => line.includes('run fallback'))).toHaveLength(1);
    expect(tree.at('db')).toBe('failed none');
  });

  it('rule 26: a start that takes too long is ended before the degrade hook runs', () => {
    const tree = runningTree({ db: { hasDegradeHook: true } });
    tree.fault('db');
    tree.stopped('db');
    expect(tree.startFailed('db', { ...critical, pending: true })).toEqual([
      'stop db restart 5000',
    ]);
    expect(tree.stopped('db')).toEqual(['run fallback db']);
    expect(tree.settled('db')).toEqual([]);
    expect(tree.at('db')).toBe('degraded none');
  });

  it('rule 26: nor does an abandoned start lose the degrade hook', () => {
    const tree = runningTree({ db: { hasDegradeHook: true } });
    tree.fault('db');
    tree.stopped('db');
    tree.startFailed('db', { ...critical, pending: true });
    expect(tree.overdue('db')).toEqual(['abandon db', 'run fallback db']);
    tree.settled('db');
    expect(tree.at('db')).toBe('degraded none');
  });

  it('closes the incident: what comes next is another one', () => {
    const tree = degradedTree();
    expect(tree.told('incident.closed')).toMatchObject([{ outcome: 'degraded' }]);
    expect(tree.told('incident.closed')[0]).not.toHaveProperty('repairMs');
    expect(tree.child('db').incident).toBeUndefined();
  });
});

describe('the way back', () => {
  it('rule 35: starts a new life behind the fallback, which goes on answering', () => {
    const tree = degradedTree();
    expect(tree.pass(30_000)).toEqual(['30000 start db']);
    expect(tree.at('db')).toBe('degraded starting starting');
    tree.up('db');
    expect(tree.at('db')).toBe('running up');
    expect(tree.told('child.recovered')).toMatchObject([{ by: 'recovery' }]);
  });

  it('rule 35: tries after 30, 60, 120, 240, 300, 300 s while the backend stays dead', () => {
    const tree = degradedTree();
    tree.habits = { start: {} };
    tree.log.length = 0;
    const lines = tree.pass(1_100_000);
    expect(lines).toEqual(
      [30, 90, 210, 450, 750, 1_050].map((seconds) => `${seconds * 1_000} start db`),
    );
    expect(tree.told('recovery.failed')).toHaveLength(6);
    expect(tree.at('db')).toBe('degraded none');
  });

  it('rule 35: a dead backend costs 293 starts a day', () => {
    const tree = degradedTree();
    tree.habits = { start: {} };
    const starts = tree.pass(24 * 60 * 60_000).length;
    expect(starts).toBeGreaterThanOrEqual(285);
    expect(starts).toBeLessThanOrEqual(293);
  });

  it('rule 35: a failed attempt moves no chart, opens no incident and costs no budget', () => {
    const tree = degradedTree();
    tree.pass(30_000);
    const before = tree.events.length;
    tree.startFailed('db');
    expect(tree.events.slice(before).map(({ type }) => type)).toEqual(['recovery.failed']);
    expect(tree.child('db')).toMatchObject({ state: 'degraded', restarts: 0, incident: undefined });
  });

  it('rule 35: a failure before the child is stable goes straight back, and the delay has grown', () => {
    const tree = degradedTree();
    tree.pass(30_000);
    tree.up('db');
    tree.pass(9_999);
    tree.fault('db', { severity: 'TRANSIENT' });
    tree.stopped('db');
    expect(tree.at('db')).toBe('degraded none');
    expect(tree.told('step.skipped').map(({ step, reason }) => `${step}: ${reason}`)).toContain(
      'restart: it had just returned from degraded',
    );
    expect(tree.timers).toEqual([`db recovery ${39_999 + 60_000}`]);
  });

  it('rule 35: also where the chain of that severity has no fallback', () => {
    const tree = runningTree(
      { db: {} },
      { policy: escalationPolicy({ RECOVERABLE: ['restart', 'fail'] }) },
    );
    tree.habits = { stop: 'stopped' };
    tree.fault('db', critical);
    tree.command('recover', 'db');
    tree.up('db');
    tree.fault('db');
    expect(tree.at('db')).toBe('degraded none');
  });

  it('rule 35: a retry still may cure it, and does not prolong the probation', () => {
    const tree = degradedTree();
    tree.pass(30_000);
    tree.up('db');
    tree.pass(5_000);
    tree.fault('db', operation);
    tree.settled('db');
    expect(tree.at('db')).toBe('running up');
    expect(tree.timers).toEqual(['db stable 40000']);
    tree.pass(5_000);
    expect(tree.child('db').recovery).toBeUndefined();
    expect(tree.told('incident.closed').at(-1)).toMatchObject({ outcome: 'recovered', at: 40_000 });
  });

  it('rule 35: a failure that is still being retried when the probation ends, and is not cured, goes back', () => {
    const tree = degradedTree();
    tree.habits = { attempt: operation };
    tree.pass(30_000);
    tree.up('db');
    tree.pass(9_000);
    tree.fault('db', operation);
    tree.pass(7_000);
    expect(tree.at('db')).toBe('degraded stopping stopping');
    expect(tree.told('child.degraded').at(-1)).toMatchObject({ nextAt: 46_000 + 60_000 });
  });

  it('rule 35: proven health makes the way back short again', () => {
    const tree = degradedTree();
    tree.pass(30_000);
    tree.up('db');
    tree.pass(10_000);
    expect(tree.child('db').recovery).toBeUndefined();
    tree.fault('db');
    expect(tree.timers).toEqual(['db recovery 70000']);
  });

  it('rule 11: self-recovery costs no intensity', () => {
    const tree = runningTree(
      { db: {} },
      { policy, intensity: { maxRestarts: 0, withinMs: 5_000 } },
    );
    tree.habits = { start: {}, stop: 'stopped' };
    tree.fault('db');
    tree.pass(1_000_000);
    expect(tree.state.state).toBe('running');
    expect(tree.at('db')).toBe('degraded none');
  });

  it('rule 26: an attempt whose start takes too long is ended, and the wait goes on', () => {
    const tree = degradedTree();
    tree.pass(30_000);
    expect(tree.startFailed('db', { pending: true })).toEqual(['stop db restart 5000']);
    expect(tree.timers).toEqual(['db recovery 90000']);
    tree.stopped('db');
    expect(tree.at('db')).toBe('degraded none');
  });

  it('an attempt that is due while the old worker is still being stopped waits for it', () => {
    const tree = runningTree({ db: { shutdown: Infinity } }, { policy });
    tree.fault('db');
    expect(tree.pass(30_000)).toEqual([]);
    expect(tree.at('db')).toBe('degraded stopping stopping');
    tree.stopped('db');
    expect(tree.pass(30_000)).toEqual(['60000 start db']);
  });
});

describe('operator-only', () => {
  it('rule 36: after a fault classified CRITICAL the child does not try by itself', () => {
    const tree = runningTree({ db: {} });
    tree.habits = { stop: 'stopped' };
    tree.fault('db', critical);
    expect(tree.timers).toEqual([]);
    expect(tree.told('child.degraded')[0]).not.toHaveProperty('nextAt');
    expect(tree.pass(3_600_000)).toEqual([]);
    expect(tree.at('db')).toBe('degraded none');
  });

  it('rule 36: a severity that was only raised to CRITICAL leaves the way back open', () => {
    const tree = runningTree(
      { db: {} },
      { policy: escalationPolicy({ pattern: { failures: 1 } }) },
    );
    tree.fault('db', { severity: 'RECOVERABLE' });
    expect(tree.told('child.faulted')).toMatchObject([
      { severity: 'CRITICAL', raisedBy: 'repeated failures' },
    ]);
    expect(tree.timers).toEqual(['db recovery 30000']);
  });

  it('rule 38: a person brings it back', () => {
    const tree = runningTree({ db: {} });
    tree.habits = { stop: 'stopped' };
    tree.fault('db', critical);
    const ticket = tree.command('recover', 'db');
    expect(tree.at('db')).toBe('degraded starting starting');
    expect(tree.answers.get(ticket)).toBeUndefined();
    tree.up('db');
    expect(tree.answers.get(ticket)).toEqual({ ok: true });
  });

  it('rule 36: an attempt to return whose start fails with a critical fault is the last by itself', () => {
    const tree = degradedTree();
    tree.pass(30_000);
    tree.startFailed('db', critical);
    expect(tree.timers).toEqual([]);
    expect(tree.told('recovery.failed')[0]).not.toHaveProperty('nextAt');
  });
});

describe('abandonment', () => {
  it('rule 26: at three unsettled lives self-recovery pauses with a report, and goes on when one ends', () => {
    const tree = runningTree({ db: {} }, { policy });
    tree.fault('db');
    const first = tree.epochs.get('db') ?? 0;
    tree.overdue('db');
    for (let attempt = 0; attempt < 2; attempt += 1) {
      tree.pass(300_000);
      tree.startFailed('db', { pending: true });
      tree.overdue('db');
    }
    expect(tree.told('child.abandoned').map(({ unsettled }) => unsettled)).toEqual([1, 2, 3]);
    expect(tree.pass(600_000)).toEqual([]);
    expect(tree.told('recovery.paused')).toMatchObject([{ path: 'db', abandoned: 3 }]);

    expect(tree.put({ type: 'report.abandonedSettled', id: 'db', epoch: first })).toEqual([
      'start db',
    ]);
    expect(tree.told('abandoned.settled')).toMatchObject([{ unsettled: 2 }]);
  });

  it('rule 26: a person may still try', () => {
    const tree = runningTree({ db: {} }, { policy });
    tree.fault('db');
    tree.overdue('db');
    for (let attempt = 0; attempt < 2; attempt += 1) {
      tree.pass(300_000);
      tree.startFailed('db', { pending: true });
      tree.overdue('db');
    }
    tree.pass(600_000);
    tree.command('recover', 'db');
    expect(tree.at('db')).toBe('degraded starting starting');
  });

  it('rule 3: only a life that was abandoned can settle, and only once', () => {
    const tree = runningTree({ db: {} });
    tree.fault('db');
    const abandoned = tree.epochs.get('db') ?? 0;
    tree.overdue('db');
    const settle = { type: 'report.abandonedSettled', id: 'db', epoch: abandoned } as const;
    tree.put({ ...settle, epoch: abandoned - 1 });
    expect(tree.child('db').abandoned).toHaveLength(1);
    tree.put(settle);
    tree.put(settle);
    expect(tree.child('db').abandoned).toBeUndefined();
    expect(tree.told('abandoned.settled')).toHaveLength(1);
    expect(tree.told('report.fenced')).toHaveLength(2);
  });

  it('rule 40: one that waits for the old worker to go attempts nothing once the supervisor stops', () => {
    const tree = runningTree({ db: {}, web: {} });
    tree.fault('db', { severity: 'CRITICAL' });
    const ticket = tree.command('recover', 'db');
    tree.stop();
    tree.stopped('db');
    expect(tree.told('recovery.attempted')).toEqual([]);
    tree.stopped('web');
    expect(tree.answers.get(ticket)).toEqual({ ok: false, reason: 'stopping', state: 'stopping' });
  });
});
