import { expect, it } from 'vitest';
import { fromPromise, raise, setup } from 'xstate';
import {
  ask,
  child,
  otp,
  service,
  ServiceUnavailableError,
  StateCorruptionError,
  stop,
  tell,
  terminateChild,
} from '../../../src/index.ts';
import { deferred } from '../../manual-service.ts';
import { outcome, plant } from '../../plant.ts';

/** A machine that arms a repeating timer, a delayed event and a promise at its start. */
function ticking(heard: string[], answers: ReturnType<typeof deferred<string>>[]) {
  const slow = fromPromise(() => {
    const answer = deferred<string>();
    answers.push(answer);
    return answer.promise;
  });
  return setup({ actors: { slow } }).createMachine({
    entry: raise({ type: 'DELAYED' }, { delay: 3_000 }),
    invoke: { src: 'slow', onDone: { actions: ({ event }) => void heard.push(event.output) } },
    initial: 'ticking',
    states: { ticking: { after: { 1_000: { target: 'ticking', reenter: true } } } },
    on: {
      DELAYED: { actions: () => void heard.push('delayed') },
      CRASH: {
        actions: () => {
          throw new StateCorruptionError('bug');
        },
      },
    },
  });
}

/** Timers, late results, the fate of the mailbox: 19 and 20. */
export function late(): void {
  it('19. no message from a dead life, and as many timers as one life arms', async () => {
    const heard: string[] = [];
    const answers: ReturnType<typeof deferred<string>>[] = [];
    const { tree, clock } = plant({
      policy: otp,
      children: [child('machine', ticking(heard, answers))],
    });
    await clock.advance(2_999);
    expect(clock.pending).toBe(2);
    tell(tree, 'machine', { type: 'CRASH' });
    answers[0]?.resolve('of the dead');
    await clock.advance(2_000);
    expect(heard).toEqual([]);
    // Those of one life, and the supervisor's own, for the time of probation.
    expect(clock.pending).toBe(3);
    answers[1]?.resolve('of the living');
    await clock.advance(1_000);
    expect(heard).toEqual(['of the living', 'delayed']);
    await clock.advance(60_000);
    expect(clock.pending).toBe(1);
  });

  it('20. a stop for good: who waits is told at once, what was only told is a dead letter once', async () => {
    for (const end of ['child', 'tree'] as const) {
      const { tree, clock, probe } = plant({
        policy: otp,
        children: [child('slow', hanging(), { shutdown: 1_000 })],
      });
      outcome(ask(tree, 'slow', 'in flight'));
      const asked = outcome(ask(tree, 'slow', 'asked'));
      tell(tree, 'slow', 'told');
      await clock.settle();
      outcome<unknown>(end === 'child' ? terminateChild(tree, 'slow') : stop(tree));
      await clock.settle();
      expect(asked.error).toBeInstanceOf(ServiceUnavailableError);
      await clock.advance(5_000);
      const lost = probe.of('message.undeliverable').filter(({ kind }) => kind === 'tell');
      expect(lost).toMatchObject([{ path: 'slow', reason: 'stopping' }]);
    }
  });

  it('20. on a mere restart neither happens', async () => {
    const handled: string[] = [];
    const moody = service({
      handle: async (request: string) => {
        handled.push(request);
        await Promise.resolve();
        if (request === 'throw') throw new StateCorruptionError('bug');
        return request;
      },
    });
    const { tree, clock, probe } = plant({ policy: otp, children: [child('moody', moody)] });
    outcome(ask(tree, 'moody', 'throw'));
    const asked = outcome(ask(tree, 'moody', 'asked'));
    tell(tree, 'moody', 'told');
    await clock.settle();
    expect(asked).toEqual({ value: 'asked' });
    expect(handled).toEqual(['throw', 'asked', 'told']);
    expect(probe.of('message.undeliverable')).toEqual([]);
  });
}

function hanging() {
  return service({ handle: (_request: string) => new Promise<string>(() => undefined) });
}
