import { afterEach, describe, expect, it, vi } from 'vitest';
import { ask, child, policy, refAt, service, tell } from '../../src/index.ts';
import { faultyService } from '../../src/testing/index.ts';
import { manualService } from '../manual-service.ts';
import { outcome, plant } from '../plant.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('handleWithinMs', () => {
  it('rule 22: a request that hangs is a TRANSIENT fault after 30 s, and is tried again', async () => {
    const flaky = faultyService({ handle: ['hang'] });
    const { tree, clock, probe } = plant({ children: [child('db', flaky.service)] });
    const reply = outcome(ask(tree, 'db', 'a'));
    await clock.advance(29_999);
    expect(probe.of('child.faulted')).toEqual([]);
    await clock.advance(1);
    expect(probe.of('child.faulted')).toMatchObject([
      {
        severity: 'TRANSIENT',
        fault: { origin: 'operation', error: { name: 'HandleTimeoutError' } },
      },
    ]);
    expect(reply).toEqual({ value: 'a from 1' });
  });

  it('each request has its own deadline, its signal is aborted, and Infinity means none', async () => {
    const manual = manualService({ concurrency: 2, handleWithinMs: 1_000 });
    const patient = manualService({ handleWithinMs: Infinity });
    const { tree, clock, probe } = plant({
      children: [child('db', manual.service), child('patient', patient.service)],
    });
    void ask(tree, 'patient', 'p').catch(() => undefined);
    outcome(ask(tree, 'db', 'a'));
    await clock.advance(400);
    outcome(ask(tree, 'db', 'b'));
    const [a, b] = manual.attempts.map(({ ctx }) => ctx.signal);
    await clock.advance(600);
    expect([a?.aborted, b?.aborted]).toEqual([true, false]);
    expect(a?.reason).toMatchObject({ name: 'HandleTimeoutError' });
    await clock.advance(400);
    expect(b?.aborted).toBe(true);
    await clock.advance(600_000);
    expect(probe.of('child.faulted').filter(({ path }) => path === 'patient')).toEqual([]);
  });

  it('a tree that a hung request ends leaves no timer behind', async () => {
    const patient = manualService({ handleWithinMs: 50_000 });
    const hasty = manualService({ handleWithinMs: 30_000 });
    const { tree, clock } = plant({
      policy: policy({ TRANSIENT: ['escalate'] }),
      children: [
        child('patient', patient.service, { shutdown: 'brutal_kill' }),
        child('hasty', hasty.service, { shutdown: 'brutal_kill' }),
      ],
    });
    outcome(ask(tree, 'patient', 'x'));
    outcome(ask(tree, 'hasty', 'x'));
    tree.subscribe({ error: () => undefined });
    await clock.advance(30_000);
    expect(tree.getSnapshot().status).toBe('error');
    expect(clock.pending).toBe(0);
  });

  it('a late reply to an attempt that timed out is not delivered', async () => {
    const manual = manualService({ handleWithinMs: 1_000 });
    const { tree, clock } = plant({ children: [child('db', manual.service)] });
    const reply = outcome(ask(tree, 'db', 'a'));
    await clock.advance(1_000);
    expect(manual.made).toEqual(['a1', 'a2']);
    manual.attempts[0]?.resolve('late');
    await clock.settle();
    expect(reply).toEqual({});
    manual.last().resolve('in time');
    await clock.settle();
    expect(reply).toEqual({ value: 'in time' });
  });

  it('a hung request whose caller has given up still frees its place, and is a fault', async () => {
    const manual = manualService();
    const { tree, clock, probe } = plant({ children: [child('db', manual.service)] });
    const hung = outcome(ask(tree, 'db', 'a', { timeoutMs: 1_000 }));
    const next = outcome(ask(tree, 'db', 'b'));
    await clock.advance(1_000);
    expect(hung.error).toMatchObject({ code: 'ASK_TIMEOUT' });
    await clock.advance(29_000);
    expect(probe.of('child.faulted')).toMatchObject([
      { fault: { error: { name: 'HandleTimeoutError' } } },
    ]);
    expect(manual.made).toEqual(['a1', 'b1']);
    manual.last().resolve();
    await clock.settle();
    expect(next).toEqual({ value: 'b!' });
    expect(refAt(tree, 'db').getSnapshot().value).toBe('running');
  });
});

