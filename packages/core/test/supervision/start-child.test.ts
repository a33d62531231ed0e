import { describe, expect, it } from 'vitest';
import { escalationPolicy, otp } from '../../src/index.ts';
import { runningTree, Tree } from './tables-driver.ts';

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
    tree.fault('a', { severity: 'TRANSIENT', origin: 'operation' });
    return tree;
  },
  restarting: () => {
    const tree = runningTree({ a: {} }, { policy });
    tree.fault('a');
    tree.stopped('a');
    tree.startFailed('a');
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
  'failed, its worker still leaving': () => {
    const tree = runningTree({ a: {} }, { policy });
    tree.fault('a', { severity: 'CRITICAL' });
    return tree;
  },
  stopping: () => {
    const tree = runningTree({ a: {} }, { policy });
    tree.command('terminateChild', 'a');
    return tree;
  },
  'ended, its worker still leaving': () => {
    const tree = runningTree({ a: { restart: 'transient' } }, { policy });
    tree.exited('a');
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

describe('startChild', () => {
  it('rule 39: adds a child behind the others, and is answered when it is up', () => {
    const tree = runningTree({ a: {}, b: {} });
    const ticket = tree.startChild('c');
    expect(tree.log.slice(-2)).toEqual(['0 add c', '0 start c']);
    expect(tree.told('child.added')).toMatchObject([{ path: 'c' }]);
    expect(tree.answers.has(ticket)).toBe(false);
    tree.up('c');
    expect(tree.answers.get(ticket)).toEqual({ ok: true });
    expect(tree.stop()).toEqual(['stop c shutdown 5000']);
  });

  it.each<[State, string]>([
    ['starting', 'already_started'],
    ['running', 'already_started'],
    ['retrying', 'already_started'],
    ['restarting', 'already_present'],
    ['degraded', 'already_started'],
    ['failed', 'already_present'],
    ['stopping', 'already_present'],
    ['stopped', 'already_present'],
  ])('rule 39: of an id whose child is %s: %s', (state, reason) => {
    const tree = INTO[state]();
    const before = tree.log.length;
    expect(tree.answers.get(tree.startChild('a', { restart: 'temporary' }))).toMatchObject({
      ok: false,
      reason,
    });
    expect(tree.log).toHaveLength(before);
    expect(tree.child('a').spec.restart).toBe('permanent');
  });

  it('rule 24: a start that fails under otp discards the child, and counts as nothing', () => {
    const tree = runningTree({ a: {} }, { policy: otp });
    const ticket = tree.startChild('b');
    expect(tree.startFailed('b')).toEqual(['remove b']);
    expect(tree.answers.get(ticket)).toMatchObject({
      ok: false,
      reason: 'start_failed',
      fault: 'f1',
    });
    expect(tree.state.children.has('b')).toBe(false);
    expect(tree.told('child.notStarted')).toMatchObject([{ path: 'b', fault: { id: 'f1' } }]);
    expect(tree.told('child.restarting')).toEqual([]);
    expect(tree.state.state).toBe('running');
  });

  it('rule 26: one that takes too long is ended first', () => {
    const tree = runningTree({ a: {} }, { policy: otp });
    const ticket = tree.startChild('b');
    expect(tree.startFailed('b', { pending: true })).toEqual(['stop b restart 5000']);
    expect(tree.answers.get(ticket)).toMatchObject({ reason: 'start_failed' });
    expect(tree.overdue('b')).toEqual(['abandon b', 'remove b']);
  });

  it('rule 24: its next crash, once it was up, is a restart like any other', () => {
    const tree = runningTree({ a: {} }, { policy: otp });
    tree.startChild('b');
    tree.up('b');
    tree.fault('b');
    expect(tree.stopped('b')).toEqual(['start b']);
  });

  it('rule 24: where a failed start is healed, it is answered when that is over', () => {
    const tree = runningTree({ a: {} }, { policy });
    const well = tree.startChild('b');
    tree.startFailed('b');
    tree.pass(0);
    tree.up('b');
    expect(tree.answers.get(well)).toEqual({ ok: true });
    const ill = tree.startChild('c');
    tree.startFailed('c', { severity: 'CRITICAL' });
    expect(tree.answers.get(ill)).toEqual({ ok: false, reason: 'failed', state: 'failed' });
    expect(tree.at('c')).toBe('failed none');
  });

  it.each(['permanent', 'transient'] as const)(
    'rule 7: a %s one whose start answers ignore is kept idle',
    (restart) => {
      const tree = runningTree({ a: {} });
      const ticket = tree.startChild('b', { restart });
      tree.exited('b');
      tree.stopped('b');
      expect(tree.answers.get(ticket)).toEqual({ ok: true, ignored: true });
      expect(tree.at('b')).toBe('stopped none');
    },
  );

  it('rule 7: a temporary one is not kept', () => {
    const tree = runningTree({ a: {} });
    const ticket = tree.startChild('b', { restart: 'temporary' });
    tree.exited('b');
    expect(tree.stopped('b')).toEqual(['remove b']);
    expect(tree.answers.get(ticket)).toEqual({ ok: true, ignored: true });
  });

  it('rule 40: is answered when the child is stopped before it was up', () => {
    const tree = runningTree({ a: {} });
    const ticket = tree.startChild('b');
    tree.command('terminateChild', 'b');
    expect(tree.answers.get(ticket)).toMatchObject({ ok: false, reason: 'stopping' });
    const other = tree.startChild('c');
    tree.stop();
    expect(tree.answers.get(other)).toMatchObject({ ok: false, reason: 'stopping' });
  });

  it('rule 24: while the supervisor starts, it has its turn', () => {
    const tree = new Tree({ a: {}, b: {} });
    tree.start();
    tree.startChild('c');
    expect(tree.up('a')).toEqual(['start b']);
    expect(tree.up('b')).toEqual(['start c']);
    expect(tree.up('c')).toEqual(['started']);
  });

  it.each(['one_for_all', 'rest_for_one'] as const)(
    'rule 24: under %s the next one that is ordered waits for it',
    (strategy) => {
      const tree = runningTree({ a: {} }, { strategy });
      const [one, two] = [tree.startChild('b'), tree.startChild('c')];
      expect(tree.log.slice(-3)).toEqual(['0 add b', '0 start b', '0 add c']);
      expect(tree.up('b')).toEqual(['start c']);
      tree.up('c');
      expect([tree.answers.get(one), tree.answers.get(two)]).toEqual([{ ok: true }, { ok: true }]);
      expect(tree.state.orderedStarts.size).toBe(0);
      expect(tree.told('group.restarted')).toEqual([]);
      expect(tree.state.state).toBe('running');
    },
  );

  it('rule 24: under one_for_one it does not', () => {
    const tree = runningTree({ a: {} });
    tree.startChild('b');
    tree.startChild('c');
    expect(tree.log.slice(-2)).toEqual(['0 add c', '0 start c']);
  });

  const rest = { strategy: 'rest_for_one', policy: otp } as const;

  it('rule 24: one whose start fails lets the next one go on', () => {
    const tree = runningTree({ a: {} }, rest);
    const [one] = [tree.startChild('b'), tree.startChild('c')];
    expect(tree.startFailed('b')).toEqual(['remove b', 'start c']);
    expect(tree.answers.get(one)).toMatchObject({ reason: 'start_failed' });
  });

  it('rule 39: one that waits for its turn may be stopped, and is not started', () => {
    const tree = runningTree({ a: {} }, rest);
    tree.startChild('b');
    const waiting = tree.startChild('c');
    expect(tree.answers.get(tree.command('terminateChild', 'c'))).toEqual({ ok: true });
    expect(tree.answers.get(waiting)).toMatchObject({ ok: false });
    expect(tree.up('b')).toEqual([]);
    expect([tree.at('c'), tree.state.orderedStarts.size]).toEqual(['stopped none', 0]);
  });

  it('rule 39: so it is with restartChild', () => {
    const tree = runningTree({ a: {}, b: {}, c: {} }, rest);
    tree.habits = { stop: 'stopped' };
    for (const id of ['a', 'b', 'c']) tree.command('terminateChild', id);
    tree.command('restartChild', 'a');
    tree.command('restartChild', 'c');
    expect(tree.log.at(-1)).toBe('0 start a');
    expect(tree.up('a')).toEqual(['start c']);
    expect(tree.at('b')).toBe('stopped none');
  });

  it('rule 29: a crash behind them cycles none of them: they go on in their order', () => {
    const tree = runningTree({ a: {}, b: {}, c: {} }, rest);
    tree.habits = { stop: 'stopped' };
    for (const id of ['a', 'b']) tree.command('terminateChild', id);
    for (const id of ['a', 'b']) tree.command('restartChild', id);
    tree.habits = {};
    expect(tree.fault('c')).toEqual(['stop c restart 5000']);
    expect(tree.at('a')).toBe('starting starting starting');
    expect(tree.up('a')).toEqual(['start b']);
    tree.habits = { start: 'up' };
    tree.stopped('c');
    tree.up('b');
    expect(['a', 'b', 'c'].map((id) => tree.at(id))).toEqual(Array(3).fill('running up'));
    expect(tree.state.state).toBe('running');
  });

  it('rule 24: one that stands before it, and is ordered later, is waited for as well', () => {
    const tree = runningTree({ a: {}, b: {}, c: {} }, rest);
    tree.habits = { stop: 'stopped' };
    for (const id of ['a', 'b', 'c']) tree.command('terminateChild', id);
    for (const id of ['b', 'a', 'c']) tree.command('restartChild', id);
    expect(tree.log.at(-1)).toBe('0 start b');
    expect(tree.up('b')).toEqual(['start a']);
    expect(tree.up('a')).toEqual(['start c']);
  });

  it('rule 31: a crash before them takes over: who waited is started with the others', () => {
    const tree = runningTree({ a: {} }, rest);
    const tickets = [tree.startChild('b'), tree.startChild('c')];
    expect(tree.fault('a')).toEqual(['stop b restart 5000']);
    expect(tree.state.state).toBe('restarting');
    expect(tree.stopped('b')).toEqual(['stop a restart 5000']);
    tree.habits = { start: 'up' };
    expect(tree.stopped('a')).toEqual(['start a']);
    expect(tickets.map((ticket) => tree.answers.get(ticket))).toEqual([{ ok: true }, { ok: true }]);
    expect(tree.state.state).toBe('running');
  });

  it('rule 31: one that was stopped meanwhile is started by such a restart, as any idle one', () => {
    const tree = runningTree({ a: {}, b: {} }, { ...rest, strategy: 'one_for_all' });
    tree.habits = { stop: 'stopped' };
    tree.startChild('c');
    tree.command('terminateChild', 'c');
    tree.habits = { start: 'up', stop: 'stopped' };
    tree.startChild('d');
    tree.fault('a');
    expect(['a', 'b', 'c', 'd'].map((id) => tree.at(id))).toEqual(Array(4).fill('running up'));
  });

  describe('before the supervisor itself is started', () => {
    it('rule 2: a child that is added waits with the others, and is one of them', () => {
      const tree = new Tree({ a: {} });
      const ticket = tree.startChild('b');
      expect(tree.log).toEqual(['0 add b']);
      tree.habits = { start: 'up' };
      expect(tree.start()).toEqual(['start a']);
      expect(tree.answers.get(ticket)).toEqual({ ok: true });
      expect([tree.at('b'), tree.state.state]).toEqual(['running up', 'running']);
    });

    it('rule 39: one that is stopped stays stopped; restartChild lets it have its turn', () => {
      const tree = new Tree({ a: {}, b: {} });
      for (const id of ['a', 'b']) tree.command('terminateChild', id);
      tree.command('restartChild', 'b');
      expect(tree.start()).toEqual(['start b']);
      expect(tree.at('a')).toBe('stopped none');
    });

    it('rule 39: described anew, it starts what it is described as', () => {
      const tree = new Tree({ a: {}, b: {} });
      tree.reconfigure({ b: {}, c: {} });
      tree.habits = { start: 'up' };
      tree.start();
      expect([...tree.state.children.keys()].toSorted()).toEqual(['b', 'c']);
      expect([tree.at('b'), tree.at('c')]).toEqual(['running up', 'running up']);
    });

    it('rule 45: an instance waits, too', () => {
      const tree = new Tree({}, { strategy: 'simple_one_for_one' });
      tree.startChild('1');
      expect(tree.log).toEqual(['0 add 1']);
      expect(tree.start()).toEqual(['start 1']);
      tree.up('1');
      expect(tree.state.state).toBe('running');
    });
  });

  it('rule 24: and when it fails then, that is no first start of the supervisor', () => {
    const tree = new Tree({ a: {} }, { policy: otp });
    tree.start();
    const ticket = tree.startChild('b');
    tree.up('a');
    tree.startFailed('b');
    expect(tree.answers.get(ticket)).toMatchObject({ reason: 'start_failed' });
    expect(tree.state.state).toBe('running');
  });

  it('rule 42: a supervisor that is started again has the children of its description', () => {
    const tree = runningTree({ a: {} });
    tree.startChild('b');
    tree.up('b');
    tree.habits = { start: 'up', stop: 'stopped' };
    tree.stop();
    tree.start();
    expect([...tree.state.children.keys()]).toEqual(['a']);
  });

  it('rule 42: as they are described there, also one that was deleted and added otherwise', () => {
    const tree = runningTree({ a: {}, b: {} });
    tree.habits = { start: 'up', stop: 'stopped' };
    tree.command('terminateChild', 'a');
    tree.command('deleteChild', 'a');
    tree.startChild('a', { restart: 'transient', shutdown: 100, dependsOn: ['b'] });
    tree.stop();
    tree.start();
    expect(tree.child('a').spec).toBe(tree.spec.children[0]?.spec);
    expect(tree.log.slice(-3)).toEqual(['0 start a', '0 start b', '0 started']);
    expect(tree.state.dependants.size).toBe(0);
  });
});

describe('deleteChild', () => {
  it.each<[State, string]>([
    ['starting', 'restarting'],
    ['running', 'running'],
    ['retrying', 'running'],
    ['restarting', 'restarting'],
    ['degraded', 'running'],
    ['failed', 'ok'],
    ['failed, its worker still leaving', 'stopping'],
    ['stopping', 'stopping'],
    ['ended, its worker still leaving', 'stopping'],
    ['stopped', 'ok'],
  ])('rule 39: of a child that is %s: %s', (state, expected) => {
    const tree = INTO[state]();
    const result = tree.answers.get(tree.command('deleteChild', 'a'));
    expect(result?.ok === true ? 'ok' : result?.reason).toBe(expected);
    expect(tree.state.children.has('a')).toBe(expected !== 'ok');
    expect(tree.told('child.removed')).toHaveLength(expected === 'ok' ? 1 : 0);
  });

  it('rule 39: of an unknown child: not_found', () => {
    const tree = runningTree({});
    expect(tree.answers.get(tree.command('deleteChild', 'a'))).toMatchObject({
      ok: false,
      reason: 'not_found',
    });
  });

  it('rule 39: frees the id, and one added again is the last', () => {
    const tree = runningTree({ a: {}, b: {} });
    tree.habits = { start: 'up', stop: 'stopped' };
    tree.command('terminateChild', 'a');
    tree.command('deleteChild', 'a');
    tree.startChild('a');
    tree.habits = {};
    expect(tree.stop()).toEqual(['stop a shutdown 5000']);
  });

  it('rule 3: its earlier lives are fenced off from the one that takes its place', () => {
    const tree = runningTree({ a: {} });
    tree.command('terminateChild', 'a');
    tree.overdue('a');
    const late = tree.epochs.get('a') ?? 0;
    tree.command('deleteChild', 'a');
    tree.startChild('a');
    tree.put({ type: 'report.stopped', id: 'a', epoch: late });
    expect(tree.at('a')).toBe('starting starting starting');
  });

  it('rule 40: is refused while the supervisor stops', () => {
    const tree = runningTree({ a: {}, b: {} });
    tree.habits = { stop: 'stopped' };
    tree.command('terminateChild', 'a');
    tree.habits = {};
    tree.stop();
    expect(tree.answers.get(tree.command('deleteChild', 'a'))).toMatchObject({ ok: false });
  });
});
