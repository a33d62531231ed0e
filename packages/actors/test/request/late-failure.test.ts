import { describe, expect, it } from 'vitest';
import { ask, child, policy, service, StateCorruptionError } from '../../src/index.ts';
import { deferred } from '../manual-service.ts';
import { outcome, plant } from '../plant.ts';

/** One request of it ends it, another one is in flight until the test says so. */
function working() {
  const late = deferred<string>();
  const logic = service({
    concurrency: 2,
    handle: (request: 'crash' | 'late') => {
      if (request === 'crash') throw new StateCorruptionError('crash');
      return late.promise;
    },
  });
  return { late, logic };
}

const error = new Error('late');

describe('a request that fails when its service has failed already is rejected', () => {
  it('while the group is being stopped', async () => {
    const { late, logic } = working();
    const stopped = deferred();
    const { tree, clock } = plant({
      strategy: 'one_for_all',
      children: [
        child('a', logic),
        child('b', service({ handle: () => 'b', stop: () => stopped.promise })),
      ],
    });
    await clock.settle();
    const answer = outcome(ask(tree, 'a', 'late'));
    await expect(ask(tree, 'a', 'crash')).rejects.toThrow('crash');
    late.reject(error);
    await clock.settle();
    stopped.resolve();
    await clock.settle();
    expect(answer).toEqual({ error });
  });

  it('while a step of its own runs', async () => {
    const { late, logic } = working();
    const drained = deferred();
    const drain = { step: 'drain', run: () => drained.promise } as const;
    const { tree, clock } = plant({
      policy: policy({ RECOVERABLE: [drain, 'restart', 'fail'] }),
      children: [child('a', logic)],
    });
    await clock.settle();
    const answer = outcome(ask(tree, 'a', 'late'));
    await expect(ask(tree, 'a', 'crash')).rejects.toThrow('crash');
    late.reject(error);
    await clock.settle();
    drained.resolve();
    await clock.settle();
    expect(answer).toEqual({ error });
  });
});
