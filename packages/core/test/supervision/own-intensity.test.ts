import { describe, expect, it } from 'vitest';
import { escalationPolicy, otp } from '../../src/index.ts';
import { runningTree } from './tables-driver.ts';

const obedient = { start: 'up', stop: 'stopped' } as const;
const own = { intensity: { maxRestarts: 1, withinMs: 60_000 } } as const;
const policy = escalationPolicy({ RECOVERABLE: ['restart', 'fallback', 'fail'] });

describe('an intensity of its own', () => {
  it('rule 11: over it the restart is skipped, with its reason, and the next step taken', () => {
    const tree = runningTree({ a: own, b: {} }, { policy });
    tree.habits = obedient;
    tree.fault('a');
    expect(tree.at('a')).toBe('running up');
    tree.pass(20_000);
    expect(tree.told('incident.closed')).toHaveLength(1);
    tree.fault('a');
    expect(tree.at('a')).toBe('degraded none');
    expect(tree.told('step.skipped')).toMatchObject([
      { path: 'a', step: 'restart', reason: 'its own intensity is reached' },
    ]);
    expect(tree.at('b')).toBe('running up');
  });

  it('rule 11: where the next step is to escalate, the supervisor gives up', () => {
    const tree = runningTree(
      { a: own, b: {} },
      { policy: otp, intensity: { maxRestarts: 9, withinMs: 5_000 } },
    );
    tree.habits = obedient;
    tree.fault('a');
    expect(tree.state.state).toBe('running');
    tree.fault('a');
    expect(tree.state.state).toBe('failed');
    expect(tree.told('supervisor.gaveUp')).toMatchObject([{ reason: 'the chain escalated' }]);
  });

  it('rule 11: a restart that is old enough counts no more', () => {
    const tree = runningTree({ a: own }, { policy });
    tree.habits = obedient;
    tree.fault('a');
    tree.pass(60_000);
    tree.fault('a');
    expect(tree.at('a')).toBe('degraded none');
    const other = runningTree({ a: own }, { policy });
    other.habits = obedient;
    other.fault('a');
    other.pass(60_001);
    other.fault('a');
    expect(other.at('a')).toBe('running up');
  });

  it('rule 11: none at all is an intensity too', () => {
    const tree = runningTree({ a: { intensity: { maxRestarts: 0, withinMs: 1 } } }, { policy });
    tree.habits = obedient;
    tree.fault('a');
    expect(tree.at('a')).toBe('degraded none');
    expect(tree.told('child.restarting')).toEqual([]);
  });

  it('rule 11: a start that fails costs one', () => {
    const tree = runningTree({ a: own }, { policy });
    tree.habits = { stop: 'stopped' };
    tree.fault('a');
    tree.startFailed('a');
    expect(tree.at('a')).toBe('degraded none');
  });

  it('rule 30: a restart with a sibling costs it nothing', () => {
    const tree = runningTree({ a: own, b: {} }, { policy, strategy: 'one_for_all' });
    tree.habits = obedient;
    tree.fault('b');
    tree.fault('b');
    tree.pass(1_000);
    expect(tree.child('a').ownRestarts).toBeUndefined();
    tree.fault('a');
    expect(tree.at('a')).toBe('running up');
  });

  it.each(['recover', 'restartChild'] as const)(
    'rule 38: %s of a parked one begins it afresh',
    (command) => {
      const tree = runningTree(
        { a: own },
        { policy: escalationPolicy({ RECOVERABLE: ['restart', 'fail'] }) },
      );
      tree.habits = obedient;
      tree.fault('a');
      tree.fault('a');
      expect(tree.at('a')).toBe('failed none');
      tree.command(command, 'a');
      tree.fault('a');
      expect(tree.at('a')).toBe('running up');
    },
  );

  it('rule 42: so does a start of the supervisor', () => {
    const tree = runningTree({ a: own }, { policy });
    tree.habits = obedient;
    tree.fault('a');
    tree.stop();
    tree.start();
    tree.fault('a');
    expect(tree.at('a')).toBe('running up');
  });

  it('rule 11: reconfigured, what has been counted counts on', () => {
    const tree = runningTree(
      { a: { intensity: { maxRestarts: 3, withinMs: 60_000 } } },
      { policy },
    );
    tree.habits = obedient;
    tree.fault('a');
    tree.reconfigure({ a: own }, { policy });
    tree.fault('a');
    expect(tree.at('a')).toBe('degraded none');
  });
});
