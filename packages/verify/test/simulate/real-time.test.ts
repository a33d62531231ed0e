import { stat } from 'node:fs/promises';
import { child, fromSupervisor, policy, type Service, service } from '@kintsugi/actors';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/index.ts';

const plain = () => service({ handle: (question: string) => question });
/** Over as soon as others in the process have their turn. */
const realTime = () => stat('.').then(() => undefined);

describe('what waits for real time', () => {
  it('in a custom step ends the simulation, by its name', async () => {
    const draining = policy({
      TRANSIENT: [{ step: 'drain', run: realTime }, 'restart', 'fail'],
    });
    const tree = fromSupervisor({
      policy: draining,
      children: [child('web', plain()), child('db', plain())],
    });
    const faults = { preset: 'none', services: { db: { TRANSIENT: 5_000 } } } as const;
    // So many turns that others have theirs before the step's time is up.
    const load = { meanBetweenMs: 5 };
    const simulated = simulate(tree, { seed: 1, days: 0.002, faults, load });
    await expect(simulated).rejects.toThrow(
      'simulate must be a tree in which nothing waits for real time, got "the step drain of db"',
    );
  });

  it('in another service ends the simulation, by its path', async () => {
    const tree = fromSupervisor({ children: [child('db', plain()), child('web', plain())] });
    const simulated = simulate(tree, {
      seed: 1,
      days: 10,
      faults: 'none',
      replace: ({ path }, simulatedService): Service =>
        path === 'db'
          ? service({ handle: () => realTime().then(() => 'late'), handleWithinMs: Infinity })
          : simulatedService,
    });
    await expect(simulated).rejects.toThrow('"an ask of db"');
  });
});
