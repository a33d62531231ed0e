import { type AnySupervisorLogic, service } from '@kintsugi/actors';
import { createTestClock, type TestClock } from '@kintsugi/actors/testing';
import { createActor } from 'xstate';

/** How a service fails, once it has been told to: it comes up and loses its worker, or does not come up. */
export type FailingBy = 'crash' | 'start';

/** A service that runs well until it is told to fail, and then fails at once at every start. */
export function failingService(by: FailingBy) {
  const seen = { lives: 0 };
  let isFailing = false;
  let loseWorker = () => {};
  return {
    seen,
    service: service({
      start: ({ exit }) => {
        seen.lives += 1;
        loseWorker = () => exit();
        if (isFailing && by === 'start') throw new Error('it does not start');
        if (isFailing) exit();
      },
      handle: (_request: string) => 'ok',
    }),
    fail: () => {
      isFailing = true;
      loseWorker();
    },
  };
}

/** What a real tree comes to: how long after the first fault its root has given up; `Infinity` when it has not within `untilMs`. */
export async function liveThrough(
  tree: AnySupervisorLogic,
  { fail, seen }: ReturnType<typeof failingService>,
  untilMs: number,
): Promise<{ readonly lives: number; readonly afterMs: number }> {
  const clock = createTestClock();
  const actor = createActor(tree, { clock, input: { random: () => 0 } });
  const ended: number[] = [];
  actor.subscribe({
    error: () => ended.push(clock.now()),
    complete: () => ended.push(clock.now()),
  });
  actor.start();
  await clock.advance(60_000);
  const failedAt = clock.now();
  fail();
  await advanceUntil(clock, failedAt + untilMs, () => ended.length > 0);
  const [endedAt] = ended;
  if (endedAt === undefined) actor.stop();
  return { lives: seen.lives, afterMs: (endedAt ?? Infinity) - failedAt };
}

async function advanceUntil(clock: TestClock, untilMs: number, isOver: () => boolean) {
  await clock.settle();
  while (!isOver() && clock.now() < untilMs) await clock.advance(60_000);
}
