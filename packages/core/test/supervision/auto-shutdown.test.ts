import { describe, expect, it } from 'vitest';
import { escalationPolicy } from '../../src/index.ts';
import { runningTree, Tree } from './tables-driver.ts';
import type { Child, TreeOptions } from './tree-spec.ts';

const transient = { restart: 'transient', significant: true } as const;
const temporary = { restart: 'temporary', significant: true } as const;
const policy = escalationPolicy({
  TRANSIENT: ['fallback', 'fail'],
  CRITICAL: ['fail'],
  RECOVERABLE: ['restart', 'fail'],
});

function pair(
  autoShutdown: TreeOptions['autoShutdown'],
  children: Readonly<Record<string, Child>> = { a: transient, b: transient, c: {} },
): Tree {
  const tree = runningTree(children, { policy, ...(autoShutdown && { autoShutdown }) });
  tree.habits = { start: 'up', stop: 'stopped' };
  return tree;
}

const reasons = (tree: Tree) => tree.told('supervisor.stopping').map(({ reason }) => reason);

describe('auto shutdown', () => {
  it('rule 45: never is what it is without being asked', () => {
    const tree = pair(undefined);
    tree.exited('a');
    tree.exited('b');
    expect(tree.state.state).toBe('running');
  });

  it.each([transient, temporary])('rule 45: any_significant: with the first of %j', (child) => {
    const tree = pair('any_significant', { a: child, b: child, c: {} });
    tree.exited('a');
    expect(tree.state.state).toBe('stopped');
    expect(reasons(tree)).toEqual(['auto_shutdown']);
    expect(tree.effects.at(-1)).toMatchObject({
      ending: { kind: 'stop', reason: 'auto_shutdown' },
    });
  });

  it.each([transient, temporary])('rule 45: all_significant: with the last of %j', (child) => {
    const tree = pair('all_significant', { a: child, b: child, c: {} });
    tree.exited('a');
    expect(tree.state.state).toBe('running');
    tree.exited('b');
    expect(tree.state.state).toBe('stopped');
  });

  it('rule 45: a temporary one that fails has ended; a transient one that fails is restarted', () => {
    const tree = pair('any_significant', { a: temporary, b: transient });
    tree.fault('b');
    expect(tree.state.state).toBe('running');
    tree.fault('a');
    expect(tree.state.state).toBe('stopped');
  });

  it('rule 45: begins when the child is stopped, not while it is cleaned up after', () => {
    const tree = pair('any_significant');
    tree.habits = {};
    tree.exited('a');
    expect(tree.state.state).toBe('running');
    expect(tree.stopped('a')).toEqual(['stop c shutdown 5000']);
  });

  it.each<[string, Child, Child]>([
    ['in order', temporary, {}],
    ['beside those that depend on it', temporary, { dependsOn: ['a'] }],
    ['in order, parked', transient, {}],
    ['beside those that depend on it, parked', transient, { dependsOn: ['a'] }],
  ])('rule 45: nobody is started any more: %s', (_, a, b) => {
    const tree = new Tree({ a, b }, { policy, autoShutdown: 'any_significant' });
    tree.habits = { start: { severity: 'CRITICAL' }, stop: 'stopped' };
    tree.put({ type: 'supervisor.start' });
    expect(tree.log.filter((order) => /start|ended/.test(order))).toEqual(['0 start a', '0 ended']);
    expect(reasons(tree)).toEqual(['auto_shutdown']);
  });

  it('rule 45: the end of one that is not significant is no reason', () => {
    const tree = pair('any_significant', { a: { restart: 'transient' }, b: transient });
    tree.exited('a');
    expect(tree.state.state).toBe('running');
  });

  it('rule 45: parking in failed counts as ending', () => {
    const any = pair('any_significant');
    any.fault('a', { severity: 'CRITICAL' });
    expect(any.state.state).toBe('stopped');
    const all = pair('all_significant');
    all.fault('a', { severity: 'CRITICAL' });
    expect(all.state.state).toBe('running');
    all.exited('b');
    expect(all.state.state).toBe('stopped');
  });

  it.each<[string, (tree: Tree) => void]>([
    ['degraded', (tree) => tree.fault('a', { severity: 'TRANSIENT' })],
    [
      'restarting',
      (tree) => {
        tree.habits = { stop: 'stopped' };
        tree.fault('a');
      },
    ],
  ])('rule 45: a %s one holds all_significant up', (state, make) => {
    const tree = pair('all_significant');
    make(tree);
    expect(tree.child('a').state).toBe(state);
    tree.exited('b');
    expect(tree.state.state).toBe('running');
  });

  it('rule 45: a retrying one too', () => {
    const tree = runningTree({ a: transient, b: transient }, { autoShutdown: 'all_significant' });
    tree.fault('a', { severity: 'TRANSIENT', origin: 'operation' });
    expect(tree.child('a').state).toBe('retrying');
    tree.exited('b');
    tree.stopped('b');
    expect(tree.state.state).toBe('running');
  });

  it('rule 45: one that an operator has stopped is no reason, and holds nothing up', () => {
    const any = pair('any_significant');
    any.command('terminateChild', 'a');
    expect(any.state.state).toBe('running');
    const all = pair('all_significant');
    all.command('terminateChild', 'a');
    expect(all.state.state).toBe('running');
    all.exited('b');
    expect(all.state.state).toBe('stopped');
  });

  it('rule 45: nor are those that a group restart stops, temporary ones included', () => {
    const tree = runningTree(
      { a: temporary, b: {} },
      { policy, strategy: 'one_for_all', autoShutdown: 'any_significant' },
    );
    tree.habits = { start: 'up', stop: 'stopped' };
    tree.fault('b');
    expect(tree.state.children.has('a')).toBe(false);
    expect(tree.state.state).toBe('running');
  });

  it('rule 45: a start that answers ignore, or that an operator has ordered and fails, is no end', () => {
    const ignoring = new Tree({ a: transient }, { policy, autoShutdown: 'any_significant' });
    ignoring.start();
    ignoring.exited('a');
    ignoring.stopped('a');
    expect(ignoring.state.state).toBe('running');
    const fatal = runningTree(
      { a: {} },
      { policy: { ...policy, initialStartFailure: 'fatal' }, autoShutdown: 'any_significant' },
    );
    fatal.startChild('b', transient);
    fatal.startFailed('b');
    expect(fatal.state.state).toBe('running');
  });

  it('rule 45: counts those that are added, and not those that are deleted', () => {
    const tree = pair('all_significant', { a: transient });
    tree.startChild('b', transient);
    tree.exited('a');
    expect(tree.state.state).toBe('running');
    tree.startChild('c', transient);
    tree.command('terminateChild', 'c');
    tree.command('deleteChild', 'c');
    tree.exited('b');
    expect(tree.state.state).toBe('stopped');
  });

  it('rule 45: one that has ended and is started again counts again', () => {
    const tree = pair('all_significant');
    tree.exited('a');
    tree.command('restartChild', 'a');
    tree.exited('b');
    expect(tree.state.state).toBe('running');
    tree.exited('a');
    expect(tree.state.state).toBe('stopped');
  });

  it('rule 45: while the supervisor starts it ends the start', () => {
    const tree = new Tree({ a: transient, b: {} }, { policy, autoShutdown: 'any_significant' });
    tree.start();
    tree.up('a');
    tree.habits = { stop: 'stopped' };
    tree.exited('a');
    tree.stopped('b');
    expect(tree.state.state).toBe('stopped');
    expect(tree.told('supervisor.started')).toEqual([]);
  });

  it('rule 45: in the middle of a group restart it ends that', () => {
    const tree = runningTree(
      { a: {}, b: transient, c: {} },
      { policy, strategy: 'one_for_all', autoShutdown: 'any_significant' },
    );
    tree.habits = { stop: 'stopped' };
    tree.fault('c');
    tree.up('a');
    tree.up('b');
    expect(tree.state.state).toBe('restarting');
    tree.exited('b');
    expect(tree.state.state).toBe('stopped');
    expect(tree.told('group.restarted')).toEqual([]);
  });
});
