import { describe, expect, it } from 'vitest';
import { createActor, fromCallback } from 'xstate';
import {
  ask,
  child,
  DataCorruptionError,
  fromSupervisor,
  NetworkTimeoutError,
  policy,
  recover,
  refAt,
  service,
  StateCorruptionError,
  stop,
  tell,
} from '../src/index.ts';
import { createTestClock, faultyService, probeEvents } from '../src/testing/index.ts';

const run = (runs: Parameters<typeof child>[1], options: Parameters<typeof policy>[0] = {}) => {
  const clock = createTestClock();
  const tree = createActor(
    fromSupervisor({ children: [child('it', runs)], policy: policy(options) }),
    { clock },
  );
  const probe = probeEvents(tree);
  tree.start();
  return { clock, tree, probe };
};
/** What lazy query builders are: an object with a `then` that throws. */
const throwingThenable = () => {
  const lazy = {};
  Reflect.set(lazy, 'then', () => {
    throw new StateCorruptionError('pool is closed');
  });
  return lazy;
};

describe('what users may do to a tree', () => {
  it('a callback that answers its parent is not told its own answer', () => {
    let heard = 0;
    const { tree, probe } = run(
      fromCallback(({ sendBack, receive }) => {
        receive(() => {
          heard += 1;
          sendBack({ type: 'PONG' });
        });
      }),
    );
    tell(tree, 'it', { type: 'PING' });
    expect(heard).toBe(1);
    expect(probe.of('message.undeliverable')).toHaveLength(1);
  });

  it('rule 27: a stop hook whose promise throws when it is awaited is reported, and fails nothing', async () => {
    const { clock, tree, probe } = run(
      service({
        start: () => 'resource',
        handle: (request: string) => {
          if (request === 'bad') throw new StateCorruptionError('bad');
          return request;
        },
        stop: () => throwingThenable() as never,
      }),
    );
    await ask(tree, 'it', 'bad').catch(() => undefined);
    await clock.settle();
    expect(probe.of('hook.failed').map(({ hook, error }) => [hook, error.message])).toEqual([
      ['stop', 'pool is closed'],
    ]);
    expect(await ask(tree, 'it', 'good')).toBe('good');
  });

  it('an answer whose promise throws when it is awaited is a fault, and does not wedge the service', async () => {
    const { tree } = run(
      service({
        handle: (request: string) => (request === 'lazy' ? (throwingThenable() as never) : request),
      }),
    );
    await expect(ask(tree, 'it', 'lazy')).rejects.toThrow('pool is closed');
    expect(await ask(tree, 'it', 'good')).toBe('good');
  });

  it('rule 34: a degrade hook that never ends is given up, and the next step is taken', async () => {
    const { clock, tree } = run(
      service({
        handle: (_request: string): string => {
          throw new DataCorruptionError('lost');
        },
        fallback: () => 'fallback',
        degrade: () => new Promise<void>(() => undefined),
      }),
    );
    const asked = ask(tree, 'it', 'x').catch((error: unknown) => error);
    await clock.settle();
    expect(await recover(tree, 'it')).toMatchObject({ ok: false, reason: 'in_progress' });
    await clock.advance(30_000);
    expect(refAt(tree, 'it').getSnapshot().value).toBe('failed');
    expect(await asked).toBeInstanceOf(DataCorruptionError);
  });

  it('a custom step that never ends is given up, and its signal is aborted', async () => {
    const signals: AbortSignal[] = [];
    const drain = {
      step: 'drain',
      run: ({ signal }: { signal: AbortSignal }) => {
        signals.push(signal);
        return new Promise<void>(() => undefined);
      },
    } as const;
    const flaky = faultyService({ handle: [new StateCorruptionError('broken')] });
    const clock = createTestClock();
    const children = [child('it', flaky.service)];
    const chains = { RECOVERABLE: [drain, 'fail'] } as const;
    const tree = createActor(fromSupervisor({ children, policy: policy(chains) }), {
      clock,
    }).start();
    void ask(tree, 'it', 'x').catch(() => undefined);
    expect(refAt(tree, 'it').getSnapshot().value).toBe('drain');
    await clock.advance(30_000);
    expect(refAt(tree, 'it').getSnapshot().value).toBe('failed');
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('a request that a hanging fallback holds is answered when the tree stops', async () => {
    const { clock, tree } = run(
      service({
        handle: (_request: string): string => {
          throw new DataCorruptionError('lost');
        },
        fallback: () => new Promise<string>(() => undefined),
      }),
    );
    const asked = ask(tree, 'it', 'x').catch((error: unknown) => error);
    await clock.settle();
    await stop(tree);
    expect(await asked).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  });

  it('rule 22: a fallback that takes too long is ended as a handler is', async () => {
    const { clock, tree } = run(
      service({
        handle: (_request: string): string => {
          throw new DataCorruptionError('lost');
        },
        fallback: () => new Promise<string>(() => undefined),
      }),
    );
    const asked = ask(tree, 'it', 'x').catch((error: unknown) => error);
    await clock.advance(30_000);
    expect(await asked).toMatchObject({ code: 'HANDLE_TIMEOUT' });
  });

  it('a tree that was never started is stopped already', async () => {
    const tree = createActor(fromSupervisor({ children: [child('it', faultyService().service)] }));
    await stop(tree);
    expect(await recover(tree, 'it')).toMatchObject({ ok: false, reason: 'stopped' });
  });

  it('a request whose caller has gone leaves its place in the mailbox', async () => {
    const clock = createTestClock();
    const slow = service({
      handle: (_request: string) => new Promise<string>(() => undefined),
      mailboxSize: 1,
    });
    const tree = createActor(fromSupervisor({ children: [child('slow', slow)] }), {
      clock,
    }).start();
    void ask(tree, 'slow', 'in flight').catch(() => undefined);
    const gone = ask(tree, 'slow', 'waiting', { timeoutMs: 10 }).catch((error: unknown) => error);
    await clock.advance(10);
    expect(await gone).toMatchObject({ code: 'ASK_TIMEOUT' });
    let refused: unknown;
    void ask(tree, 'slow', 'next').catch((error: unknown) => (refused = error));
    await clock.settle();
    expect(refused).toBeUndefined();
  });

  it('rule 3: an answer that comes too late is told, and delivered to nobody', async () => {
    const answers: ((value: string) => void)[] = [];
    const { clock, tree, probe } = run(
      service({
        handle: (_request: string) => new Promise<string>((resolve) => answers.push(resolve)),
        handleWithinMs: 1_000,
      }),
    );
    const asked = ask(tree, 'it', 'x');
    await clock.advance(1_000);
    answers[0]?.('late');
    await clock.settle();
    expect(probe.of('message.undeliverable').map(({ reason }) => reason)).toEqual([
      'its answer came too late',
    ]);
    answers[1]?.('in time');
    expect(await asked).toBe('in time');
  });

  it('a failure is a fault also when its caller no longer waits', async () => {
    const fails: ((error: Error) => void)[] = [];
    const { clock, tree, probe } = run(
      service({
        handle: (_request: string) => new Promise<string>((_, reject) => fails.push(reject)),
      }),
    );
    const asked = ask(tree, 'it', 'x', { timeoutMs: 10 }).catch(() => 'gone');
    await clock.advance(10);
    expect(await asked).toBe('gone');
    fails[0]?.(new NetworkTimeoutError('no answer'));
    await clock.settle();
    expect(probe.of('child.faulted')).toHaveLength(1);
    expect(refAt(tree, 'it').getSnapshot().value).toBe('running');
  });

  it('a tree that had ended does not run again when it is restored', async () => {
    const flaky = faultyService();
    const shop = fromSupervisor({ children: [child('it', flaky.service)] });
    const tree = createActor(shop).start();
    await stop(tree);
    const restored = createActor(shop, { snapshot: tree.getPersistedSnapshot() }).start();
    expect(restored.getSnapshot().status).toBe('done');
    expect(flaky.calls.filter((call) => call.startsWith('start'))).toHaveLength(1);
  });
});
