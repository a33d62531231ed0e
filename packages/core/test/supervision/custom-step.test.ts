import { describe, expect, it } from 'vitest';
import { escalationPolicy } from '../../src/index.ts';
import { runningTree, Tree } from './tables-driver.ts';
import type { Child } from './tree-spec.ts';

const operation = { severity: 'TRANSIENT', origin: 'operation' } as const;
const policy = escalationPolicy<'drain' | 'flush'>({
  TRANSIENT: ['retry', { step: 'drain', maxAttempts: 2 }, { step: 'flush' }, 'restart', 'fail'],
  RECOVERABLE: [{ step: 'drain', maxAttempts: 2 }, 'restart', 'fail'],
  retry: { maxAttempts: 1 },
});

function draining(child: Child = {}): Tree {
  const tree = runningTree({ db: child }, { policy });
  tree.fault('db', operation);
  tree.settled('db', operation);
  return tree;
}

describe('a step of the user’s own', () => {
  it('rule 4: is run outside the reducer, in the chart state of its name, with the fault it answers', () => {
    const tree = draining();
    expect(tree.at('db')).toBe('drain up attempting');
    expect(tree.effects.at(-1)).toMatchObject({ type: 'runStep', step: 'drain', fault: 'f2' });
    expect(tree.told('child.stepping')).toMatchObject([{ step: 'drain', attempt: 1 }]);
  });

  it('leads back to running when it succeeds, on probation', () => {
    const tree = draining();
    tree.settled('db');
    expect(tree.at('db')).toBe('running up');
    expect(tree.told('child.recovered')).toMatchObject([{ by: 'drain' }]);
    expect(tree.timers).toEqual(['db stable 10000']);
    tree.pass(10_000);
    expect(tree.told('incident.closed')).toMatchObject([{ outcome: 'recovered' }]);
  });

  it('rule 9: is tried again while its budget lasts, then the next step is asked', () => {
    const tree = draining();
    const failed = { severity: 'TRANSIENT', origin: 'step' } as const;
    expect(tree.settled('db', failed)).toEqual(['run drain db']);
    expect(tree.settled('db', failed)).toEqual(['run flush db']);
    expect(tree.settled('db', failed)).toEqual(['stop db restart 5000']);
    expect(tree.at('db')).toBe('restarting stopping stopping');
    expect(tree.told('child.stepping').map(({ step, attempt }) => `${step} ${attempt}`)).toEqual([
      'drain 1',
      'drain 2',
      'flush 1',
    ]);
  });

  it('rule 8: a worse fault meanwhile ends it, by the chain of the worse severity', () => {
    const tree = draining();
    tree.fault('db', { severity: 'CRITICAL' });
    tree.stopped('db');
    expect(tree.at('db')).toBe('degraded none');
  });

  it('after a failed start has succeeded only when a new life is up', () => {
    const tree = new Tree({ db: {} }, { policy });
    tree.start();
    expect(tree.startFailed('db')).toEqual(['run drain db']);
    expect(tree.at('db')).toBe('drain none attempting');
    expect(tree.settled('db')).toEqual(['start db']);
    expect(tree.at('db')).toBe('drain starting starting');
    expect(tree.up('db')).toEqual(['started']);
    expect(tree.at('db')).toBe('running up');
    expect(tree.told('child.recovered')).toMatchObject([{ by: 'drain' }]);
  });

  it('a start that fails after it is a failure of that step', () => {
    const tree = new Tree({ db: {} }, { policy });
    tree.start();
    tree.startFailed('db');
    tree.settled('db');
    expect(tree.startFailed('db')).toEqual(['run drain db']);
    tree.settled('db');
    tree.startFailed('db');
    expect(tree.at('db')).toBe('restarting none waiting');
  });

  it('the result of another step than the one in progress is stale', () => {
    const tree = draining();
    const { epoch } = tree.child('db');
    tree.put({ type: 'report.attemptSettled', id: 'db', epoch, step: 'retry' });
    expect(tree.at('db')).toBe('drain up attempting');
    expect(tree.told('report.fenced')).toHaveLength(1);
    tree.put({ type: 'report.attemptSettled', id: 'db', epoch, step: 'drain' });
    expect(tree.at('db')).toBe('running up');
  });

  it('rule 40: its result while the supervisor stops starts nothing and stops nothing out of turn', () => {
    const tree = runningTree({ db: {}, web: {} }, { policy });
    tree.fault('db', { severity: 'RECOVERABLE', origin: 'operation' });
    tree.stop();
    expect(tree.settled('db')).toEqual([]);
    expect(tree.stopped('web')).toEqual(['stop db shutdown 5000']);
    expect(tree.stopped('db')).toEqual(['ended']);
  });

  it.each(['worker', 'exit', 'transition'] as const)(
    'begins a new life when it succeeds after a fault of origin %s: the worker was gone',
    (origin) => {
      const tree = runningTree({ db: {} }, { policy });
      expect(tree.fault('db', { severity: 'RECOVERABLE', origin })).toEqual([
        'stop db restart 5000',
      ]);
      expect(tree.stopped('db')).toEqual(['run drain db']);
      expect(tree.settled('db')).toEqual(['start db']);
    },
  );

  it.each(['worker', 'exit', 'transition'] as const)(
    'begins a new life also behind a fallback that could not be entered, after a fault of origin %s',
    (origin) => {
      const behind = escalationPolicy({ RECOVERABLE: ['fallback', { step: 'flush' }, 'fail'] });
      const tree = runningTree({ db: { hasDegradeHook: true } }, { policy: behind });
      expect(tree.fault('db', { severity: 'RECOVERABLE', origin })).toEqual(['run fallback db']);
      expect(tree.settled('db', { severity: 'RECOVERABLE', origin: 'step' })).toEqual([
        'stop db restart 5000',
      ]);
      expect(tree.stopped('db')).toEqual(['run flush db']);
      expect(tree.settled('db')).toEqual(['start db']);
    },
  );

  it('begins a new life also where the worker was lost while degraded could not be entered', () => {
    const behind = escalationPolicy({ RECOVERABLE: ['fallback', { step: 'flush' }, 'fail'] });
    const tree = runningTree({ db: { hasDegradeHook: true } }, { policy: behind });
    tree.fault('db', { severity: 'RECOVERABLE', origin: 'operation' });
    expect(tree.fault('db', { severity: 'RECOVERABLE', origin: 'worker' })).toEqual([]);
    expect(tree.settled('db', { severity: 'RECOVERABLE', origin: 'step' })).toEqual([
      'stop db restart 5000',
    ]);
  });

  it('rule 38: meanwhile recover is in progress already', () => {
    const tree = draining();
    const ticket = tree.command('recover', 'db');
    expect(tree.answers.get(ticket)).toEqual({ ok: false, reason: 'in_progress', state: 'drain' });
  });
});
