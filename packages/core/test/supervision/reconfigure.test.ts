import { describe, expect, it } from 'vitest';
import { escalationPolicy } from '../../src/index.ts';
import { runningTree, Tree } from './tables-driver.ts';

const obedient = { start: 'up', stop: 'stopped' } as const;

const inOrder = (tree: Tree) =>
  [...tree.state.children.values()]
    .toSorted((one, other) => one.order - other.order)
    .map(({ id }) => id);

describe('reconfigure', () => {
  it('rule 39: replaces specs of the same id, and what runs goes on as it is', () => {
    const tree = runningTree({ a: {}, b: {} });
    expect(tree.reconfigure({ a: { shutdown: 100 }, b: { restart: 'temporary' } })).toEqual([]);
    expect([tree.at('a'), tree.at('b')]).toEqual(['running up', 'running up']);
    expect(tree.told('supervisor.reconfigured')).toMatchObject([{ path: '' }]);
    tree.fault('b');
    expect(tree.stopped('b')).toEqual(['remove b']);
    expect(tree.stop()).toEqual(['stop a shutdown 100']);
  });

  it('rule 39: a new one is known, and not started: restartChild does', () => {
    const tree = runningTree({ a: {} });
    expect(tree.reconfigure({ a: {}, b: {} })).toEqual(['add b']);
    expect(tree.at('b')).toBe('stopped none');
    expect(tree.told('child.added')).toMatchObject([{ path: 'b' }]);
    const ticket = tree.command('restartChild', 'b');
    tree.up('b');
    expect(tree.answers.get(ticket)).toEqual({ ok: true });
  });

  it('rule 39: one that is named no longer is kept, kept running, and the last', () => {
    const tree = runningTree({ a: {}, b: {}, c: {} });
    tree.reconfigure({ c: {}, b: {} });
    expect(inOrder(tree)).toEqual(['c', 'b', 'a']);
    expect(tree.at('a')).toBe('running up');
    expect(tree.stop()).toEqual(['stop a shutdown 5000']);
    expect(tree.stopped('a')).toEqual(['stop b shutdown 5000']);
  });

  it('rule 42: until the supervisor is started again', () => {
    const tree = runningTree({ a: {}, b: {} });
    tree.reconfigure({ b: {} });
    tree.habits = obedient;
    tree.stop();
    tree.start();
    expect([...tree.state.children.keys()]).toEqual(['b']);
  });

  it('rule 39: what the template makes of its instances now replaces their specs', () => {
    const tree = new Tree({}, { strategy: 'simple_one_for_one' });
    tree.habits = { start: 'up' };
    tree.start();
    tree.startChild('1');
    tree.startChild('2');
    const orders = tree.reconfigureInstances({
      '1': { restart: 'temporary', shutdown: 100 },
      '2': { shutdown: 200 },
      '3': {},
    });
    expect(orders).toEqual([]);
    expect([...tree.state.children.keys()]).toEqual(['1', '2']);
    expect(tree.fault('2')).toEqual(['stop 2 restart 200']);
    expect(tree.fault('1')).toEqual(['stop 1 restart 100']);
    expect(tree.stopped('1')).toEqual(['remove 1']);
  });

  it('rule 29: flags hold from now on: another strategy', () => {
    const tree = runningTree({ a: {}, b: {} });
    tree.reconfigure({ a: {}, b: {} }, { strategy: 'one_for_all' });
    tree.habits = obedient;
    tree.fault('b');
    expect(tree.told('group.restarted')).toHaveLength(1);
    expect(tree.child('a').incarnation).toBe(2);
  });

  it('rule 11: what has been counted counts on, as far as the new intensity looks', () => {
    const policy = escalationPolicy({
      restart: { maxAttempts: 9, backoff: { kind: 'constant', delayMs: 0 } },
    });
    const tree = runningTree({ a: {} }, { policy, intensity: { maxRestarts: 5, withinMs: 5_000 } });
    tree.habits = obedient;
    tree.fault('a');
    tree.fault('a');
    tree.reconfigure({ a: {} }, { policy, intensity: { maxRestarts: 3, withinMs: 5_000 } });
    tree.fault('a');
    expect(tree.state.state).toBe('running');
    tree.fault('a');
    expect(tree.state.state).toBe('failed');
  });

  it('rule 45: what is significant is counted anew', () => {
    const tree = runningTree({ a: { restart: 'transient' }, b: { restart: 'transient' } });
    tree.habits = obedient;
    const significant = { restart: 'transient', significant: true } as const;
    tree.reconfigure({ a: significant, b: significant }, { autoShutdown: 'all_significant' });
    tree.exited('a');
    expect(tree.state.state).toBe('running');
    tree.exited('b');
    expect(tree.state.state).toBe('stopped');
  });

  it('rule 40: dependencies hold from now on', () => {
    const tree = runningTree({ a: {}, b: {}, c: {} });
    tree.reconfigure({ a: { dependsOn: ['c'] }, b: {}, c: {} });
    expect(tree.stop()).toEqual(['stop b shutdown 5000', 'stop a shutdown 5000']);
  });

  it('rule 24: one whose start fails, and that depends on one behind it by now, lets that have its turn', () => {
    const tree = new Tree({ a: {}, b: {} });
    tree.start();
    tree.reconfigure({ a: { dependsOn: ['b'] }, b: {} });
    expect(tree.startFailed('a')).toEqual(['start b']);
    tree.habits = { start: 'up' };
    tree.up('b');
    tree.pass(1_000);
    expect([tree.at('a'), tree.at('b'), tree.state.state]).toEqual([
      'running up',
      'running up',
      'running',
    ]);
  });

  it('rule 24: so does one that a step of its own has healed', () => {
    const policy = escalationPolicy({ RECOVERABLE: [{ step: 'page' }, 'fail'] });
    const tree = new Tree({ a: {}, b: {} }, { policy });
    tree.start();
    tree.startFailed('a');
    tree.reconfigure({ a: { dependsOn: ['b'] }, b: {} }, { policy });
    expect(tree.settled('a')).toEqual(['start b']);
    expect(tree.up('b')).toEqual(['start a', 'started']);
  });

  it('rule 24: one that is ordered to start and waits for a dependency holds up nobody', () => {
    const rest = { strategy: 'rest_for_one' } as const;
    const tree = runningTree({ a: { dependsOn: ['b'], pausesWithDependency: true }, b: {} });
    tree.habits = { stop: 'stopped' };
    for (const id of ['a', 'b']) tree.command('terminateChild', id);
    tree.reconfigure({ c: {} }, rest);
    expect(tree.answers.get(tree.command('restartChild', 'a'))).toMatchObject({
      reason: 'dependency_down',
    });
    tree.startChild('d');
    expect(tree.log.at(-1)).toBe('0 start d');
  });

  it('one that waited for a dependency that it has no longer is started', () => {
    const policy = escalationPolicy({ RECOVERABLE: ['fail'] });
    const tree = new Tree(
      { a: { dependsOn: ['b'], pausesWithDependency: true }, b: {} },
      { policy },
    );
    tree.start();
    tree.startFailed('b');
    expect(tree.at('a')).toBe('starting none waitingForDependency');
    expect(tree.reconfigure({ a: {}, b: {} }, { policy })).toContain('start a');
  });

  it('one that pauses, and now depends on one that was not started, waits with its next start', () => {
    const tree = runningTree({ a: {} });
    tree.reconfigure({ a: { dependsOn: ['b'], pausesWithDependency: true }, b: {} });
    expect(tree.at('a')).toBe('running up');
    tree.fault('a');
    tree.stopped('a');
    expect(tree.at('a')).toBe('restarting none waitingForDependency');
    tree.habits = obedient;
    tree.command('restartChild', 'b');
    expect(tree.at('a')).toBe('running up');
  });

  it('rule 40: while the supervisor stops, is too late', () => {
    const tree = runningTree({ a: {} });
    tree.stop();
    expect(tree.reconfigure({ a: {}, b: {} })).toEqual([]);
    expect(tree.state.children.has('b')).toBe(false);
  });
});

