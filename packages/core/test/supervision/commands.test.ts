import { describe, expect, it } from 'vitest';
import { escalationPolicy } from '../../src/index.ts';
import { runningTree, Tree } from './tables-driver.ts';

const operation = { severity: 'TRANSIENT', origin: 'operation' } as const;
const policy = escalationPolicy({
  TRANSIENT: ['retry', 'fallback', 'fail'],
  RECOVERABLE: ['restart', 'fail'],
  CRITICAL: ['fail'],
});

/** The child "a" brought into each state, the ways that a state has included. */
const INTO = {
  starting: () => {
    const tree = new Tree({ a: {} }, { policy });
    tree.start();
    return tree;
  },
  running: () => runningTree({ a: {} }, { policy }),
  retrying: () => {
    const tree = runningTree({ a: {} }, { policy });
    tree.fault('a', operation);
    return tree;
  },
  restarting: () => {
    const tree = runningTree({ a: {} }, { policy });
    tree.fault('a');
    return tree;
  },
  degraded: () => {
    const tree = runningTree({ a: {} }, { policy });
    tree.fault('a', { severity: 'TRANSIENT' });
    tree.stopped('a');
    return tree;
  },
  failed: () => {
    const tree = runningTree({ a: {} }, { policy });
    tree.fault('a', { severity: 'CRITICAL' });
    tree.stopped('a');
    return tree;
  },
  stopping: () => {
    const tree = runningTree({ a: {} }, { policy });
    tree.command('terminateChild', 'a');
    return tree;
  },
  stopped: () => {
    const tree = runningTree({ a: {} }, { policy });
    tree.command('terminateChild', 'a');
    tree.stopped('a');
    return tree;
  },
} as const;

type State = keyof typeof INTO;
const STATES = Object.keys(INTO).filter((name): name is State => name in INTO);

/** The answer at once, the order that was given, or that one has to wait. */
function outcome(tree: Tree, command: 'recover' | 'restartChild' | 'terminateChild'): string {
  const before = tree.log.length;
  const result = tree.answers.get(tree.command(command, 'a'));
  const [order] = tree.log.slice(before);
  if (result === undefined) return order === undefined ? 'waits' : order.replace('0 ', '');
  return result.ok ? 'ok' : `${result.reason} (${result.state})`;
}

describe('recover', () => {
  it.each<[State, string]>([
    ['starting', 'in_progress (starting)'],
    ['running', 'ok'],
    ['retrying', 'in_progress (retrying)'],
    ['restarting', 'in_progress (restarting)'],
    ['degraded', 'start a'],
    ['failed', 'start a'],
    ['stopping', 'stopping (stopping)'],
    ['stopped', 'stopped (stopped)'],
  ])('rule 38: of a child that is %s: %s', (state, expected) => {
    const tree = INTO[state]();
    expect(tree.child('a').state).toBe(state);
    expect(outcome(tree, 'recover')).toBe(expected);
  });

  it('rule 38: of a failed child restarts it with fresh budgets and window', () => {
    const tree = INTO.failed();
    tree.command('recover', 'a');
    expect(tree.at('a')).toBe('restarting starting starting');
    tree.up('a');
    expect(tree.child('a')).toMatchObject({
      incident: undefined,
      window: undefined,
      history: undefined,
      recovery: undefined,
    });
    tree.fault('a');
    expect(tree.told('child.restarting').at(-1)).toMatchObject({ attempt: 1 });
  });

  it('rule 38: is answered when the child has settled: well', () => {
    const tree = INTO.failed();
    const ticket = tree.command('recover', 'a');
    expect(tree.answers.has(ticket)).toBe(false);
    tree.up('a');
    expect(tree.answers.get(ticket)).toEqual({ ok: true });
  });

  it('rule 38: or not', () => {
    const tree = INTO.failed();
    const ticket = tree.command('recover', 'a');
    tree.startFailed('a', { severity: 'CRITICAL' });
    expect(tree.answers.get(ticket)).toEqual({ ok: false, reason: 'failed', state: 'failed' });
  });

  it('rule 38: through as many attempts as it takes', () => {
    const tree = INTO.failed();
    const ticket = tree.command('recover', 'a');
    tree.startFailed('a');
    expect(tree.answers.has(ticket)).toBe(false);
    tree.pass(0);
    tree.up('a');
    expect(tree.answers.get(ticket)).toEqual({ ok: true });
  });

  it('rule 38: a failed attempt from degraded is answered, and self-recovery goes on', () => {
    const tree = INTO.degraded();
    const ticket = tree.command('recover', 'a');
    tree.startFailed('a');
    expect(tree.answers.get(ticket)).toEqual({ ok: false, reason: 'failed', state: 'degraded' });
    expect(tree.timers).toEqual(['a recovery 60000']);
  });

  it('rule 38: waits for an attempt that is under way, and for an old worker that is being stopped', () => {
    const underWay = INTO.degraded();
    underWay.pass(30_000);
    expect(outcome(underWay, 'recover')).toBe('waits');
    underWay.up('a');
    expect(underWay.answers.get(1)).toEqual({ ok: true });
    const leaving = runningTree({ a: {} }, { policy });
    leaving.fault('a', { severity: 'TRANSIENT' });
    expect(outcome(leaving, 'recover')).toBe('waits');
    expect(leaving.stopped('a')).toEqual(['start a']);
    leaving.up('a');
    expect(leaving.answers.get(1)).toEqual({ ok: true });
  });

  it('rule 2: of a failed child whose old worker is still being stopped starts when it has gone', () => {
    const tree = runningTree({ a: {} }, { policy });
    tree.fault('a', { severity: 'CRITICAL' });
    expect(outcome(tree, 'recover')).toBe('waits');
    expect(tree.at('a')).toBe('restarting stopping stopping');
    expect(tree.stopped('a')).toEqual(['start a']);
  });
});

