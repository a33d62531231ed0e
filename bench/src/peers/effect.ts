import { Deferred, Effect, Exit, Queue, Schedule, Scope } from 'effect';
import type { Probe } from '../probe.ts';
import type { Message, Subject, World } from './subject.ts';

type ChildMessage = Message<Deferred.Deferred<number>>;
type Mailbox = Queue.Queue<ChildMessage>;

/** One incarnation handles messages until it fails; then the next one starts from nothing. */
function childOf(probe: Probe, mailbox: Mailbox) {
  return Effect.gen(function* () {
    let count = 0;
    probe.childStarted();
    for (;;) {
      const message = yield* Queue.take(mailbox);
      if (message.type === 'inc') count += 1;
      else if (message.type === 'get') yield* Deferred.succeed(message.reply, count);
      else yield* Effect.try({ try: () => probe.crash(), catch: (error) => error });
    }
  }).pipe(Effect.retry(Schedule.forever));
}

async function worldOf(probe: Probe): Promise<World> {
  const scope = await Effect.runPromise(Scope.make());
  const mailboxes: Mailbox[] = [];
  const at = (index: number): Mailbox => {
    const mailbox = mailboxes[index];
    if (mailbox === undefined) throw new Error('spawn first');
    return mailbox;
  };
  const spawnOne = Effect.gen(function* () {
    const mailbox = yield* Queue.unbounded<ChildMessage>();
    mailboxes.push(mailbox);
    yield* Effect.forkIn(childOf(probe, mailbox), scope);
  });
  return {
    spawn: (count) =>
      Effect.runPromise(Effect.repeat(spawnOne, { times: count - 1 })).then(() => undefined),
    crash: (index) => {
      Queue.offerUnsafe(at(index), { type: 'crash' });
    },
    tell: (index) => {
      Queue.offerUnsafe(at(index), { type: 'inc' });
    },
    ask: (index) =>
      Effect.runPromise(
        Effect.gen(function* () {
          const reply = yield* Deferred.make<number>();
          yield* Queue.offer(at(index), { type: 'get', reply });
          return yield* Deferred.await(reply);
        }),
      ),
    teardown: () => Effect.runPromise(Scope.close(scope, Exit.void)),
  };
}

export const effectSubject: Subject = {
  setup: worldOf,
};
