import { describe, expect, it } from 'vitest';
import { escalationPolicy, otp } from '../../src/index.ts';
import { runningTree, Tree } from './tables-driver.ts';

const all = { strategy: 'one_for_all' } as const;
const rest = { strategy: 'rest_for_one' } as const;
const three = { a: {}, b: {}, c: {} };
const obedient = { start: 'up', stop: 'stopped' } as const;

describe('a start in the group that fails', () => {
  it('rule 29: under rest_for_one the next attempt begins at the child that failed', () => {
    const tree = runningTree(three, rest);
    tree.fault('a');
    for (const id of ['c', 'b', 'a']) tree.stopped(id);
    tree.up('a');
    expect(tree.startFailed('b')).toEqual([]);
    expect([tree.at('a'), tree.at('b')]).toEqual(['running up', 'restarting none waiting']);
    expect(tree.pass(0)).toEqual(['0 start b']);
    expect(tree.up('b')).toEqual(['start c']);
    expect(tree.child('b').incident?.attempts).toEqual({ restart: 1 });
    expect(tree.child('a').incident?.attempts).toEqual({ restart: 1 });
  });

  it('rule 29: under one_for_all it cycles all of them', () => {
    const tree = runningTree(three, all);
    tree.fault('a');
    for (const id of ['c', 'b', 'a']) tree.stopped(id);
    tree.up('a');
    expect(tree.startFailed('b')).toEqual(['stop a restart 5000']);
    expect(tree.stopped('a')).toEqual(['start a']);
    expect(tree.up('a')).toEqual(['start b']);
    expect(tree.up('b')).toEqual(['start c']);
  });

  it('rule 11: each attempt costs one of the intensity', () => {
    const intensity = { maxRestarts: 2, withinMs: 5_000 };
    const tree = runningTree(three, { ...all, policy: otp, intensity });
    tree.habits = { stop: 'stopped' };
    tree.fault('a');
    tree.startFailed('a');
    tree.pass(0);
    tree.startFailed('a');
    expect(tree.state.state).toBe('failed');
  });

  it('rule 29: fallback and fail at the cursor move the cursor on', () => {
    const policy = escalationPolicy({
      RECOVERABLE: ['restart', 'fail'],
      restart: { maxAttempts: 1 },
      CRITICAL: ['fallback', 'fail'],
    });
    const tree = runningTree(three, { ...all, policy });
    tree.habits = { stop: 'stopped' };
    tree.fault('a');
    expect(tree.startFailed('a')).toEqual(['start b']);
    expect(tree.startFailed('b', { severity: 'CRITICAL' })).toEqual(['start c']);
    tree.up('c');
    expect([tree.at('a'), tree.at('b'), tree.at('c')]).toEqual([
      'failed none',
      'degraded none',
      'running up',
    ]);
    expect(tree.state.state).toBe('running');
  });

  it('rule 24: of an idle one under otp is tried again like any other restart', () => {
    const tree = runningTree(three, {
      ...all,
      policy: otp,
      intensity: { maxRestarts: 9, withinMs: 1 },
    });
    tree.habits = { stop: 'stopped' };
    tree.command('terminateChild', 'b');
    tree.fault('c');
    tree.up('a');
    tree.startFailed('b');
    expect(tree.state.state).toBe('restarting');
    expect(tree.told('child.restarting').at(-1)).toMatchObject({ path: 'b' });
  });
});

describe('a restart from outside the members', () => {
  it('rule 29: while they are stopped it widens the group, which goes on stopping', () => {
    const tree = runningTree(three, rest);
    tree.fault('b');
    tree.stopped('c');
    expect(tree.fault('a')).toEqual([]);
    expect(tree.stopped('b')).toEqual(['stop a restart 5000']);
    expect(tree.stopped('a')).toEqual(['start a']);
    expect(tree.up('a')).toEqual(['start b']);
    expect(tree.up('b')).toEqual(['start c']);
    expect(tree.told('group.restarting').map(({ child }) => child)).toEqual(['b', 'a']);
    tree.up('c');
    expect(tree.told('group.restarted')).toMatchObject([{ child: 'a' }]);
  });

  it('rule 29: while they wait it takes the group back to stopping, and its backoff is the maximum', () => {
    const tree = runningTree(three, rest);
    tree.habits = { stop: 'stopped' };
    tree.fault('b');
    tree.startFailed('b');
    tree.pass(0);
    expect(tree.timers).toEqual(['b restart 1000']);
    expect(tree.fault('a')).toEqual(['stop a restart 5000']);
    expect(tree.timers).toEqual(['a restart 1000']);
    expect(tree.pass(1_000)).toEqual(['1000 start a']);
  });

  it('rule 29: while they are started it stops those that are up, or coming up', () => {
    const tree = runningTree({ ...three, d: {} }, rest);
    tree.habits = { stop: 'stopped' };
    tree.fault('b');
    tree.up('b');
    expect(tree.at('c')).toBe('restarting starting starting');
    expect(tree.fault('a')).toEqual(['stop c restart 5000']);
    tree.habits = obedient;
    tree.up('a');
    expect(tree.log.slice(-7).map((line) => line.split(' ').slice(1, 3).join(' '))).toEqual([
      'stop c',
      'stop b',
      'stop a',
      'start a',
      'start b',
      'start c',
      'start d',
    ]);
  });

  it('rule 29: a member that is up again and faults is one from outside', () => {
    const tree = runningTree(three, all);
    tree.habits = { stop: 'stopped' };
    tree.fault('c');
    tree.up('a');
    expect(tree.at('b')).toBe('restarting starting starting');
    tree.fault('a');
    expect(tree.told('group.restarting').map(({ child }) => child)).toEqual(['c', 'a']);
    expect(tree.at('a')).toBe('restarting starting starting');
    expect(tree.at('b')).toBe('restarting none waiting');
  });

  it('rule 29: a supervisor that starts is one that has nothing to stop yet', () => {
    const tree = new Tree(three, all);
    tree.start();
    tree.up('a');
    expect(tree.fault('a')).toEqual(['stop b restart 5000']);
    expect(tree.state.state).toBe('starting');
    tree.habits = obedient;
    tree.stopped('b');
    expect(tree.state.state).toBe('running');
    expect(tree.told('supervisor.started')).toHaveLength(1);
    expect(tree.log.at(-1)).toBe('0 started');
  });
});
