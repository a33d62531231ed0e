import { describe, expect, it } from 'vitest';
import {
  ask,
  child,
  DataCorruptionError,
  deleteChild,
  NetworkTimeoutError,
  policy,
  recover,
  refAt,
  restartChild,
  service,
  StateCorruptionError,
  terminateChild,
} from '../../src/index.ts';
import { faultyService } from '../../src/testing/index.ts';
import { deferred, manualService } from '../manual-service.ts';
import { anyPath, outcome, plant } from '../plant.ts';

const disk = () => new DataCorruptionError('disk');
const blip = () => new NetworkTimeoutError('no route');
const gentle = policy({ TRANSIENT: ['fallback', 'fail'] });

describe('degraded', () => {
  it('rule 34: the old worker is stopped, the fallback answers, and it gets no resource', async () => {
    const contexts: object[] = [];
    const manual = manualService({
      fallback: (request, ctx) => {
        contexts.push({
          resource: (ctx as { resource?: unknown }).resource,
          requestId: ctx.requestId,
        });
        return `cached ${request}`;
      },
      stop: (resource, reason) => void stops.push(`${resource} ${reason}`),
    });
    const stops: string[] = [];
    const { tree, clock } = plant({ policy: gentle, children: [child('db', manual.service)] });
    const parked = outcome(ask(tree, 'db', 'a'));
    const { requestId } = manual.last().ctx;
    manual.last().reject(blip());
    await clock.settle();
    expect(parked).toEqual({ value: 'cached a' });
    expect(contexts).toEqual([{ resource: undefined, requestId }]);
    expect(stops).toEqual(['1 restart']);
    await expect(ask(tree, 'db', 'b')).resolves.toBe('cached b');
    expect(refAt(tree, 'db').getSnapshot().hasTag('available')).toBe(true);
  });

  it('without a fallback requests are refused at once, with the error that degraded it', async () => {
    const flaky = faultyService({ handle: [disk()] });
    const { tree, clock } = plant({ children: [child('db', flaky.service)] });
    await expect(ask(tree, 'db', 'a')).rejects.toMatchObject({ code: 'SERVICE_DEGRADED' });
    const reply = outcome(ask(tree, 'db', 'b'));
    await clock.settle();
    expect(reply.error).toMatchObject({ code: 'SERVICE_DEGRADED', cause: { message: 'disk' } });
  });

  it('queued requests go to the fallback, too', async () => {
    const manual = manualService({ fallback: (request) => `cached ${request}` });
    const { tree, clock } = plant({ policy: gentle, children: [child('db', manual.service)] });
    const replies = ['a', 'b', 'c'].map((request) => outcome(ask(tree, 'db', request)));
    manual.last().reject(blip());
    await clock.settle();
    expect(replies).toEqual([{ value: 'cached a' }, { value: 'cached b' }, { value: 'cached c' }]);
  });

  it('rule 34: the degrade hook is the entering: what is parked waits for it', async () => {
    const ready = deferred();
    const manual = manualService({
      fallback: (request) => `cached ${request}`,
      degrade: () => ready.promise,
    });
    const { tree, clock } = plant({ policy: gentle, children: [child('db', manual.service)] });
    const reply = outcome(ask(tree, 'db', 'a'));
    manual.last().reject(blip());
    await clock.advance(1_000);
    expect(reply).toEqual({});
    expect(refAt(tree, 'db').getSnapshot().value).toBe('running');
    ready.resolve();
    await clock.settle();
    expect(reply).toEqual({ value: 'cached a' });
    expect(refAt(tree, 'db').getSnapshot().value).toBe('degraded');
  });

  it('rule 34: when the degrade hook fails, the next step is taken and the ask has its own error', async () => {
    const manual = manualService({
      fallback: (request) => `cached ${request}`,
      degrade: async () => Promise.reject(new TypeError('no cache')),
    });
    const { tree, clock, probe } = plant({
      policy: gentle,
      children: [child('db', manual.service)],
    });
    const reply = outcome(ask(tree, 'db', 'a'));
    manual.last().reject(blip());
    await clock.settle();
    expect(reply.error).toMatchObject({ message: 'no route' });
    expect(refAt(tree, 'db').getSnapshot().value).toBe('failed');
    expect(probe.of('child.faulted').map(({ fault }) => fault.origin)).toEqual([
      'operation',
      'step',
    ]);
  });
});

