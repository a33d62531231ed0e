import { createActor, enqueueActions, fromCallback, setup } from 'xstate';
import type { Port, WorkerSpec } from '../trial.ts';
import { restartLimit } from './restart-limit.ts';

function workerOf(spec: WorkerSpec) {
  const life = fromCallback(
    ({ input }: { input: number }) =>
      () =>
        spec.cleanup(input),
  );
  return setup({
    types: {
      context: {} as { readonly incarnation: number },
      input: {} as number,
      events: {} as { readonly type: 'message'; readonly message: string },
    },
    actors: { life },
  }).createMachine({
    context: ({ input }) => ({ incarnation: input }),
    entry: ({ context }) => spec.start(context.incarnation),
    invoke: { src: 'life', input: ({ context }) => context.incarnation },
    on: {
      message: {
        actions: ({ event, context }) => {
          spec.handle(event.message, context.incarnation);
        },
      },
    },
  });
}

function parentOf(spec: WorkerSpec) {
  const mayRestart = restartLimit(spec.limit);
  let incarnation = 0;
  return setup({
    types: { events: {} as { readonly type: 'xstate.error.actor.worker' } },
    actors: { worker: workerOf(spec) },
  }).createMachine({
    entry: enqueueActions(({ enqueue }) => {
      incarnation += 1;
      enqueue.spawnChild('worker', { id: 'worker', input: incarnation });
    }),
    on: {
      'xstate.error.actor.worker': {
        actions: enqueueActions(({ enqueue }) => {
          if (!mayRestart()) {
            spec.gaveUp('parent decided');
            return;
          }
          incarnation += 1;
          enqueue.stopChild('worker');
          enqueue.spawnChild('worker', { id: 'worker', input: incarnation });
        }),
      },
    },
  });
}

/** A parent machine that spawns its child anew. */
export const xstatePort: Port = (spec) => {
  const parent = createActor(parentOf(spec));
  parent.subscribe({ error: () => spec.gaveUp('parent error observer') });
  parent.start();
  return {
    send: (message) => {
      const { worker } = parent.getSnapshot().children;
      if (worker === undefined) spec.undelivered('no child ref');
      else worker.send({ type: 'message', message });
    },
    stop: () => {
      parent.stop();
    },
  };
};