describe('restartChild', () => {
  it.each<[State, string]>([
    ['starting', 'restarting (starting)'],
    ['running', 'running (running)'],
    ['retrying', 'running (retrying)'],
    ['restarting', 'restarting (restarting)'],
    ['degraded', 'running (degraded)'],
    ['failed', 'start a'],
    ['stopping', 'stopping (stopping)'],
    ['stopped', 'start a'],
  ])('rule 39: of a child that is %s: %s', (state, expected) => {
    expect(outcome(INTO[state](), 'restartChild')).toBe(expected);
  });

  it('rule 39: starts a stopped child as new', () => {
    const tree = INTO.stopped();
    const ticket = tree.command('restartChild', 'a');
    expect(tree.at('a')).toBe('starting starting starting');
    tree.up('a');
    expect(tree.answers.get(ticket)).toEqual({ ok: true });
    expect(tree.child('a').incarnation).toBe(2);
  });

  it('rule 39: one that ended by itself and is still being cleaned up is stopping', () => {
    const tree = runningTree({ a: { restart: 'transient' } }, { policy });
    tree.exited('a');
    expect(outcome(tree, 'restartChild')).toBe('stopping (stopped)');
  });

  it('rule 24: a start that fails where that is fatal leaves it idle, and counts as nothing', () => {
    const fatal = escalationPolicy({ initialStartFailure: 'fatal' });
    const tree = runningTree({ a: {} }, { policy: fatal });
    tree.habits = { stop: 'stopped' };
    tree.command('terminateChild', 'a');
    const ticket = tree.command('restartChild', 'a');
    tree.startFailed('a');
    expect(tree.state.state).toBe('running');
    expect(tree.at('a')).toBe('stopped none');
    expect(tree.answers.get(ticket)).toMatchObject({ ok: false, reason: 'start_failed' });
    expect(tree.child('a').window).toBeUndefined();
  });
});

