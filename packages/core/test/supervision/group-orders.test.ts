import { describe, expect, it } from 'vitest';
import { type EscalationPolicy, escalationPolicy, otp, selfHealing } from '../../src/index.ts';
import { runningTree, Tree } from './tables-driver.ts';

const three = { a: {}, b: {}, c: {} };
const rest = { strategy: 'rest_for_one' } as const;
const obedient = { start: 'up', stop: 'stopped' } as const;

/** The group of "b" and "c" in each of its phases; "b" is the culprit, "a" is none of it. */
const INTO = {
  stopping(policy = selfHealing) {
    const tree = runningTree(three, { ...rest, policy });
    tree.fault('b');
    return tree;
  },
  waiting(policy?: EscalationPolicy) {
    const tree = this.starting(policy);
    tree.startFailed('b');
    return tree;
  },
  starting(policy?: EscalationPolicy) {
    const tree = this.stopping(policy);
    tree.stopped('c');
    tree.stopped('b');
    return tree;
  },
  'starting the next'(policy?: EscalationPolicy) {
    const tree = this.starting(policy);
    tree.up('b');
    return tree;
  },
};

const PHASES = ['stopping', 'waiting', 'starting', 'starting the next'] as const;

/** Everybody obeys from now on, and what is under way ends well. */
function calmDown(tree: Tree): Tree {
  tree.habits = obedient;
  for (const child of tree.state.children.values()) {
    if (child.life === 'stopping') tree.stopped(child.id);
    if (child.life === 'starting') tree.up(child.id);
  }
  tree.pass(1_000);
  return tree;
}

const standing = (tree: Tree) => [...tree.state.children.keys()].map((id) => tree.at(id));

describe('a group restart', () => {
  it.each(PHASES)('rule 29: while it is %s, comes to its end', (phase) => {
    const tree = calmDown(INTO[phase]());
    expect(standing(tree)).toEqual(['running up', 'running up', 'running up']);
    expect(tree.state.state).toBe('running');
    expect(tree.told('group.restarted')).toHaveLength(1);
  });
});

describe('a member that is about to enter degraded when its group begins again', () => {
  it('rule 29: is stopped and started with the others', () => {
    const policy = escalationPolicy({ CRITICAL: ['fallback', 'fail'] });
    const tree = runningTree({ a: {}, b: { hasDegradeHook: true } }, { ...rest, policy });
    tree.fault('a');
    tree.stopped('b');
    tree.stopped('a');
    tree.up('a');
    tree.startFailed('b', { severity: 'CRITICAL', pending: true });
    expect(tree.at('b')).toBe('restarting stopping stopping');
    tree.fault('a');
    expect(tree.stopped('b')).toEqual(['stop a restart 5000']);
    calmDown(tree);
    expect(standing(tree)).toEqual(['running up', 'running up']);
  });
});

