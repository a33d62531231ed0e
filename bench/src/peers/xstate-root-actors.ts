import { type ActorRefFrom, createActor } from 'xstate';
import type { Probe } from '../probe.ts';
import type { Subject, World } from './subject.ts';
import { xstateChild } from './xstate-child.ts';

function worldOf(probe: Probe): World {
  const machine = xstateChild(probe);
  const actors = new Map<string, ActorRefFrom<typeof machine>>();
  const start = (id: string): void => {
    const actor = createActor(machine);
    actor.subscribe({ error: () => start(id) });
    actors.set(id, actor);
    actor.start();
  };
  return {
    spawn: (count) => {
      for (let at = 0; at < count; at++) start(`c${at}`);
    },
    crash: (at) => actors.get(`c${at}`)?.send({ type: 'crash' }),
    tell: (at) => actors.get(`c${at}`)?.send({ type: 'inc' }),
    ask: (at) => new Promise((reply) => actors.get(`c${at}`)?.send({ type: 'get', reply })),
    teardown: () => actors.forEach((actor) => actor.stop()),
  };
}

/** XState without a parent: what people write by hand. */
export const xstateRootActors: Subject = {
  setup: worldOf,
};
