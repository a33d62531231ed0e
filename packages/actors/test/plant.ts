import { type Actor, createActor } from 'xstate';
import {
  type Child,
  fromSupervisor,
  type SupervisorLogic,
  type SupervisorOptions,
  type TreeInput,
} from '../src/index.ts';
import { createTestClock, probeEvents } from '../src/testing/index.ts';

type ById<List extends readonly Child[]> = {
  readonly [Each in List[number] as Each['id']]: Each['runs'];
};

/** A tree on a test clock, probed from its start on. */
export function plant<const List extends readonly Child[], Step extends string = never>(
  options: SupervisorOptions<List, Step>,
  input?: TreeInput,
) {
  const clock = createTestClock();
  const logic = fromSupervisor(options);
  // XState's options depend on the logic's input, which is not known of a logic of unknown children.
  const tree = createActor(logic, { clock, input } as never) as Actor<
    SupervisorLogic<ById<List>, Step>
  >;
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