describe('terminateChild of the culprit', () => {
  it('rule 33: while the others are stopped leaves it out; the others are started', () => {
    const tree = INTO.stopping();
    const ticket = tree.command('terminateChild', 'b');
    calmDown(tree);
    expect(tree.answers.get(ticket)).toEqual({ ok: true });
    expect(standing(tree)).toEqual(['running up', 'stopped none', 'running up']);
    expect(tree.state.state).toBe('running');
  });

  it.each(['waiting', 'starting'] as const)(
    'rule 33: while it is %s cancels the group, and those behind it stay idle',
    (phase) => {
      const tree = INTO[phase]();
      const ticket = tree.command('terminateChild', 'b');
      expect(tree.told('child.leftIdle')).toMatchObject([{ path: 'c', because: 'b' }]);
      calmDown(tree);
      expect(tree.answers.get(ticket)).toEqual({ ok: true });
      expect(standing(tree)).toEqual(['running up', 'stopped none', 'stopped none']);
      expect(tree.state.state).toBe('running');
      expect(tree.timers).toEqual([]);
      tree.command('restartChild', 'c');
      expect(tree.at('c')).toBe('running up');
    },
  );

  it('rule 33: when it is up again, is no longer about the group', () => {
    const tree = INTO['starting the next']();
    tree.command('terminateChild', 'b');
    calmDown(tree);
    expect(standing(tree)).toEqual(['running up', 'stopped none', 'running up']);
    expect(tree.told('child.leftIdle')).toEqual([]);
  });

  it('rule 33: one that is left idle is down for those that are to depend on it', () => {
    const tree = INTO.waiting();
    tree.command('terminateChild', 'b');
    tree.reconfigure(three);
    const ticket = tree.startChild('d', { dependsOn: ['c'], pausesWithDependency: true });
    expect(tree.answers.get(ticket)).toMatchObject({ reason: 'dependency_down' });
  });

  it('rule 33: who waits for a member that is left idle is told', () => {
    const policy = escalationPolicy({ TRANSIENT: ['fail'] });
    const tree = runningTree(three, { ...rest, policy });
    tree.habits = { stop: 'stopped' };
    tree.fault('c', { severity: 'TRANSIENT' });
    tree.fault('b');
    tree.startFailed('b');
    const recovering = tree.command('recover', 'c');
    expect(tree.answers.has(recovering)).toBe(false);
    tree.command('terminateChild', 'b');
    expect(tree.answers.get(recovering)).toEqual({
      ok: false,
      reason: 'stopped',
      state: 'stopped',
    });
  });

  it('rule 33: under one_for_all what has come up before it stays up, and what comes up, comes up', () => {
    const tree = runningTree(three, { strategy: 'one_for_all' });
    tree.habits = { stop: 'stopped' };
    tree.fault('c');
    tree.up('a');
    tree.command('terminateChild', 'c');
    expect(standing(tree)).toEqual(['running up', 'restarting starting starting', 'stopped none']);
    tree.up('b');
    expect(tree.state.state).toBe('running');
    expect(tree.at('b')).toBe('running up');
  });

  it('rule 33: while the supervisor starts, the start goes on without it', () => {
    const tree = new Tree(three, { strategy: 'one_for_all' });
    tree.start();
    tree.up('a');
    tree.startFailed('b');
    tree.stopped('a');
    expect(tree.at('b')).toBe('restarting none waiting');
    tree.pass(0);
    tree.up('a');
    tree.startFailed('b');
    tree.stopped('a');
    tree.command('terminateChild', 'b');
    calmDown(tree);
    expect(standing(tree)).toEqual(['running up', 'stopped none', 'running up']);
    expect(tree.state.state).toBe('running');
  });

  it('rule 29: a member that has a backoff of its own goes on waiting for it', () => {
    const tree = runningTree(three, rest);
    tree.habits = { stop: 'stopped' };
    tree.fault('c');
    tree.startFailed('c');
    tree.pass(0);
    expect(tree.timers).toEqual(['c restart 1000']);
    tree.habits = {};
    tree.fault('b');
    tree.command('terminateChild', 'b');
    tree.stopped('b');
    expect(tree.timers).toEqual(['c restart 1000']);
    expect(tree.pass(1_000)).toEqual(['1000 start c']);
    tree.up('c');
    expect(standing(tree)).toEqual(['running up', 'stopped none', 'running up']);
  });
});

describe('terminateChild of another member', () => {
  it.each(['stopping', 'waiting', 'starting'] as const)(
    'rule 31: while the group is %s, it is left out',
    (phase) => {
      const tree = INTO[phase]();
      const ticket = tree.command('terminateChild', 'c');
      calmDown(tree);
      expect(tree.answers.get(ticket)).toEqual({ ok: true });
      expect(standing(tree)).toEqual(['running up', 'running up', 'stopped none']);
      expect(tree.state.state).toBe('running');
    },
  );

  it('rule 31: while it is started itself, its stop is awaited', () => {
    const tree = INTO['starting the next']();
    tree.command('terminateChild', 'c');
    expect(tree.state.state).toBe('restarting');
    tree.stopped('c');
    expect(tree.state.state).toBe('running');
    expect(tree.at('c')).toBe('stopped none');
  });

  it('rule 31: one whose stop is under way when the group begins is awaited, and left out', () => {
    const tree = runningTree(three, rest);
    tree.command('terminateChild', 'c');
    expect(tree.fault('b')).toEqual([]);
    expect(tree.stopped('c')).toEqual(['stop b restart 5000']);
    calmDown(tree);
    expect(standing(tree)).toEqual(['running up', 'running up', 'stopped none']);
  });

  it('rule 33: one that was stopped by hand and is wanted again after all has its turn', () => {
    const tree = INTO.stopping();
    tree.command('terminateChild', 'c');
    tree.stopped('c');
    const ticket = tree.command('restartChild', 'c');
    expect(tree.at('c')).toBe('starting none');
    expect(tree.answers.has(ticket)).toBe(false);
    calmDown(tree);
    expect(tree.answers.get(ticket)).toEqual({ ok: true });
    expect(standing(tree)).toEqual(['running up', 'running up', 'running up']);
  });
});

