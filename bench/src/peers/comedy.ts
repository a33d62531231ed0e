import type { Probe } from '../probe.ts';
import { type ComedyActor, createComedySystem } from './comedy-package.ts';
import type { Subject, World } from './subject.ts';

async function worldOf(probe: Probe): Promise<World> {
  const system = createComedySystem();
  const root = await system.rootActor();
  const children = new Map<number, ComedyActor>();
  const start = async (at: number): Promise<void> => {
    let count = 0;
    const definition = {
      initialize: () => probe.childStarted(),
      inc: () => {
        count += 1;
      },
      get: () => count,
      crash: () => probe.crash(),
    };
    children.set(at, await root.createChild(definition, { mode: 'in-memory', name: `c${at}` }));
  };
  const startAgain = async (at: number): Promise<void> => {
    await children.get(at)?.destroy();
    await start(at);
  };
  return {
    spawn: async (count) => {
      for (let at = 0; at < count; at++) await start(at);
    },
    crash: (at) => {
      children
        .get(at)
        ?.sendAndReceive('crash')
        .catch(() => startAgain(at));
    },
    tell: (at) => void children.get(at)?.send('inc'),
    ask: (at) =>
      children.get(at)?.sendAndReceive('get') ?? Promise.reject(new Error('spawn first')),
    teardown: () => system.destroy(),
  };
}

/** In memory comedy restarts nothing: a throw rejects the caller, who has to do the rest. */
export const comedySubject: Subject = {
  setup: worldOf,
};
