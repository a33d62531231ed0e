import { describe, expect, it } from 'vitest';
import { escalationPolicy, otp } from '../../src/index.ts';
import { runningTree, Tree } from './tables-driver.ts';

const operation = { severity: 'TRANSIENT', origin: 'operation' } as const;

describe('restart type × exit', () => {
  it.each([
    ['permanent', 'normal', 'restarting'],
    ['permanent', 'shutdown', 'restarting'],
    ['permanent', 'error', 'restarting'],
    ['transient', 'normal', 'stopped'],
    ['transient', 'shutdown', 'stopped'],
    ['transient', 'error', 'restarting'],
    ['temporary', 'normal', 'removed'],
    ['temporary', 'shutdown', 'removed'],
    ['temporary', 'error', 'removed'],
  ] as const)('rule 7: a %s child that ends with %s is %s', (restart, exit, expected) => {
    const tree = runningTree({ job: { restart } });
    if (exit === 'error') tree.fault('job');
    else tree.exited('job', exit);
    if (expected !== 'restarting') tree.stopped('job');
    const child = tree.state.children.get('job');
    expect(child?.state ?? 'removed').toBe(expected);
  });

  it('rule 7: an unexpected end of a permanent child is a fault of an incident', () => {
    const tree = runningTree({ job: {} });
    tree.exited('job');
    expect(tree.told('child.faulted')).toMatchObject([
      { severity: 'RECOVERABLE', fault: { origin: 'exit' } },
    ]);
    expect(tree.told('child.exited')).toEqual([]);
  });

  it('rule 7: under otp it is a plain restart, without delay', () => {
    const tree = runningTree({ job: {} }, { policy: otp });
    expect(tree.exited('job')).toEqual(['stop job restart 5000']);
    expect(tree.stopped('job')).toEqual(['start job']);
  });

  it('a transient child that ends by itself is cleaned up after, and its spec stays', () => {
    const tree = runningTree({ job: { restart: 'transient' } });
    expect(tree.exited('job')).toEqual(['stop job shutdown 5000']);
    expect(tree.at('job')).toBe('stopped stopping stopping');
    tree.stopped('job');
    expect(tree.at('job')).toBe('stopped none');
    expect(tree.told('child.exited')).toMatchObject([{ exit: 'normal' }]);
  });

  it('an end in the middle of an incident closes it, and leaves no request waiting', () => {
    const tree = runningTree({ job: { restart: 'transient' } });
    tree.fault('job', operation);
    tree.exited('job');
    expect(tree.told('incident.closed')).toMatchObject([{ outcome: 'ended' }]);
    expect(tree.fates).toEqual(['job reject']);
    expect(tree.timers).toEqual([]);
  });
});

describe('a temporary child', () => {
  it('rule 7: its chain is cut to retry', () => {
    const tree = runningTree({ job: { restart: 'temporary' } });
    expect(tree.fault('job', operation)).toEqual(['retry job']);
    tree.settled('job');
    expect(tree.at('job')).toBe('running up');
  });

  it('rule 7: when the retries are spent it ends, and its spec is deleted', () => {
    const tree = runningTree(
      { job: { restart: 'temporary' } },
      { policy: escalationPolicy({ retry: { maxAttempts: 1 } }) },
    );
    tree.fault('job', operation);
    expect(tree.settled('job', operation)).toEqual(['stop job restart 5000']);
    expect(tree.stopped('job')).toEqual(['remove job']);
    expect(tree.state.children.size).toBe(0);
    expect(tree.told('child.exited')).toMatchObject([{ exit: 'error' }]);
    expect(tree.told('child.removed')).toMatchObject([{ path: 'job' }]);
    expect(tree.told('incident.closed')).toMatchObject([{ outcome: 'ended' }]);
  });

  it('rule 7: never is it restarted, degraded, parked, or a reason to escalate', () => {
    const tree = runningTree({ job: { restart: 'temporary' } }, { policy: otp });
    tree.fault('job');
    tree.stopped('job');
    expect(tree.state.state).toBe('running');
    expect(tree.told('step.skipped').map(({ step, reason }) => `${step}: ${reason}`)).toEqual([
      'restart: its restart type ends it',
      'escalate: its restart type ends it',
    ]);
  });

  it('rule 7: a first start that fails removes it, and the next child starts', () => {
    const tree = new Tree({ job: { restart: 'temporary' }, web: {} });
    tree.start();
    expect(tree.startFailed('job')).toEqual(['start web', 'remove job']);
    tree.up('web');
    expect(tree.state.state).toBe('running');
  });

  it('rule 7: in the middle of the order its removal joins its neighbours', () => {
    const tree = runningTree({ a: {}, job: { restart: 'temporary' }, c: {} });
    tree.exited('job');
    tree.stopped('job');
    tree.habits = { stop: 'stopped' };
    tree.log.length = 0;
    tree.stop();
    expect(tree.log).toEqual(['0 stop c shutdown 5000', '0 stop a shutdown 5000', '0 ended']);
  });

  it('rule 40: one that ends while the supervisor stops is not removed but stopped in its turn', () => {
    const tree = runningTree({ job: { restart: 'temporary' }, web: {} });
    tree.stop();
    expect(tree.exited('job')).toEqual([]);
    expect(tree.stopped('web')).toEqual(['stop job shutdown 5000']);
    expect(tree.stopped('job')).toEqual(['ended']);
  });

  it('rule 3: what is left of a removed child is not taken for that of its successor', () => {
    const tree = runningTree({ job: { restart: 'temporary' } });
    const old = tree.epochs.get('job') ?? 0;
    tree.exited('job');
    tree.overdue('job');
    tree.stop();
    tree.start();
    const current = tree.epochs.get('job') ?? 0;
    expect(current).toBeGreaterThan(old);
    for (let epoch = 0; epoch < current; epoch += 1)
      tree.put({ type: 'report.started', id: 'job', epoch });
    expect(tree.at('job')).toBe('starting starting starting');
  });

  it('rule 39: whoever asks for a removed child is told that there is none', () => {
    const tree = runningTree({ job: { restart: 'temporary' } });
    tree.exited('job');
    tree.stopped('job');
    const ticket = tree.command('restartChild', 'job');
    expect(tree.answers.get(ticket)).toEqual({ ok: false, reason: 'not_found', state: 'stopped' });
  });
});