describe('terminateChild', () => {
  it.each<[State, string]>([
    ['starting', 'stop a shutdown 5000'],
    ['running', 'stop a shutdown 5000'],
    ['retrying', 'stop a shutdown 5000'],
    ['restarting', 'waits'],
    ['degraded', 'ok'],
    ['failed', 'ok'],
    ['stopping', 'waits'],
    ['stopped', 'ok'],
  ])('rule 39: is accepted of a child that is %s: %s', (state, expected) => {
    expect(outcome(INTO[state](), 'terminateChild')).toBe(expected);
  });

  it.each(STATES)('rule 39: of a child that is %s ends in stopped, with nothing left', (state) => {
    const tree = INTO[state]();
    tree.habits = { stop: 'stopped' };
    const ticket = tree.command('terminateChild', 'a');
    if (tree.child('a').life !== 'none') tree.stopped('a');
    expect(tree.answers.get(ticket)).toEqual({ ok: true });
    expect(tree.at('a')).toBe('stopped none');
    expect(tree.timers).toEqual([]);
    expect(tree.child('a').incident).toBeUndefined();
    expect(tree.told('incident.opened')).toHaveLength(tree.told('incident.closed').length);
  });

  it('rule 39: on probation it takes that timer too', () => {
    const tree = INTO.restarting();
    tree.stopped('a');
    tree.up('a');
    expect(tree.timers).toEqual(['a stable 10000']);
    tree.command('terminateChild', 'a');
    expect(tree.timers).toEqual([]);
  });

  it('rule 39: duplicates are answered together', () => {
    const tree = INTO.running();
    const first = tree.command('terminateChild', 'a');
    const second = tree.command('terminateChild', 'a');
    expect(tree.answers.size).toBe(0);
    tree.stopped('a');
    expect([tree.answers.get(first), tree.answers.get(second)]).toEqual([
      { ok: true },
      { ok: true },
    ]);
    expect(tree.log.filter((line) => line.includes('stop a'))).toHaveLength(1);
  });

  it('whoever waits for the child to come up is told that it is being stopped', () => {
    const tree = INTO.failed();
    const recovering = tree.command('recover', 'a');
    tree.command('terminateChild', 'a');
    expect(tree.answers.get(recovering)).toEqual({
      ok: false,
      reason: 'stopping',
      state: 'stopping',
    });
  });

  it('rule 27: brutal, it gives no time at all, and cuts a stop under way short', () => {
    const fresh = INTO.running();
    fresh.command('terminateChild', 'a', { brutal: true });
    expect(fresh.log.at(-1)).toBe('0 stop a brutal_kill 0');
    const tree = INTO.stopping();
    tree.command('terminateChild', 'a', { brutal: true });
    expect(tree.log.at(-1)).toBe('0 hurry a 0');
  });

  it('rule 28: a fault or a late start of a child that is being stopped is absorbed', () => {
    const tree = INTO.starting();
    const old = tree.epochs.get('a') ?? 0;
    tree.command('terminateChild', 'a');
    tree.put({ type: 'report.started', id: 'a', epoch: old });
    tree.fault('a');
    expect(tree.at('a')).toBe('stopping stopping stopping');
    expect(tree.told('report.fenced')).toHaveLength(1);
    expect(tree.told('fault.absorbed')).toHaveLength(1);
    expect(tree.told('incident.opened')).toEqual([]);
  });

  it('leaves its siblings alone', () => {
    const tree = runningTree({ a: {}, b: {} });
    tree.command('terminateChild', 'a');
    tree.stopped('a');
    expect(tree.at('b')).toBe('running up');
    expect(tree.state.state).toBe('running');
  });
});

describe('a command', () => {
  it.each(['recover', 'restartChild', 'terminateChild'] as const)(
    'rule 40: %s is refused while the supervisor stops, and answered after it has ended',
    (command) => {
      const tree = runningTree({ a: {} });
      tree.stop();
      expect(tree.answers.get(tree.command(command, 'a'))).toMatchObject({ ok: false });
      tree.stopped('a');
      expect(tree.answers.get(tree.command(command, 'a'))).toMatchObject({ ok: false });
    },
  );

  it('rule 40: one that waits when the supervisor is stopped is answered', () => {
    const tree = INTO.failed();
    const recovering = tree.command('recover', 'a');
    tree.stop();
    expect(tree.answers.get(recovering)).toMatchObject({ ok: false, reason: 'stopping' });
    const other = INTO.stopping();
    other.stop();
    other.stopped('a');
    expect(other.answers.get(1)).toEqual({ ok: true });
  });

  it('for an unknown child is answered all the same', () => {
    const tree = runningTree({ a: {} });
    expect(tree.answers.get(tree.command('recover', 'nobody'))).toMatchObject({ ok: false });
  });
});