describe('the way back', () => {
  it('rule 35: tries by itself after 30 s, while the fallback goes on answering', async () => {
    const starts: ReturnType<typeof deferred<void>>[] = [];
    const slow = service({
      start: ({ incarnation }) => {
        const start = deferred();
        starts.push(start);
        return start.promise.then(() => incarnation);
      },
      handle: async (request: string, { resource }) => {
        if (request === 'break') throw blip();
        return `${request} by ${resource}`;
      },
      fallback: (request) => `cached ${request}`,
    });
    const { tree, clock, probe } = plant({ policy: gentle, children: [child('db', slow)] });
    starts[0]?.resolve();
    await ask(tree, 'db', 'break');
    expect(refAt(tree, 'db').getSnapshot().context).toMatchObject({
      step: 'fallback',
      nextAt: 30_000,
    });
    await clock.advance(30_000);
    expect(starts).toHaveLength(2);
    expect(refAt(tree, 'db').getSnapshot().value).toBe('degraded');
    expect(refAt(tree, 'db').getSnapshot().phase).toBe('starting');
    await expect(ask(tree, 'db', 'a')).resolves.toBe('cached a');
    starts[1]?.resolve();
    await clock.settle();
    await expect(ask(tree, 'db', 'b')).resolves.toBe('b by 2');
    expect(probe.story('recovery.attempted', 'child.recovered')).toEqual([
      'recovery.attempted db',
      'child.recovered db',
    ]);
  });

  it('rule 35: the delay doubles to 5 min, and starts anew after proven health', async () => {
    const flaky = faultyService({
      handle: [blip()],
      start: ['ok', ...Array.from({ length: 6 }, blip)],
      fallback: true,
    });
    const { tree, clock, probe } = plant({
      policy: gentle,
      children: [child('db', flaky.service)],
    });
    await ask(tree, 'db', 'a');
    await clock.advance(3_000_000);
    const attempts = probe.of('recovery.attempted').map(({ at }) => at / 1_000);
    expect(attempts.map((at, index) => at - (attempts[index - 1] ?? 0))).toEqual([
      30, 60, 120, 240, 300, 300, 300,
    ]);
    expect(refAt(tree, 'db').getSnapshot().value).toBe('running');
    flaky.thenHandle(blip());
    await ask(tree, 'db', 'b');
    expect(probe.of('child.degraded').at(-1)).toMatchObject({ nextAt: 3_000_000 + 30_000 });
  });

  it('rule 35: a failure before stableAfterMs goes straight back to degraded, and the delay goes on', async () => {
    const flaky = faultyService({ handle: [blip()], fallback: true });
    const { tree, clock, probe } = plant({
      policy: gentle,
      children: [child('db', flaky.service)],
    });
    await ask(tree, 'db', 'a');
    await clock.advance(30_000);
    flaky.thenHandle(new StateCorruptionError('half a row'));
    await expect(ask(tree, 'db', 'b')).resolves.toBe('fallback b');
    expect(probe.of('child.restarting')).toEqual([]);
    expect(probe.of('child.degraded').at(-1)).toMatchObject({ at: 30_000, nextAt: 90_000 });
  });

  it('rule 36: classified CRITICAL waits for a person; raised to it does not', async () => {
    const flaky = faultyService({ handle: [disk()] });
    const { tree, clock, probe } = plant({ children: [child('db', flaky.service)] });
    outcome(ask(tree, 'db', 'a'));
    await clock.advance(86_400_000);
    expect(refAt(tree, 'db').getSnapshot().value).toBe('degraded');
    expect(probe.of('recovery.attempted')).toEqual([]);
    expect(probe.of('alert.raised')[0]?.message).toContain('waits for a person');
    await expect(recover(tree, 'db')).resolves.toEqual({ ok: true });
    expect(probe.of('recovery.attempted')).toMatchObject([{ by: 'operator' }]);
    await expect(ask(tree, 'db', 'b')).resolves.toBe('b from 2');

    const bugs = faultyService({
      handle: Array.from({ length: 5 }, () => new StateCorruptionError('bug')),
    });
    const other = plant({
      policy: policy({ restart: { backoff: { kind: 'constant', delayMs: 0 }, maxAttempts: 10 } }),
      children: [child('db', bugs.service)],
    });
    for (let n = 0; n < 5; n++) outcome(ask(other.tree, 'db', `bug ${n}`));
    await other.clock.settle();
    expect(other.probe.of('child.faulted').at(-1)).toMatchObject({
      severity: 'CRITICAL',
      raisedBy: 'repeated failures',
    });
    expect(refAt(other.tree, 'db').getSnapshot().value).toBe('degraded');
    await other.clock.advance(30_000);
    expect(refAt(other.tree, 'db').getSnapshot().value).toBe('running');
  });
});

