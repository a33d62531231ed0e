import { assign, createActor, enqueueActions, setup } from 'xstate';
import type { Probe } from '../probe.ts';
import type { Subject, World } from './subject.ts';
import { xstateChild } from './xstate-child.ts';

function parentOf(probe: Probe) {
  return setup({
    types: {
      events: {} as
        | { readonly type: 'spawn'; readonly count: number }
        | { readonly type: `xstate.error.actor.${string}`; readonly actorId: string },
    },
    actors: { child: xstateChild(probe) },
  }).createMachine({
    context: {},
    on: {
      // All in one step: an event for each would copy the parent's snapshot each time.
      spawn: {
        actions: assign(({ spawn, event }) => {
          for (let at = 0; at < event.count; at++) spawn('child', { id: `c${at}` });
          return {};
        }),
      },
      'xstate.error.actor.*': {
        actions: enqueueActions(({ enqueue, event }) => {
          enqueue.stopChild(event.actorId);
          enqueue.spawnChild('child', { id: event.actorId });
        }),
      },
    },
  });
}

function worldOf(probe: Probe): World {
  const parent = createActor(parentOf(probe)).start();
  const childAt = (at: number) => parent.getSnapshot().children[`c${at}`];
  // Who sends all the time looks a child up once. A crash ends it, so the next one is looked up anew.
  const known = new Map<number, ReturnType<typeof childAt>>();
  const knownAt = (at: number) => {
    const child = known.get(at) ?? childAt(at);
    known.set(at, child);
    return child;
  };
  return {
    spawn: (count) => parent.send({ type: 'spawn', count }),
    crash: (at) => childAt(at)?.send({ type: 'crash' }),
    tell: (at) => knownAt(at)?.send({ type: 'inc' }),
    ask: (at) => new Promise((reply) => knownAt(at)?.send({ type: 'get', reply })),
    teardown: () => {
      parent.stop();
    },
  };
}

/** XState's own tree: one parent machine. */
export const xstateParentMachine: Subject = {
  setup: worldOf,
};
