import { describe, expect, it } from 'vitest';
import { type Backoff, canonical, escalationPolicy } from '../../src/index.ts';
import { runningTree } from './tables-driver.ts';

/** The canonical forms of a child whose start fails for ever, taken while it is being started. */
function formsOf(backoff: Backoff, attempts: number): ReadonlySet<string> {
  const policy = escalationPolicy({ restart: { maxAttempts: Infinity, backoff } });
  const tree = runningTree({ a: {} }, { policy });
  tree.fault('a');
  tree.stopped('a');
  tree.pass(100_000);
  const forms = new Set<string>();
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    tree.startFailed('a');
    tree.pass(100_000);
    // Nothing is younger than 1 s: instants decide nothing here.
    forms.add(JSON.stringify(canonical(tree.state, tree.now, 1_000, policy)));
  }
  return forms;
}

describe('canonical', () => {
  it.each<[Backoff, number]>([
    [{ kind: 'constant', delayMs: 1_000 }, 1],
    [{ kind: 'linear', baseMs: 0 }, 1],
    // After attempt 2 the next waits 3 s, after attempt 3 and later 3.5 s.
    [{ kind: 'linear', baseMs: 1_000, maxMs: 3_500 }, 2],
    [{ kind: 'linear', baseMs: 1_000, maxMs: 10 }, 1],
    // After attempt 2 the next waits 2 s, then 4 s, then 5 s for ever.
    [{ kind: 'exponential', baseMs: 1_000, maxMs: 5_000 }, 3],
    [{ kind: 'exponential', baseMs: 1_000, maxMs: 5_000, firstAttempt: 'delayed' }, 2],
    [{ kind: 'exponential', baseMs: 1_000, factor: 1 }, 1],
    [{ kind: 'exponential', baseMs: 1_000, maxMs: 1_000, jitter: 'decorrelated' }, 1],
  ])(
    'rule 5: of a child that is restarted for ever under %j come to %i forms',
    (backoff, forms) => {
      expect(formsOf(backoff, 12).size).toBe(forms);
    },
  );

  it('whether the worker is gone is told apart: a step that comes next takes a new life then', () => {
    const drain = { step: 'drain', maxAttempts: 1 };
    const policy = escalationPolicy({ TRANSIENT: ['fallback', 'fail'], CRITICAL: [drain, 'fail'] });
    const [withWorker, without] = (['operation', 'worker'] as const).map((origin) => {
      const tree = runningTree({ a: { hasDegradeHook: true } }, { policy });
      tree.fault('a', { origin, severity: 'TRANSIENT' });
      const form = JSON.stringify(canonical(tree.state, tree.now));
      return { form, orders: tree.settled('a', { severity: 'CRITICAL', origin: 'step' }) };
    });
    expect(withWorker?.orders).toEqual(['run drain a']);
    expect(without?.orders).toEqual(['stop a restart 5000']);
    expect(without?.form).not.toBe(withWorker?.form);
  });

  it('rule 5: without the policy every attempt is told apart', () => {
    const tree = runningTree({ a: {} });
    tree.fault('a');
    const one = canonical(tree.state, tree.now);
    expect(JSON.stringify(one)).toContain('["restart",1]');
  });
});
