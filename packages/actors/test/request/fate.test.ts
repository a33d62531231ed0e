import { describe, expect, it } from 'vitest';
import {
  ask,
  child,
  type Child,
  DataCorruptionError,
  fromSupervisor,
  NetworkTimeoutError,
  policy,
  refAt,
  StateCorruptionError,
  stop,
  tell,
  terminateChild,
} from '../../src/index.ts';
import { manualService } from '../manual-service.ts';
import { anyPath, outcome, plant } from '../plant.ts';

const blip = () => new NetworkTimeoutError('no route');
const slowRetry = { retry: { backoff: { kind: 'constant', delayMs: 1_000 } } } as const;

describe('the fate of operations', () => {
  it('rule 19: when retry ends in a restart, each parked ask rejects with its own error', async () => {
    const manual = manualService({ concurrency: 2 });
    const { tree, clock } = plant({
      policy: policy({ ...slowRetry, retry: { ...slowRetry.retry, maxAttempts: 1 } }),
      children: [child('db', manual.service)],
    });
    const replies = ['a', 'b'].map((request) => outcome(ask(tree, 'db', request)));
    const errors = [blip(), blip(), blip(), blip()];
    manual.attempts[0]?.reject(errors[0]);
    manual.attempts[1]?.reject(errors[1]);
    await clock.advance(1_000);
    expect(replies).toEqual([{}, {}]);
    manual.attempts[2]?.reject(errors[2]);
    manual.attempts[3]?.reject(errors[3]);
    await clock.settle();
    expect(refAt(tree, 'db').getSnapshot().value).toBe('running');
    expect(manual.made.slice(2)).toEqual(['a2', 'b2']);
    expect(replies.map(({ error }) => error)).toEqual([errors[2], errors[3]]);
  });

  it('rule 19: when the service fails, escalates or is stopped, too', async () => {
    const ends: readonly ((kids: Child<'db'>) => ReturnType<typeof plant>)[] = [
      (db) => plant({ policy: policy({ RECOVERABLE: ['fail'] }), children: [db] }),
      (db) => plant({ policy: policy({ RECOVERABLE: ['escalate'] }), children: [db] }),
    ];
    for (const end of ends) {
      const manual = manualService();
      const { tree, clock } = end(child('db', manual.service) as Child<'db'>);
      const reply = outcome(ask(tree, anyPath('db'), 'a'));
      const error = new StateCorruptionError('half a row');
      manual.last().reject(error);
      await clock.settle();
      expect(reply.error).toBe(error);
    }
    const manual = manualService();
    const { tree, clock } = plant({
      policy: policy(slowRetry),
      children: [child('db', manual.service)],
    });
    const reply = outcome(ask(tree, 'db', 'a'));
    const error = blip();
    manual.last().reject(error);
    await clock.settle();
    void stop(tree);
    await clock.settle();
    expect(reply.error).toBe(error);
  });

  it('rule 19: a tell that is given up becomes a dead letter', async () => {
    const manual = manualService();
    const { tree, clock, probe } = plant({ children: [child('db', manual.service)] });
    tell(tree, 'db', 'note');
    manual.last().reject(new StateCorruptionError('half a row'));
    await clock.settle();
    expect(probe.of('message.undeliverable')).toEqual([
      {
        type: 'message.undeliverable',
        at: 0,
        path: 'db',
        kind: 'tell',
        reason: 'its operation failed',
      },
    ]);
  });

  it('rule 19: when the service becomes degraded, what is parked is handed to the fallback', async () => {
    const manual = manualService({ fallback: (request) => `cached ${request}` });
    const { tree, clock } = plant({
      policy: policy({ TRANSIENT: ['fallback', 'fail'] }),
      children: [child('db', manual.service)],
    });
    const reply = outcome(ask(tree, 'db', 'a'));
    manual.last().reject(blip());
    await clock.settle();
    expect(refAt(tree, 'db').getSnapshot().value).toBe('degraded');
    expect(reply).toEqual({ value: 'cached a' });
  });

  it('rule 19: queued requests survive restarts', async () => {
    const manual = manualService();
    const { tree, clock } = plant({ children: [child('db', manual.service)] });
    const replies = ['a', 'b', 'c'].map((request) => outcome(ask(tree, 'db', request)));
    manual.last().reject(new StateCorruptionError('half a row'));
    await clock.settle();
    expect(manual.made).toEqual(['a1', 'b1']);
    expect(manual.last().ctx).toMatchObject({ resource: 2, incarnation: 2 });
    manual.last().resolve();
    await clock.settle();
    manual.last().resolve();
    await clock.settle();
    expect(replies).toMatchObject([
      { error: { name: 'StateCorruptionError' } },
      { value: 'b!' },
      { value: 'c!' },
    ]);
  });

  it('rule 20: a restart aborts what is in flight, with IncarnationEndedError', async () => {
    const manual = manualService({ concurrency: 2 });
    const { tree, clock, probe } = plant({ children: [child('db', manual.service)] });
    const replies = ['a', 'b'].map((request) => outcome(ask(tree, 'db', request)));
    const { signal } = manual.attempts[1]?.ctx ?? {};
    manual.attempts[0]?.reject(new StateCorruptionError('half a row'));
    await clock.settle();
    expect(replies[1]?.error).toMatchObject({ code: 'INCARNATION_ENDED' });
    expect(signal?.aborted).toBe(true);
    expect(signal?.reason).toBe(replies[1]?.error);
    // A tell in flight is a dead letter.
    tell(tree, 'db', 'c');
    void ask(tree, 'db', 'd').catch(() => undefined);
    manual.last().reject(new StateCorruptionError('half a row'));
    await clock.settle();
    expect(probe.of('message.undeliverable')).toMatchObject([
      { kind: 'tell', reason: 'its incarnation ended' },
    ]);
  });

  it('rule 3: what an earlier incarnation still says is never delivered nor counted', async () => {
    const manual = manualService({ concurrency: 2 });
    const { tree, clock, probe } = plant({ children: [child('db', manual.service)] });
    const replies = ['a', 'b'].map((request) => outcome(ask(tree, 'db', request)));
    manual.attempts[0]?.reject(new StateCorruptionError('half a row'));
    await clock.settle();
    const before = replies[1]?.error;
    manual.attempts[1]?.reject(new DataCorruptionError('late'));
    await clock.settle();
    expect(replies[1]?.error).toBe(before);
    expect(probe.of('child.faulted')).toHaveLength(1);
    expect(refAt(tree, 'db').getSnapshot().value).toBe('running');
  });

  it('rule 20: a stop lets what is in flight finish, then cleans up', async () => {
    const stops: string[] = [];
    const manual = manualService({
      stop: (resource, reason) => void stops.push(`${resource} ${reason}`),
    });
    const { tree, clock } = plant({ children: [child('db', manual.service)] });
    const replies = ['a', 'b'].map((request) => outcome(ask(tree, 'db', request)));
    const stopping = outcome(terminateChild(tree, 'db'));
    await clock.advance(4_000);
    expect(replies[0]).toEqual({});
    expect(replies[1]?.error).toMatchObject({ code: 'SERVICE_UNAVAILABLE', state: 'stopping' });
    expect(stops).toEqual([]);
    manual.last().resolve();
    await clock.settle();
    expect(replies[0]).toEqual({ value: 'a!' });
    expect(stops).toEqual(['1 shutdown']);
    expect(stopping).toEqual({ value: { ok: true } });
  });

  it('rule 28: a failure while it drains reaches its caller and moves nothing', async () => {
    const manual = manualService();
    const { tree, clock, probe } = plant({ children: [child('db', manual.service)] });
    const reply = outcome(ask(tree, 'db', 'a'));
    void terminateChild(tree, 'db');
    const error = new DataCorruptionError('disk');
    manual.last().reject(error);
    await clock.settle();
    expect(reply.error).toBe(error);
    expect(probe.of('incident.opened')).toEqual([]);
    expect(refAt(tree, 'db').getSnapshot().value).toBe('stopped');
  });

  it('tree.stop() leaves nobody waiting: in flight, parked, queued and not yet started alike', async () => {
    const [flying, parked, starting] = [
      manualService({ concurrency: 1 }),
      manualService(),
      manualService(),
    ];
    const hanging = {
      ...starting.service,
      hooks: {
        ...starting.service.hooks,
        handle: () => 1,
        start: () => new Promise(() => undefined),
      },
    };
    const inner = fromSupervisor({
      policy: policy(slowRetry),
      children: [child('parked', parked.service)],
    });
    const { tree, clock } = plant({
      children: [
        child('flying', flying.service),
        child('inner', inner),
        child('starting', hanging),
      ],
    });
    const replies = [
      outcome(ask(tree, 'flying', 'a')),
      outcome(ask(tree, 'flying', 'b')),
      outcome(ask(tree, 'inner/parked', 'c')),
      outcome(ask(tree, 'inner/parked', 'd')),
      outcome(ask(tree, 'starting', 'e')),
    ];
    parked.last().reject(blip());
    await clock.settle();
    tree.stop();
    await clock.settle();
    expect(replies.map(({ error }) => (error as Error).name)).toEqual([
      'IncarnationEndedError',
      'ServiceUnavailableError',
      'NetworkTimeoutError',
      'ServiceUnavailableError',
      'ServiceUnavailableError',
    ]);
    expect(clock.pending).toBe(0);
  });
});
