import { createActor } from 'xstate';
import {
  type Child,
  fromSupervisor,
  type SupervisorOptions,
  type TreeInput,
} from '../src/index.ts';
import { createTestClock, probeEvents } from '../src/testing/index.ts';

/** A tree on a test clock, probed from its start on. */
export function plant<const List extends readonly Child[], Step extends string = never>(
  options: SupervisorOptions<List, Step>,
  input?: TreeInput,
) {
  const clock = createTestClock();
  const logic = fromSupervisor(options);
  const tree = createActor(logic, { clock, input });
  const probe = probeEvents(tree);
  // Without an error observer XState would make a tree that gives up an uncaught exception.
  tree.subscribe({ error: () => undefined });
  tree.start();
  return { tree, clock, probe };
}

/** What a promise came to, for looking at it later: nothing is left unhandled. */
export function outcome<Value>(promise: Promise<Value>): { value?: Value; error?: unknown } {
  const seen: { value?: Value; error?: unknown } = {};
  promise.then(
    (value) => {
      seen.value = value;
    },
    (error: unknown) => {
      seen.error = error;
    },
  );
  return seen;
}

/** A path that is known at run time only: no type checks it. */
export function anyPath(path: string): string {
  return path;
}