describe('the caller’s own limit', () => {
  it('ask gives up after timeoutMs and aborts the signal of the request', async () => {
    const manual = manualService();
    const { tree, clock, probe } = plant({ children: [child('db', manual.service)] });
    const reply = outcome(ask(tree, 'db', 'a', { timeoutMs: 500 }));
    const { signal } = manual.last().ctx;
    await clock.advance(500);
    expect(reply.error).toMatchObject({
      name: 'AskTimeoutError',
      message: 'db did not answer within 500 ms',
    });
    expect(signal.aborted).toBe(true);
    manual.last().reject(signal.reason);
    await clock.settle();
    expect(probe.of('child.faulted')).toEqual([]);
  });

  it('ask gives up when its signal is aborted, also while the request waits, and before it is sent', async () => {
    const manual = manualService();
    const { tree, clock } = plant({ children: [child('db', manual.service)] });
    const controller = new AbortController();
    void ask(tree, 'db', 'a');
    const waiting = outcome(ask(tree, 'db', 'b', { signal: controller.signal }));
    const reason = new Error('the user has gone');
    controller.abort(reason);
    await clock.settle();
    expect(waiting.error).toBe(reason);
    const unsent = outcome(ask(tree, 'db', 'c', { signal: controller.signal }));
    manual.last().resolve();
    await clock.settle();
    expect(unsent.error).toBe(reason);
    expect(manual.made).toEqual(['a1']);
  });

  it('an answer in time takes the timer and the listener back', async () => {
    const { tree, clock } = plant({ children: [child('db', faultyService().service)] });
    const { signal } = new AbortController();
    const remove = vi.spyOn(signal, 'removeEventListener');
    const manual = manualService({ handleWithinMs: Infinity });
    const other = plant({ children: [child('db', manual.service)] });
    const reply = outcome(ask(other.tree, 'db', 'a', { timeoutMs: 500, signal }));
    expect(other.clock.pending).toBe(1);
    manual.last().resolve();
    await other.clock.settle();
    expect(reply).toEqual({ value: 'a!' });
    expect(other.clock.pending).toBe(0);
    expect(remove).toHaveBeenCalledTimes(1);
    await expect(ask(tree, 'db', 'a', { timeoutMs: Infinity })).resolves.toBe('a from 1');
    await expect(ask(tree, 'db', 'a', { timeoutMs: 2 ** 40 })).resolves.toBe('a from 1');
    expect(clock.pending).toBe(0);
  });
});

describe('ctx.signal', () => {
  it('costs no AbortController when nobody reads it, over retries, restarts, deadlines and stops', async () => {
    let made = 0;
    vi.stubGlobal(
      'AbortController',
      class extends AbortController {
        constructor() {
          super();
          made += 1;
        }
      },
    );
    const blind = service({
      start: ({ incarnation }) => incarnation,
      handle: async (request: Error | 'ok' | 'hang') => {
        if (request === 'hang') return new Promise<string>(() => undefined);
        if (request !== 'ok') throw request;
        return request;
      },
      stop: async () => undefined,
      concurrency: 3,
    });
    const { tree, clock } = plant({ children: [child('db', blind)] });
    for (const request of ['ok', new TypeError('bug'), 'hang'] as const) {
      outcome(ask(tree, 'db', request));
      tell(tree, 'db', request);
      await clock.advance(31_000);
    }
    outcome(ask(tree, 'db', 'hang', { timeoutMs: 10 }));
    await clock.advance(10);
    tree.stop();
    await clock.settle();
    expect(made).toBe(0);
  });
});