describe('an operator who wants a child while a group restart is under way', () => {
  it.each(PHASES)('rule 39: startChild while it is %s: the last in the start order', (phase) => {
    const tree = INTO[phase]();
    const ticket = tree.startChild('d');
    expect(tree.at('d')).toBe('starting none');
    calmDown(tree);
    expect(tree.answers.get(ticket)).toEqual({ ok: true });
    expect(tree.log.at(-1)).toMatch(/ start d$/);
    expect(standing(tree)).toEqual(['running up', 'running up', 'running up', 'running up']);
  });

  it.each(PHASES)('rule 39: restartChild of a member while it is %s: refused', (phase) => {
    const tree = INTO[phase]();
    const state = tree.child('c').state === 'running' ? 'running' : 'restarting';
    expect(tree.answers.get(tree.command('restartChild', 'c'))).toMatchObject({ reason: state });
  });

  it.each(PHASES)('rule 39: restartChild of one outside while it is %s: at once', (phase) => {
    const tree = INTO[phase]();
    tree.command('terminateChild', 'a');
    tree.stopped('a');
    tree.command('restartChild', 'a');
    expect(tree.log.at(-1)).toBe('0 start a');
    calmDown(tree);
    expect(standing(tree)).toEqual(['running up', 'running up', 'running up']);
  });

  it.each(['stopping', 'waiting', 'starting'] as const)(
    'rule 38: recover of a failed member while it is %s waits for its turn',
    (phase) => {
      const policy = escalationPolicy({ TRANSIENT: ['fail'] });
      const tree = runningTree(three, { ...rest, policy });
      tree.habits = { stop: 'stopped' };
      tree.fault('c', { severity: 'TRANSIENT' });
      if (phase === 'stopping') tree.habits = {};
      tree.fault('b');
      if (phase === 'waiting') tree.startFailed('b');
      const ticket = tree.command('recover', 'c');
      expect(tree.at('c')).toBe('restarting none');
      expect(tree.answers.has(ticket)).toBe(false);
      calmDown(tree);
      expect(tree.answers.get(ticket)).toEqual({ ok: true });
      expect(standing(tree)).toEqual(['running up', 'running up', 'running up']);
    },
  );

  it('rule 29: one that is brought back behind the cursor, and fails, is stopped and started with the others', () => {
    const tree = runningTree({ a: {}, b: {} }, { strategy: 'one_for_all' });
    tree.fault('b', { severity: 'CRITICAL' });
    tree.stopped('b');
    tree.fault('a');
    const ticket = tree.command('recover', 'b');
    tree.up('b');
    expect(tree.answers.get(ticket)).toEqual({ ok: true });
    tree.pass(10_000);
    expect(tree.fault('b')).toEqual(['stop b restart 5000']);
    tree.stopped('a');
    expect(tree.stopped('b')).toEqual(['start a']);
    expect(tree.up('a')).toEqual(['start b']);
    tree.up('b');
    expect([tree.at('a'), tree.at('b'), tree.state.state]).toEqual([
      'running up',
      'running up',
      'running',
    ]);
  });

  it('rule 38: recover of a degraded one that comes up while its group is stopped is answered after the group', () => {
    const policy = escalationPolicy({ TRANSIENT: ['fallback', 'fail'] });
    const tree = runningTree(three, { strategy: 'one_for_all', policy });
    tree.habits = { stop: 'stopped' };
    tree.fault('a', { severity: 'TRANSIENT' });
    tree.habits = {};
    const ticket = tree.command('recover', 'a');
    tree.fault('c');
    tree.up('a');
    calmDown(tree);
    expect(tree.answers.get(ticket)).toEqual({ ok: true });
    expect(standing(tree)).toEqual(['running up', 'running up', 'running up']);
  });

  it.each(PHASES)('rule 39: deleteChild of a member while it is %s: refused', (phase) => {
    const tree = INTO[phase]();
    expect(tree.answers.get(tree.command('deleteChild', 'b'))).toMatchObject({ ok: false });
    expect(tree.state.children.has('b')).toBe(true);
  });
});

describe('the end of the supervisor while a group restart is under way', () => {
  it.each(PHASES)('rule 40: a stop while it is %s stops all in reverse order', (phase) => {
    const tree = INTO[phase]();
    const before = tree.log.length;
    tree.stop();
    tree.habits = { stop: 'stopped' };
    for (const { id, life } of [...tree.state.children.values()].toReversed())
      if (life === 'stopping') tree.stopped(id);
    expect(tree.state.state).toBe('stopped');
    expect(tree.state.group).toBeUndefined();
    expect(tree.timers).toEqual([]);
    const orders = tree.log.slice(before);
    expect(orders.filter((order) => order.includes('start '))).toEqual([]);
    expect(orders.at(-1)).toBe('0 ended');
  });

  it.each(PHASES)('rule 41: giving up while it is %s, too', (phase) => {
    const tree = INTO[phase](escalationPolicy({ TRANSIENT: ['escalate'] }));
    tree.habits = { stop: 'stopped' };
    tree.fault('a', { severity: 'TRANSIENT' });
    for (const { id, life } of [...tree.state.children.values()].toReversed())
      if (life === 'stopping') tree.stopped(id);
    expect(tree.state.state).toBe('failed');
    expect(standing(tree)).toEqual(['stopped none', 'stopped none', 'stopped none']);
  });

  it('rule 11: over the intensity, the group is no more', () => {
    const tree = runningTree(three, { ...rest, policy: otp });
    tree.habits = obedient;
    tree.fault('b');
    tree.fault('b');
    expect(tree.state.state).toBe('failed');
    expect(tree.state.group).toBeUndefined();
  });

  it('rule 42: a supervisor that is started again after a group begins afresh', () => {
    const tree = INTO.waiting();
    tree.habits = obedient;
    tree.stop();
    tree.start();
    expect(standing(tree)).toEqual(['running up', 'running up', 'running up']);
    expect(tree.state.state).toBe('running');
  });
});
