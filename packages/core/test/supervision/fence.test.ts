import { describe, expect, it } from 'vitest';
import { canonical, type UndatedInput } from '../../src/index.ts';
import { runningTree, Tree } from './tables-driver.ts';

const operation = { severity: 'TRANSIENT', origin: 'operation' } as const;
type Report = Extract<UndatedInput, { type: `report.${string}` }>;

function reportsOf(tree: Tree, epoch: number): readonly Report[] {
  const base = { id: 'db', epoch };
  const fault = tree.faultOf({});
  return [
    { type: 'report.started', ...base },
    { type: 'report.startFailed', ...base, fault, pending: false },
    { type: 'report.startFailed', ...base, fault, pending: true },
    { type: 'report.fault', ...base, fault },
    { type: 'report.exited', ...base, exit: 'normal', fault },
    { type: 'report.attemptSettled', ...base },
    { type: 'report.attemptSettled', ...base, fault },
    { type: 'report.stopped', ...base },
    { type: 'report.stopOverdue', ...base },
    { type: 'report.stopSlow', ...base, waitedMs: 1 },
    { type: 'report.abandonedSettled', ...base },
  ];
}

/** What moves nothing changes neither the state nor what is ordered. */
function movesNothing(tree: Tree, report: Report): boolean {
  const before = JSON.stringify(canonical(tree.state, tree.now));
  const orders = tree.put(report);
  return orders.length === 0 && JSON.stringify(canonical(tree.state, tree.now)) === before;
}

const SITUATIONS: Readonly<Record<string, () => Tree>> = {
  starting: () => {
    const tree = new Tree({ db: {} });
    tree.start();
    return tree;
  },
  running: () => runningTree({ db: {} }),
  retrying: () => {
    const tree = runningTree({ db: {} });
    tree.fault('db', operation);
    return tree;
  },
  'waiting for a retry': () => {
    const tree = runningTree({ db: {} });
    tree.fault('db', operation);
    tree.settled('db', operation);
    return tree;
  },
  'stopping to restart': () => {
    const tree = runningTree({ db: {} });
    tree.fault('db');
    return tree;
  },
  'starting again': () => {
    const tree = runningTree({ db: {} });
    tree.fault('db');
    tree.stopped('db');
    return tree;
  },
  'waiting for a restart': () => {
    const tree = runningTree({ db: {} });
    tree.fault('db');
    tree.stopped('db');
    tree.startFailed('db');
    return tree;
  },
  degraded: () => {
    const tree = runningTree({ db: {} });
    tree.fault('db', { severity: 'CRITICAL' });
    tree.stopped('db');
    return tree;
  },
  'stopped by command': () => {
    const tree = runningTree({ db: {} });
    tree.command('terminateChild', 'db');
    tree.stopped('db');
    return tree;
  },
  ended: () => {
    const tree = runningTree({ db: {} });
    tree.stop();
    tree.stopped('db');
    return tree;
  },
};

/** Which reports of the current epoch are true there; all others are lies. */
const TRUE_IN: Readonly<Record<string, readonly string[]>> = {
  starting: ['started', 'startFailed', 'exited'],
  running: ['fault', 'exited'],
  retrying: ['fault', 'exited', 'attemptSettled'],
  'waiting for a retry': ['fault', 'exited'],
  'stopping to restart': ['stopped', 'stopOverdue', 'stopSlow'],
  'starting again': ['started', 'startFailed', 'exited'],
};

describe('the fence', () => {
  it.each(Object.keys(SITUATIONS))(
    'rule 3: while the child is %s, what an earlier epoch says moves nothing, and is reported',
    (situation) => {
      const tree = SITUATIONS[situation]?.() ?? new Tree({});
      const stale = tree.child('db').epoch - 1;
      const reports = reportsOf(tree, stale);
      for (const report of reports)
        expect([report, movesNothing(tree, report)]).toEqual([report, true]);
      expect(tree.told('report.fenced')).toHaveLength(reports.length);
    },
  );

  it.each(Object.keys(SITUATIONS))(
    'rule 3: while the child is %s, a report that cannot be true there moves nothing',
    (situation) => {
      const tree = SITUATIONS[situation]?.() ?? new Tree({});
      const possible = TRUE_IN[situation] ?? [];
      const lies = reportsOf(tree, tree.child('db').epoch).filter(
        ({ type }) => !possible.includes(type.slice('report.'.length)),
      );
      for (const report of lies)
        expect([report, movesNothing(tree, report)]).toEqual([report, true]);
    },
  );

  it('rule 3: the epoch rises at every start, stop order and abandonment', () => {
    const tree = new Tree({ db: {} });
    const epochs: number[] = [];
    const note = () => epochs.push(tree.child('db').epoch);
    tree.start();
    note();
    tree.up('db');
    tree.fault('db');
    note();
    tree.overdue('db');
    note();
    // Abandoned, then started: two more.
    expect(epochs).toEqual([1, 2, 4]);
  });

  it('rule 2: a report given twice counts once', () => {
    const tree = new Tree({ db: {} });
    tree.start();
    tree.up('db');
    tree.up('db');
    expect(tree.told('child.started')).toHaveLength(1);
    tree.fault('db');
    tree.stopped('db');
    tree.put({ type: 'report.stopped', id: 'db', epoch: tree.child('db').epoch - 1 });
    expect(tree.at('db')).toBe('restarting starting starting');
    expect(tree.log.filter((line) => line.includes('start db'))).toHaveLength(2);
  });

  it('a timer that was cancelled or set anew, and fires all the same, does nothing', () => {
    const tree = runningTree({ db: {} });
    const due = (kind: 'retry' | 'restart' | 'stable' | 'recovery') =>
      tree.put({ type: 'agenda.due', id: 'db', kind });
    for (const kind of ['retry', 'restart', 'stable', 'recovery'] as const)
      expect(due(kind)).toEqual([]);
    tree.fault('db', operation);
    tree.settled('db', operation);
    expect(due('retry')).toEqual([]);
    expect(tree.at('db')).toBe('retrying up waiting');
    tree.now = 1_000;
    expect(due('retry')).toEqual(['retry db']);
    expect(due('retry')).toEqual([]);
  });

  it('a fault in the middle of a wait to retry takes the timer with it', () => {
    const tree = runningTree({ db: {} });
    tree.fault('db', operation);
    tree.settled('db', operation);
    tree.fault('db');
    expect(tree.timers).toEqual([]);
    expect(tree.pass(10_000)).toEqual([]);
    expect(tree.at('db')).toBe('restarting stopping stopping');
  });

  it('what nobody knows any more is not heard', () => {
    const tree = runningTree({ db: {} });
    expect(tree.put({ type: 'report.started', id: 'nobody', epoch: 1 })).toEqual([]);
    expect(tree.put({ type: 'agenda.due', id: 'nobody', kind: 'retry' })).toEqual([]);
  });
});
