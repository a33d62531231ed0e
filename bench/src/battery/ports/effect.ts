import { Effect, Exit, Queue, Schedule, Scope } from 'effect';
import type { Port, WorkerSpec } from '../trial.ts';

function incarnationOf(spec: WorkerSpec, mailbox: Queue.Queue<string>, incarnation: number) {
  return Effect.gen(function* () {
    yield* Effect.addFinalizer(() => Effect.sync(() => spec.cleanup(incarnation)));
    yield* Effect.try({ try: () => spec.start(incarnation), catch: (error) => error });
    for (;;) {
      const message = yield* Queue.take(mailbox);
      yield* Effect.tryPromise({
        try: async () => spec.handle(message, incarnation),
        catch: (error) => error,
      });
    }
  }).pipe(Effect.scoped);
}

/** A fiber that retries a scoped loop, as often as the limit says. */
export const effectPort: Port = async (spec) => {
  const scope = await Effect.runPromise(Scope.make());
  const mailbox = await Effect.runPromise(Queue.unbounded<string>());
  let incarnation = 0;
  const next = Effect.suspend(() => {
    incarnation += 1;
    return incarnationOf(spec, mailbox, incarnation);
  });
  const gaveUp = Effect.sync(() => spec.gaveUp('retry schedule exhausted -> fiber failed'));
  const supervised = next.pipe(
    Effect.retry(Schedule.recurs(spec.limit.maxRestarts)),
    Effect.tapCause(() => gaveUp),
  );
  await Effect.runPromise(Effect.forkIn(supervised, scope));
  return {
    send: (message) => Queue.offerUnsafe(mailbox, message),
    stop: () => Effect.runPromise(Scope.close(scope, Exit.void)),
  };
};
