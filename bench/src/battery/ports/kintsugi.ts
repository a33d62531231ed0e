import {
  child,
  type Clock,
  events$,
  fromSupervisor,
  policy,
  service,
  stop,
  tell,
} from '@kintsugi/actors';
import { createActor } from 'xstate';
import type { Port } from '../trial.ts';

/** The default steps, but a restart at once: the cases are shorter than the default's waits. */
const restartAtOnce = policy({
  restart: { maxAttempts: Infinity, backoff: { kind: 'constant', delayMs: 0 } },
});

function told({ type, reason }: { readonly type: string; readonly reason: string }): string {
  return `told: ${type} (${reason})`;
}

/** The tree's own clock, or a test's. */
export function kintsugiPort(clock?: Clock): Port {
  return (spec) => {
    const worker = service({
      start: ({ incarnation }) => {
        spec.start(incarnation);
        return incarnation;
      },
      handle: (message: string, { incarnation }) => spec.handle(message, incarnation),
      stop: (incarnation) => spec.cleanup(incarnation),
    });
    const logic = fromSupervisor({
      children: [child('worker', worker)],
      policy: restartAtOnce,
      intensity: spec.limit,
    });
    const tree = createActor(logic, clock === undefined ? {} : { clock });
    // Not `tree.on`: XState lets the listeners of an actor go when it has ended.
    events$(tree).subscribe({
      next: (event) => {
        if (event.type === 'supervisor.gaveUp') spec.gaveUp(told(event));
        if (event.type === 'message.undeliverable') spec.undelivered(told(event));
      },
    });
    // A root that has given up is an actor in error, which XState throws where nobody observes it.
    tree.subscribe({ error: () => undefined });
    tree.start();
    return {
      send: (message) => tell(tree, 'worker', message),
      stop: async () => {
        await stop(tree);
      },
    };
  };
}
