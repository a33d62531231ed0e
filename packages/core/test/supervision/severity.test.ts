import { describe, expect, it } from 'vitest';
import { escalationPolicy } from '../../src/index.ts';
import { runningTree, type Tree } from './tables-driver.ts';

const operation = { severity: 'TRANSIENT', origin: 'operation' } as const;

/** One failure, cured by its first retry. */
function blip(tree: Tree, operations = { settled: 10, failed: 10 }): void {
  tree.fault('db', { ...operation, operations });
  tree.settled('db');
}

function severities(tree: Tree): readonly string[] {
  return tree
    .told('child.faulted')
    .map(({ severity, raisedBy }) => (raisedBy ? `${severity} by ${raisedBy}` : severity));
}

const raised = 'RECOVERABLE by repeated failures';

describe('repeated failures', () => {
  it('rule 12: the fifth failure within the window is raised one tier', () => {
    const tree = runningTree({ db: {} });
    for (let failure = 0; failure < 4; failure += 1) blip(tree);
    tree.fault('db', { ...operation, operations: { settled: 10, failed: 10 } });
    expect(severities(tree)).toEqual(['TRANSIENT', 'TRANSIENT', 'TRANSIENT', 'TRANSIENT', raised]);
    expect(tree.at('db')).toBe('restarting stopping stopping');
  });

  it('rule 12: a failure exactly as old as the window is inside, one a millisecond older is not', () => {
    const inside = runningTree({ db: {} });
    blip(inside);
    inside.pass(60_000);
    for (let failure = 0; failure < 4; failure += 1) blip(inside);
    expect(severities(inside).at(-1)).toBe(raised);
    const outside = runningTree({ db: {} });
    blip(outside);
    outside.pass(60_001);
    for (let failure = 0; failure < 4; failure += 1) blip(outside);
    expect(severities(outside).at(-1)).toBe('TRANSIENT');
  });

  it.each([
    [{ settled: 100, failed: 49 }, 'TRANSIENT'],
    [{ settled: 100, failed: 50 }, raised],
    [{ settled: 0, failed: 0 }, raised],
  ])('rule 12: with operations %j the fifth failure is %s', (operations, expected) => {
    const tree = runningTree({ db: {} });
    for (let failure = 0; failure < 5; failure += 1) blip(tree, operations);
    expect(severities(tree).at(-1)).toBe(expected);
  });

  it('rule 12: minFailureRate 0 goes by the bare count', () => {
    const policy = escalationPolicy({ pattern: { minFailureRate: 0 } });
    const tree = runningTree({ db: {} }, { policy });
    for (let failure = 0; failure < 5; failure += 1) blip(tree, { settled: 10_000, failed: 5 });
    expect(severities(tree).at(-1)).toBe(raised);
  });

  it('rule 13: five failures of restarts raise to CRITICAL, though probation lies between them', () => {
    const tree = runningTree({ db: {} });
    for (let life = 0; life < 4; life += 1) {
      tree.fault('db');
      tree.stopped('db');
      tree.up('db');
      tree.pass(10_000);
    }
    tree.fault('db');
    expect(severities(tree)).toEqual([
      'RECOVERABLE',
      'RECOVERABLE',
      'RECOVERABLE',
      'RECOVERABLE',
      'CRITICAL by repeated failures',
    ]);
    expect(tree.at('db')).toBe('degraded stopping stopping');
  });

  it('rule 8: CRITICAL cannot be raised, and what is raised is raised once', () => {
    const policy = escalationPolicy({
      pattern: { failures: 1 },
      longWindow: { restarts: 3, withinMs: 60_000 },
    });
    const tree = runningTree({ db: {} }, { policy });
    tree.fault('db', { severity: 'TRANSIENT' });
    tree.stopped('db');
    tree.up('db');
    tree.fault('db', { severity: 'TRANSIENT' });
    expect(severities(tree)).toEqual([raised, raised]);
    tree.stopped('db');
    tree.pass(1_000);
    tree.up('db');
    tree.fault('db', { severity: 'CRITICAL' });
    expect(tree.told('child.faulted').at(-1)?.severity).toBe('CRITICAL');
  });
});

describe('the long window', () => {
  it('rule 14: the failure after the twelfth restart of an hour is raised', () => {
    const tree = runningTree({ db: {} });
    for (let life = 0; life < 12; life += 1) {
      tree.fault('db');
      tree.stopped('db');
      tree.up('db');
      tree.pass(15_100);
    }
    // Five in 60 s would raise it too: 15.1 s keeps just out of that.
    expect(severities(tree)).toEqual(Array.from({ length: 12 }, () => 'RECOVERABLE'));
    tree.fault('db');
    expect(severities(tree).at(-1)).toBe('CRITICAL by many restarts');
    expect(tree.at('db')).toBe('degraded stopping stopping');
  });

  it('rule 14: it is raised past every chain that restarts, also where the pattern is full as well', () => {
    const tree = runningTree({ db: {} });
    for (let life = 0; life < 12; life += 1) {
      tree.fault('db', { severity: 'TRANSIENT', origin: 'worker' });
      tree.stopped('db');
      tree.up('db');
      tree.pass(11_000);
    }
    expect(severities(tree).at(-1)).toBe('RECOVERABLE by repeated failures');
    tree.fault('db', { severity: 'TRANSIENT', origin: 'worker' });
    expect(severities(tree).at(-1)).toBe('CRITICAL by many restarts');
    expect(tree.at('db')).toBe('degraded stopping stopping');
  });

  it('rule 14: no further than to the next chain that does not restart', () => {
    const policy = escalationPolicy({
      RECOVERABLE: ['fallback', 'fail'],
      longWindow: { restarts: 1 },
    });
    const tree = runningTree({ db: {} }, { policy });
    tree.fault('db', { severity: 'TRANSIENT', origin: 'worker' });
    tree.stopped('db');
    tree.up('db');
    tree.pass(11_000);
    tree.fault('db', { severity: 'TRANSIENT', origin: 'worker' });
    expect(severities(tree).at(-1)).toBe('RECOVERABLE by many restarts');
  });

  it('rule 14: restarts of more than an hour ago are forgotten', () => {
    const tree = runningTree({ db: {} });
    for (let life = 0; life < 12; life += 1) {
      tree.fault('db');
      tree.stopped('db');
      tree.up('db');
      tree.pass(15_100);
    }
    tree.pass(3_600_000);
    tree.fault('db');
    expect(severities(tree).at(-1)).toBe('RECOVERABLE');
  });
});
