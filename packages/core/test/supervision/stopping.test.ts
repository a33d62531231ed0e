import { describe, expect, it } from 'vitest';
import { runningTree, Tree } from './tables-driver.ts';

const operation = { severity: 'TRANSIENT', origin: 'operation' } as const;

describe('an ordered stop', () => {
  it('rule 40: stops the children in reverse order, each awaited', () => {
    const tree = runningTree({ a: {}, b: {}, c: {} });
    expect(tree.stop()).toEqual(['stop c shutdown 5000']);
    expect(tree.stopped('c')).toEqual(['stop b shutdown 5000']);
    expect(tree.stopped('b')).toEqual(['stop a shutdown 5000']);
    expect(tree.stopped('a')).toEqual(['ended']);
    expect(tree.state.state).toBe('stopped');
    expect(tree.effects.at(-1)).toEqual({
      type: 'ended',
      ending: { kind: 'stop', reason: 'test' },
    });
  });

  it.each([
    ['brutal_kill', 'stop a brutal_kill 0'],
    [250, 'stop a shutdown 250'],
    [Infinity, 'stop a shutdown Infinity'],
  ] as const)('rule 27: shutdown %s orders "%s"', (shutdown, order) => {
    const tree = runningTree({ a: { shutdown } });
    expect(tree.stop()).toEqual([order]);
  });

  it('rule 27: a child that does not stop in time is abandoned, named and fenced, and the stop goes on', () => {
    const tree = runningTree({ a: {}, b: {} });
    tree.stop();
    const late = tree.epochs.get('b') ?? 0;
    expect(tree.overdue('b')).toEqual(['abandon b', 'stop a shutdown 5000']);
    expect(tree.told('child.abandoned')).toMatchObject([
      { path: 'b', incarnation: 1, unsettled: 1 },
    ]);
    expect(tree.put({ type: 'report.stopped', id: 'b', epoch: late })).toEqual([]);
    expect(tree.told('report.fenced')).toMatchObject([{ path: 'b', epoch: late }]);
    expect(tree.stopped('a')).toEqual(['ended']);
  });

  it('rule 27: a stop that takes long without a limit is told about, and waited for', () => {
    const tree = runningTree({ a: { shutdown: Infinity } });
    tree.stop();
    const epoch = tree.epochs.get('a') ?? 0;
    tree.put({ type: 'report.stopSlow', id: 'a', epoch, waitedMs: 30_000 });
    expect(tree.told('child.stopSlow')).toMatchObject([{ path: 'a', waitedMs: 30_000 }]);
    expect(tree.at('a')).toBe('stopping stopping stoppingSlowly');
    expect(tree.told('child.stopEnded')).toEqual([]);
    tree.stopped('a');
    expect(tree.told('child.stopEnded')).toMatchObject([{ path: 'a' }]);
  });

  it('rule 27: a stop hook that throws is reported, and does not fail the step', () => {
    const tree = runningTree({ a: {} });
    tree.fault('a');
    const epoch = tree.epochs.get('a') ?? 0;
    const error = { name: 'Error', message: 'cannot close' };
    expect(tree.put({ type: 'report.stopped', id: 'a', epoch, error })).toEqual(['start a']);
    expect(tree.told('hook.failed')).toMatchObject([{ path: 'a', hook: 'stop', error }]);
  });

  it('rule 40: cancels all timers and refuses what operators want', () => {
    const tree = runningTree({ a: {}, b: {} });
    tree.fault('a', operation);
    tree.settled('a', operation);
    expect(tree.timers).toEqual(['a retry 1000']);
    tree.stop();
    expect(tree.timers).toEqual([]);
    for (const command of ['recover', 'terminateChild', 'restartChild'] as const)
      expect(tree.answers.get(tree.command(command, 'a'))).toMatchObject({ ok: false });
  });

  it('rule 28: a fault of a child that waits for its turn to stop is absorbed', () => {
    const tree = runningTree({ a: {}, b: {} });
    tree.stop();
    expect(tree.fault('a')).toEqual([]);
    expect(tree.told('fault.absorbed')).toMatchObject([{ path: 'a' }]);
    expect(tree.told('incident.opened')).toEqual([]);
    expect(tree.fates.at(-1)).toBe('a reject');
  });

  it('rule 40: nothing is started any more: neither what fails, nor what had just been stopped to restart', () => {
    const tree = runningTree({ a: {}, b: {} });
    tree.fault('a');
    tree.stop();
    expect(tree.stopped('a')).toEqual([]);
    expect(tree.stopped('b')).toEqual(['ended']);
    expect(tree.at('a')).toBe('stopped none');
  });

  it('rule 40: a child that waits to be started again is not, and its timer is cancelled', () => {
    const tree = runningTree({ a: {} });
    tree.fault('a');
    tree.stopped('a');
    tree.startFailed('a');
    expect(tree.timers).toEqual(['a restart 1000']);
    expect(tree.stop()).toEqual(['ended']);
    expect(tree.timers).toEqual([]);
    expect(tree.pass(10_000)).toEqual([]);
  });

  it('is told with its reason, at its beginning and at its end', () => {
    const tree = runningTree({ a: {} }, { path: 'shop' });
    tree.stop();
    tree.stopped('a');
    expect(tree.told('supervisor.stopping')).toMatchObject([{ path: 'shop', reason: 'test' }]);
    expect(tree.told('child.stopping')).toMatchObject([{ path: 'shop/a' }]);
    expect(tree.told('child.stopped')).toMatchObject([{ path: 'shop/a' }]);
    expect(tree.told('supervisor.stopped')).toMatchObject([{ path: 'shop' }]);
  });

  it('closes every incident that is open', () => {
    const tree = runningTree({ a: {} });
    tree.fault('a', operation);
    tree.stop();
    expect(tree.told('incident.closed')).toMatchObject([{ outcome: 'stopped' }]);
    expect(tree.fates).toEqual(['a reject']);
  });

  it('during the first start: what waits is stopped without a word, what starts is stopped first', () => {
    const tree = new Tree({ a: {}, b: {}, c: {} });
    tree.start();
    tree.up('a');
    expect(tree.stop()).toEqual(['stop b shutdown 5000']);
    expect(tree.stopped('b')).toEqual(['stop a shutdown 5000']);
    expect(tree.stopped('a')).toEqual(['ended']);
    expect(tree.told('supervisor.started')).toEqual([]);
  });

  it('before the first start there is nothing to wait for', () => {
    const tree = new Tree({ a: {}, b: {} });
    expect(tree.stop()).toEqual(['ended']);
  });

  it('waits also for the cleanup of a child that has ended by itself', () => {
    const tree = runningTree({ a: {}, job: { restart: 'transient' } });
    tree.exited('job');
    expect(tree.stop()).toEqual([]);
    expect(tree.stopped('job')).toEqual(['stop a shutdown 5000']);
    expect(tree.stopped('a')).toEqual(['ended']);
  });

  it('also with more children than a stack has frames', () => {
    const children = Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`c${n}`, {}]));
    const tree = new Tree(children);
    tree.start();
    tree.stop();
    expect(tree.stopped('c0')).toEqual(['ended']);
  });
});

