import { describe, expect, it } from 'vitest';
import { escalationPolicy, otp, pathOf } from '../../src/index.ts';
import { runningTree, Tree } from './tables-driver.ts';

const fallback = escalationPolicy({ RECOVERABLE: ['fallback', 'fail'] });
const park = escalationPolicy({ RECOVERABLE: ['fail'] });

describe('starting', () => {
  it('rule 24: starts the children in order, each after the one before it has settled', () => {
    const tree = new Tree({ a: {}, b: {} });
    expect(tree.start()).toEqual(['start a']);
    expect(tree.at('b')).toBe('starting none');
    expect(tree.up('a')).toEqual(['start b']);
    expect(tree.up('b')).toEqual(['started']);
    expect(tree.state.state).toBe('running');
    expect(tree.told('supervisor.started')).toHaveLength(1);
  });

  it('a supervisor without children has started at once', () => {
    const tree = new Tree({});
    expect(tree.start()).toEqual(['started']);
    expect(tree.state.state).toBe('running');
  });

  it('rule 24: degraded, failed and stopped are ways to have settled too', () => {
    const degraded = new Tree({ a: {}, b: {} }, { policy: fallback });
    degraded.start();
    expect(degraded.startFailed('a')).toEqual(['start b']);
    const failed = new Tree({ a: {}, b: {} }, { policy: park });
    failed.start();
    expect(failed.startFailed('a')).toEqual(['start b']);
    const stopped = new Tree({ a: {}, b: {} });
    stopped.start();
    stopped.command('terminateChild', 'a');
    expect(stopped.stopped('a')).toEqual(['start b']);
  });

  it('rule 24: while a child is being healed, the next one waits', () => {
    const tree = new Tree({ a: {}, b: {} });
    tree.start();
    expect(tree.startFailed('a')).toEqual([]);
    expect(tree.at('a')).toBe('restarting none waiting');
    expect(tree.pass(0)).toEqual(['0 start a']);
    expect(tree.up('a')).toEqual(['start b']);
  });

  it('rule 17: a repeat after a failed start goes through the agenda, also at 0 ms', () => {
    const tree = runningTree(
      { a: {} },
      { policy: otp, intensity: { maxRestarts: 9, withinMs: 1 } },
    );
    tree.fault('a');
    expect(tree.stopped('a')).toEqual(['start a']);
    expect(tree.startFailed('a')).toEqual([]);
    expect(tree.timers).toEqual(['a restart 0']);
    expect(tree.pass(0)).toEqual(['0 start a']);
  });

  it('rule 2: a second order to start, at any time, starts nothing twice', () => {
    const tree = new Tree({ a: {}, b: {} });
    tree.start();
    expect(tree.start()).toEqual([]);
    tree.up('a');
    expect(tree.start()).toEqual([]);
    tree.up('b');
    expect(tree.start()).toEqual([]);
    tree.stop();
    expect(tree.start()).toEqual([]);
    expect(tree.log.filter((line) => line.includes('start a'))).toHaveLength(1);
  });

  it('rule 26: a start that takes too long is ended, then abandoned, and only then repeated', () => {
    const tree = new Tree({ a: {} });
    tree.start();
    expect(tree.startFailed('a', { pending: true })).toEqual(['stop a restart 5000']);
    expect(tree.overdue('a')).toEqual(['abandon a', 'start a']);
    tree.up('a');
    expect(tree.at('a')).toBe('running up');
  });

  it('a fault of a worker that is not up yet is absorbed: its start says how that went', () => {
    const tree = new Tree({ a: {} });
    tree.start();
    expect(tree.fault('a')).toEqual([]);
    expect(tree.told('fault.absorbed')).toHaveLength(1);
    tree.up('a');
    expect(tree.at('a')).toBe('running up');
  });

  it('a child that was stopped before its turn is passed over, and one started again waits for it', () => {
    const tree = new Tree({ a: {}, b: {}, c: {} });
    tree.start();
    tree.command('terminateChild', 'b');
    tree.command('terminateChild', 'c');
    const ticket = tree.command('restartChild', 'c');
    expect(tree.at('c')).toBe('starting none');
    expect(tree.up('a')).toEqual(['start c']);
    expect(tree.up('c')).toEqual(['started']);
    expect(tree.answers.get(ticket)).toEqual({ ok: true });
    expect(tree.at('b')).toBe('stopped none');
  });

  it('a transient child whose start ends it without an error has settled', () => {
    const tree = new Tree({ a: { restart: 'transient' }, b: {} });
    tree.start();
    tree.exited('a');
    expect(tree.at('a')).toBe('stopped stopping stopping');
    expect(tree.stopped('a')).toEqual(['start b']);
  });
});