describe('reconfigure in the middle of', () => {
  const all = { strategy: 'one_for_all' } as const;
  const three = { a: {}, b: {}, c: {} };
  const turned = { c: {}, b: {}, a: {} };

  function calmDown(tree: Tree): readonly string[] {
    tree.habits = obedient;
    for (const child of tree.state.children.values()) {
      if (child.life === 'stopping') tree.stopped(child.id);
      if (child.life === 'starting') tree.up(child.id);
    }
    tree.pass(10_000);
    return [...tree.state.children.keys()].map((id) => `${id} ${tree.at(id)}`);
  }

  it('a start: it is finished in the new order', () => {
    const tree = new Tree(three);
    tree.start();
    tree.up('a');
    tree.reconfigure(turned);
    expect(calmDown(tree)).toEqual(['a running up', 'b running up', 'c running up']);
    expect(tree.state.state).toBe('running');
  });

  it.each(['stopping', 'waiting', 'starting'])(
    'rule 29: a group that is %s: it is finished',
    (phase) => {
      const tree = runningTree(three, all);
      tree.fault('b');
      if (phase !== 'stopping') for (const id of ['c', 'b', 'a']) tree.stopped(id);
      if (phase === 'waiting') {
        tree.up('a');
        tree.startFailed('b');
        tree.stopped('a');
      }
      tree.reconfigure(turned, all);
      expect(calmDown(tree)).toEqual(['a running up', 'b running up', 'c running up']);
      expect(tree.state.state).toBe('running');
    },
  );

  it('rule 29: a group of a strategy that is one no longer: it is finished', () => {
    const tree = runningTree(three, all);
    tree.fault('b');
    tree.stopped('c');
    tree.reconfigure({ a: { dependsOn: ['c'] }, b: {}, c: {} });
    expect(calmDown(tree)).toEqual(['a running up', 'b running up', 'c running up']);
    expect(tree.state.state).toBe('running');
  });

  it('rule 29: a start side by side, to a group that fails: it starts up by that', () => {
    const tree = new Tree({ a: { dependsOn: ['b'] }, b: {}, c: {} });
    tree.start();
    tree.up('b');
    tree.reconfigure(three, all);
    tree.fault('b');
    expect(tree.state.state).toBe('starting');
    expect(calmDown(tree)).toEqual(['a running up', 'b running up', 'c running up']);
    expect(tree.told('supervisor.started')).toHaveLength(1);
  });

  it('rule 29: a start, in which one is on a restart of its own: it waits for its backoff', () => {
    const tree = new Tree({ a: {}, b: {} });
    tree.start();
    tree.up('a');
    tree.fault('a', { retryAfterMs: 700 });
    tree.reconfigure({ b: {}, a: {} });
    tree.stopped('a');
    expect(tree.up('b')).toEqual([]);
    expect(tree.pass(700)).toEqual(['700 start a']);
    expect(tree.up('a')).toEqual(['started']);
  });

  it('rule 29: a restart of its own: it joins the group that comes after, which waits for its backoff', () => {
    const tree = runningTree(three);
    tree.fault('a');
    tree.stopped('a');
    tree.startFailed('a');
    expect(tree.timers).toEqual(['a restart 1000']);
    tree.reconfigure(three, all);
    tree.fault('c');
    tree.stopped('c');
    tree.stopped('b');
    expect(tree.timers).toEqual(['c restart 1000']);
    expect(calmDown(tree)).toEqual(['a running up', 'b running up', 'c running up']);
  });
});