describe('operators', () => {
  /** A service brought into a state, by what its next requests and starts do. */
  async function inState(state: string) {
    const manual = manualService({ stop: () => end.promise });
    const end = deferred();
    const chains = { failed: ['fail'], degraded: ['fallback', 'fail'] } as const;
    const chain = state === 'failed' ? chains.failed : chains.degraded;
    const { tree, clock } = plant({
      policy: policy({ CRITICAL: chain }),
      children: [child('db', manual.service)],
    });
    const errors: Record<string, Error> = {
      retrying: blip(),
      restarting: new StateCorruptionError('x'),
      degraded: disk(),
      failed: disk(),
    };
    const error = errors[state];
    if (error !== undefined) {
      outcome(ask(tree, 'db', 'a'));
      manual.last().reject(error);
    }
    if (state === 'stopping' || state === 'stopped') void terminateChild(tree, 'db');
    if (state !== 'stopping' && state !== 'restarting') end.resolve();
    await clock.settle();
    expect(refAt(tree, 'db').getSnapshot().value).toBe(state);
    return { tree, clock };
  }

  it.each([
    ['running', { ok: true }],
    ['retrying', { ok: false, reason: 'in_progress', state: 'retrying' }],
    ['restarting', { ok: false, reason: 'in_progress', state: 'restarting' }],
    ['degraded', { ok: true }],
    ['failed', { ok: true }],
    ['stopping', { ok: false, reason: 'stopping', state: 'stopping' }],
    ['stopped', { ok: false, reason: 'stopped', state: 'stopped' }],
  ] as const)('rule 38: recover of a %s child', async (state, result) => {
    const { tree, clock } = await inState(state);
    const answer = outcome(recover(tree, 'db'));
    await clock.settle();
    expect(answer).toMatchObject({ value: result });
    expect(refAt(tree, 'db').getSnapshot().value).toBe(result.ok ? 'running' : state);
  });

  it.each([
    ['running', 'running'],
    ['retrying', 'running'],
    ['degraded', 'running'],
    ['restarting', 'restarting'],
    ['stopping', 'stopping'],
    ['failed', undefined],
    ['stopped', undefined],
  ] as const)('rule 39: restartChild of a %s child', async (state, reason) => {
    const { tree, clock } = await inState(state);
    const answer = outcome(restartChild(tree, 'db'));
    await clock.settle();
    const result = reason === undefined ? { ok: true } : { ok: false, reason, state };
    expect(answer).toMatchObject({ value: result });
    expect(refAt(tree, 'db').getSnapshot().value).toBe(reason === undefined ? 'running' : state);
  });

  it('rule 39: terminateChild is accepted in every state, and duplicates share one end', async () => {
    for (const state of [
      'running',
      'retrying',
      'restarting',
      'degraded',
      'failed',
      'stopping',
      'stopped',
    ]) {
      const { tree, clock } = await inState(state);
      const answers = [terminateChild(tree, 'db'), terminateChild(tree, 'db')].map(outcome);
      await clock.advance(5_000);
      expect(answers).toEqual([{ value: { ok: true } }, { value: { ok: true } }]);
      expect(refAt(tree, 'db').getSnapshot().value).toBe('stopped');
    }
  });

  it('rule 38: a failed recovery answers so; the event service.recover is the same act', async () => {
    const flaky = faultyService({ handle: [disk()], start: ['ok', disk()] });
    const { tree, clock } = plant({ children: [child('db', flaky.service)] });
    outcome(ask(tree, 'db', 'a'));
    await clock.settle();
    await expect(recover(tree, 'db')).resolves.toMatchObject({
      ok: false,
      reason: 'failed',
      state: 'degraded',
      error: expect.any(Error),
    });
    refAt(tree, 'db').send({ type: 'service.recover' });
    await clock.settle();
    expect(refAt(tree, 'db').getSnapshot().value).toBe('running');
  });

  it('of an unknown child: says so; below an unknown supervisor: rejects naming the known ones', async () => {
    const { tree } = plant({ children: [child('db', faultyService().service)] });
    for (const act of [restartChild, terminateChild, deleteChild, recover]) {
      await expect(act(tree, anyPath('bd'))).resolves.toMatchObject({ reason: 'not_found' });
      await expect(act(tree, anyPath('bd/a'))).rejects.toMatchObject({ code: 'UNKNOWN_CHILD' });
    }
  });
});