describe('a nested supervisor that is started again', () => {
  it('rule 42: after a stop begins afresh, in its own order', () => {
    const tree = runningTree({ a: {}, job: { restart: 'temporary' }, c: {} });
    tree.exited('job');
    tree.stopped('job');
    tree.habits = { stop: 'stopped' };
    tree.stop();
    expect(tree.start()).toEqual(['add job', 'start a']);
    expect(tree.up('a')).toEqual(['start job']);
    expect(tree.up('job')).toEqual(['start c']);
    expect(tree.up('c')).toEqual(['started']);
    expect(tree.state.state).toBe('running');
  });

  it('rule 42: after it gave up too, by way of restarting', () => {
    const tree = runningTree({ a: {}, b: {} }, { policy: otp });
    tree.habits = { stop: 'stopped' };
    tree.fault('a');
    tree.up('a');
    tree.fault('b');
    expect(tree.state.state).toBe('failed');
    expect(tree.start()).toEqual(['start a']);
    expect(tree.state.state).toBe('restarting');
    tree.up('a');
    expect(tree.up('b')).toEqual(['started']);
    expect(tree.state.state).toBe('running');
  });

  it('rule 42: with full intensity, empty windows and no memory of degraded', () => {
    const tree = runningTree({ a: {} }, { policy: otp });
    tree.habits = { stop: 'stopped', start: 'up' };
    tree.fault('a');
    tree.fault('a');
    expect(tree.state.state).toBe('failed');
    tree.start();
    tree.fault('a');
    expect(tree.state.state).toBe('running');
    const other = runningTree({ a: {} }, { policy: fallback });
    other.habits = { stop: 'stopped', start: 'up' };
    other.fault('a');
    other.stop();
    other.start();
    expect(other.child('a')).toMatchObject({ recovery: undefined, window: undefined });
    expect(other.at('a')).toBe('running up');
  });

  it('a stop of one that has failed is answered, and it can be started again', () => {
    const tree = runningTree(
      { a: {} },
      { policy: escalationPolicy({ RECOVERABLE: ['escalate'] }) },
    );
    tree.habits = { stop: 'stopped' };
    tree.fault('a');
    expect(tree.stop()).toEqual(['ended']);
    expect(tree.state.state).toBe('stopped');
    expect(tree.start()).toEqual(['start a']);
  });

  it('a limit of the stop before does not hold for the next one', () => {
    const tree = runningTree({ a: {} });
    tree.stop(10);
    tree.stopped('a');
    tree.start();
    tree.up('a');
    expect(tree.stop()).toEqual(['stop a shutdown 5000']);
  });
});

describe('pathOf', () => {
  it('the root has no name in paths', () => {
    expect(pathOf({ path: '' }, 'db')).toBe('db');
    expect(pathOf({ path: 'shop' }, 'db')).toBe('shop/db');
  });

  it('events of a child carry its whole path', () => {
    const tree = runningTree({ db: {} }, { path: 'shop' });
    tree.fault('db');
    expect(tree.told('child.faulted')).toMatchObject([{ path: 'shop/db', incident: 'shop/db#1' }]);
  });
});
