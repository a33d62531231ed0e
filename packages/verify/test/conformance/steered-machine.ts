import { type Service, serviceFrom } from '@kintsugi/actors';
import { fromCallback, fromPromise, setup } from 'xstate';
import { errorOf, type Steered } from './steered.ts';

/** XState logic: it starts and stops at once, and goes wrong in ways of its own. */
export function steeredMachine(): Steered<Service> {
  const now: { lives: number; settle: ((error?: Error) => void) | undefined } = {
    lives: 0,
    settle: undefined,
  };
  const life = fromCallback(() => {
    now.lives += 1;
    return () => {
      now.lives -= 1;
    };
  });
  const task = fromPromise(
    ({ signal }) =>
      new Promise<void>((resolve, reject) => {
        const settle = (error?: Error) => {
          now.settle = undefined;
          if (error === undefined) resolve();
          else reject(error);
        };
        now.settle = settle;
        signal.addEventListener('abort', () => {
          if (now.settle === settle) now.settle = undefined;
        });
      }),
  );
  const machine = setup({
    actors: { life, task },
    actions: {
      throws: () => {
        throw errorOf('TRANSIENT');
      },
    },
  }).createMachine({
    initial: 'busy',
    states: {
      busy: {
        invoke: [{ src: 'life' }, { src: 'task', onDone: 'done' }],
        on: { WORK: { actions: 'throws' } },
      },
      done: { type: 'final' },
    },
  });
  return {
    service: serviceFrom(machine),
    begun: [],
    get lives() {
      return now.lives;
    },
    get whims() {
      const { settle } = now;
      if (settle === undefined) return {};
      return { 'ends by itself': () => settle(), crashes: () => settle(errorOf('RECOVERABLE')) };
    },
  };
}