describe('a second stop', () => {
  it('rule 27: with a shorter deadline cuts the wait under way and all that follow', () => {
    const tree = runningTree({ a: {}, b: {} });
    tree.stop();
    expect(tree.stop(100)).toEqual(['hurry b 100']);
    expect(tree.overdue('b')).toEqual(['abandon b', 'stop a shutdown 100']);
  });

  it('rule 27: a limit of the first stop holds for every child', () => {
    const tree = runningTree({ a: { shutdown: Infinity }, b: { shutdown: 50 } });
    expect(tree.stop(1_000)).toEqual(['stop b shutdown 50']);
    expect(tree.stopped('b')).toEqual(['stop a shutdown 1000']);
  });

  it('rule 27: never prolongs a wait', () => {
    const tree = runningTree({ a: {} });
    tree.stop();
    expect(tree.stop(5_000)).toEqual([]);
    tree.pass(4_500);
    expect(tree.stop(1_000)).toEqual([]);
    expect(tree.stop(100)).toEqual(['hurry a 100']);
  });

  it('rule 27: cuts also the wait for a child that was being stopped for something else', () => {
    const tree = runningTree({ a: {}, b: {} });
    tree.fault('b');
    expect(tree.stop(100)).toEqual(['hurry b 100']);
    const other = runningTree({ a: {}, b: {} });
    other.command('terminateChild', 'b');
    expect(other.stop(100)).toEqual(['hurry b 100']);
  });

  it('after the end is answered at once', () => {
    const tree = runningTree({ a: {} });
    tree.habits = { stop: 'stopped' };
    tree.stop();
    expect(tree.stop()).toEqual(['ended']);
  });
});
