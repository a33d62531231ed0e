import { expect, it } from 'vitest';
import { fromCallback, setup } from 'xstate';
import {
  ask,
  child,
  fromSupervisor,
  MailboxFullError,
  otp,
  policy,
  refAt,
  service,
  StateCorruptionError,
  tell,
} from '../../../src/index.ts';
import { faultyService } from '../../../src/testing/index.ts';
import { anyPath, outcome, plant } from '../../plant.ts';

const bug = () => new StateCorruptionError('bug');

const slowRestart = policy({
  RECOVERABLE: ['restart', 'fail'],
  TRANSIENT: ['restart', 'fail'],
  restart: { maxAttempts: 10, backoff: { kind: 'constant', delayMs: 1_000 } },
});

/** Restart semantics: 8 to 10. */
export function draining(): void {
  it('8. what stands below is stopped first, and waited for; the new life begins with none of it', async () => {
    const ends: (() => void)[] = [];
    const calls: string[] = [];
    const grandchild = (id: string) =>
      service({
        start: ({ incarnation }) => calls.push(`start ${id} ${incarnation}`),
        handle: () => undefined,
        stop: () =>
          new Promise<void>((resolve) => {
            ends.push(() => {
              calls.push(`stopped ${id}`);
              resolve();
            });
          }),
      });
    const inner = fromSupervisor({
      policy: otp,
      children: [child('x', grandchild('x')), child('y', grandchild('y'))],
    });
    const flaky = faultyService({ handle: [bug()] });
    const { tree, clock } = plant({
      policy: otp,
      strategy: 'one_for_all',
      children: [child('inner', inner), child('flaky', flaky.service)],
    });
    outcome(ask(tree, 'flaky', 'x'));
    await clock.advance(1_000);
    expect(calls).toEqual(['start x 1', 'start y 1']);
    ends[0]?.();
    await clock.settle();
    expect(calls.slice(2)).toEqual(['stopped y']);
    ends[1]?.();
    await clock.settle();
    expect(calls.slice(3)).toEqual(['stopped x', 'start x 2', 'start y 2']);
  });

  it('8. what a start has begun before it threw is stopped, too', async () => {
    const running = new Set<string>();
    const early = fromCallback(() => {
      running.add('early');
      return () => running.delete('early');
    });
    const machine = setup({ actors: { early } }).createMachine({
      invoke: { src: 'early' },
      initial: 'broken',
      states: {
        broken: {
          entry: () => {
            throw bug();
          },
        },
      },
    });
    const { clock, probe } = plant({ policy: slowRestart, children: [child('job', machine)] });
    await clock.settle();
    expect(probe.of('child.faulted')).toMatchObject([{ fault: { origin: 'start' } }]);
    expect([...running]).toEqual([]);
  });

  it('9. a second fault while the backlog drains: the rest is delivered once each, in order', async () => {
    const handled: string[] = [];
    const lives: number[] = [];
    const moody = service({
      start: ({ incarnation }) => void lives.push(incarnation),
      handle: (request: string) => {
        handled.push(request);
        if (request.startsWith('throw')) throw bug();
        return request;
      },
    });
    const { tree, clock } = plant({ policy: slowRestart, children: [child('moody', moody)] });
    outcome(ask(tree, 'moody', 'throw 1'));
    await clock.settle();
    const backlog = ['throw 2', 'ping 1', 'ping 2'].map((request) =>
      outcome(ask(tree, 'moody', request)),
    );
    await clock.advance(5_000);
    expect(lives).toEqual([1, 2, 3]);
    expect(handled).toEqual(['throw 1', 'throw 2', 'ping 1', 'ping 2']);
    expect(backlog.slice(1)).toEqual([{ value: 'ping 1' }, { value: 'ping 2' }]);
  });

  it('10. the stash is bounded during backoff: what does not fit is a dead letter that says so', async () => {
    const handled: string[] = [];
    const moody = service({
      handle: (request: string) => {
        handled.push(request);
        if (request === 'throw') throw bug();
      },
      mailboxSize: 2,
    });
    const { tree, clock, probe } = plant({
      policy: slowRestart,
      children: [child('moody', moody)],
    });
    outcome(ask(tree, 'moody', 'throw'));
    await clock.settle();
    expect(refAt(tree, 'moody').getSnapshot().value).toBe('restarting');
    for (const message of ['1', '2', '3', '4']) tell(tree, 'moody', message);
    await expect(ask(tree, anyPath('moody'), '5')).rejects.toThrow(MailboxFullError);
    await clock.advance(1_000);
    expect(handled).toEqual(['throw', '1', '2']);
    const lost = probe.of('message.undeliverable');
    expect(lost).toMatchObject([
      { path: 'moody', kind: 'tell', reason: 'mailbox full' },
      { path: 'moody', kind: 'tell', reason: 'mailbox full' },
      { path: 'moody', kind: 'ask', reason: 'mailbox full' },
    ]);
  });
}
