import { describe, expect, it } from 'vitest';
import {
  ask,
  child,
  DataCorruptionError,
  NetworkTimeoutError,
  otp,
  policy,
  refAt,
  type RequestContext,
  service,
  type ServiceExit,
  type ServiceSpec,
  type StartContext,
  StateCorruptionError,
  stop,
  tell,
} from '../../src/index.ts';
import { deferred, manualService } from '../manual-service.ts';
import { anyPath, outcome, plant } from '../plant.ts';

/** A service whose requests end it, each with the exit of its name, and what it has been told to let go of. */
function leaver(spec: ServiceSpec<void>, options: Parameters<typeof policy>[0] = {}) {
  const stops: string[] = [];
  const starts: StartContext<void>[] = [];
  const runs = service({
    start: (ctx: StartContext<void>) => {
      starts.push(ctx);
      return ctx.incarnation;
    },
    handle: (request: ServiceExit | 'stay', { resource, exit }) => {
      if (request !== 'stay') exit(request);
      return `${request} ${resource}`;
    },
    stop: (resource, reason) => void stops.push(`${resource} ${reason}`),
  });
  const plot = plant({
    policy: policy(options),
    children: [child('worker', runs, spec), child('other', manualService().service)],
  });
  return { ...plot, stops, starts };
}

describe('exit of a request', () => {
  it.each(['normal', 'shutdown'] as const)(
    'rule 7: a transient service that ends by itself (%s) answers, is cleaned up after and rests',
    async (exit) => {
      const { tree, probe, stops } = leaver({ restart: 'transient' });
      expect(await ask(tree, 'worker', exit)).toBe(`${exit} 1`);
      expect(refAt(tree, 'worker').getSnapshot().value).toBe('stopped');
      expect(probe.of('child.exited')).toMatchObject([{ path: 'worker', exit }]);
      expect(probe.of('child.faulted')).toEqual([]);
      expect(stops).toEqual(['1 shutdown']);
    },
  );

  it('rule 7: a permanent one is restarted, with UnexpectedExitError, and goes on', async () => {
    const { tree, clock, probe, stops } = leaver({});
    expect(await ask(tree, 'worker', 'shutdown')).toBe('shutdown 1');
    await clock.settle();
    expect(probe.of('child.faulted')).toMatchObject([
      {
        severity: 'RECOVERABLE',
        fault: {
          origin: 'exit',
          error: { name: 'UnexpectedExitError', message: 'worker ended by itself (shutdown)' },
        },
      },
    ]);
    expect(stops).toEqual(['1 restart']);
    expect(await ask(tree, 'worker', 'stay')).toBe('stay 2');
  });

  it('rule 7: under otp that is a plain restart, and a temporary one is removed', async () => {
    const run = (restart: 'permanent' | 'temporary') =>
      plant({
        policy: otp,
        children: [
          child('it', service({ handle: (_request: string, { exit }) => exit() }), { restart }),
        ],
      });
    const permanent = run('permanent');
    await ask(permanent.tree, 'it', 'x');
    expect(permanent.probe.of('child.started')).toMatchObject([
      { incarnation: 1 },
      { incarnation: 2 },
    ]);
    const temporary = run('temporary');
    await ask(temporary.tree, 'it', 'x');
    expect(temporary.tree.getSnapshot().children).toEqual({});
  });

  it('is normal when nothing is said, and refuses what is no exit: that is a fault', async () => {
    const { tree, probe } = leaver({ restart: 'transient' });
    await expect(ask(tree, 'worker', 'bye' as never)).rejects.toMatchObject({
      code: 'INVALID_OPTION',
      option: 'exit',
    });
    expect(probe.of('child.exited')).toEqual([]);
  });

  it('an asynchronous request ends it when it is answered; nothing is begun between', async () => {
    const manual = manualService({ concurrency: 3 });
    const { tree, clock, probe } = plant({
      children: [child('worker', manual.service, { restart: 'transient' })],
    });
    const replies = ['a', 'b'].map((request) => outcome(ask(tree, 'worker', request)));
    manual.attempts[0]?.ctx.exit();
    replies.push(outcome(ask(tree, 'worker', 'c')));
    await clock.settle();
    expect(manual.made).toEqual(['a1', 'b1']);
    expect(probe.of('child.exited')).toEqual([]);
    manual.attempts[0]?.resolve();
    await clock.settle();
    // It rests: b is in flight, and may finish as at a stop; c waits, and is refused.
    expect(refAt(tree, 'worker').getSnapshot().value).toBe('stopped');
    expect(replies[0]).toEqual({ value: 'a!' });
    expect(replies[2]?.error).toMatchObject({ code: 'SERVICE_UNAVAILABLE', state: 'stopped' });
    manual.attempts[1]?.resolve();
    await clock.settle();
    expect(replies[1]).toEqual({ value: 'b!' });
  });

  it('rule 20: when it is restarted, what is in flight is aborted and what waits survives', async () => {
    const manual = manualService({ concurrency: 2 });
    const { tree, clock } = plant({ children: [child('worker', manual.service)] });
    const replies = ['a', 'b', 'c'].map((request) => outcome(ask(tree, 'worker', request)));
    manual.attempts[0]?.ctx.exit();
    manual.attempts[0]?.resolve();
    await clock.settle();
    expect(manual.made).toEqual(['a1', 'b1', 'c1']);
    expect(manual.last().ctx.incarnation).toBe(2);
    expect(replies.slice(0, 2)).toMatchObject([
      { value: 'a!' },
      { error: { code: 'INCARNATION_ENDED' } },
    ]);
    manual.last().resolve();
    await clock.settle();
    expect(replies[2]).toEqual({ value: 'c!' });
  });

  it('when the request fails, the fault counts and nothing else; it may succeed later, and not exit', async () => {
    const manual = manualService();
    const { tree, clock, probe } = plant({
      children: [child('worker', manual.service, { restart: 'transient' })],
    });
    const reply = outcome(ask(tree, 'worker', 'a'));
    manual.last().ctx.exit();
    manual.last().reject(new NetworkTimeoutError('no route'));
    await clock.settle();
    expect(probe.of('child.faulted')).toHaveLength(1);
    expect(manual.made).toEqual(['a1', 'a2']);
    manual.last().resolve();
    await clock.settle();
    expect(reply).toEqual({ value: 'a!' });
    expect(probe.of('child.exited')).toEqual([]);
    expect(refAt(tree, 'worker').getSnapshot().value).toBe('running');
    // It takes requests again.
    const next = outcome(ask(tree, 'worker', 'b'));
    manual.last().resolve();
    await clock.settle();
    expect(next).toEqual({ value: 'b!' });
  });

  it('a request whose caller has given up still ends it', async () => {
    const manual = manualService();
    const { tree, clock, probe } = plant({
      children: [child('worker', manual.service, { restart: 'transient' })],
    });
    const gone = new AbortController();
    void ask(tree, 'worker', 'a', { signal: gone.signal }).catch(() => undefined);
    const { ctx, reject } = manual.last();
    ctx.exit();
    gone.abort(new Error('bored'));
    reject(ctx.signal.reason);
    await clock.settle();
    expect(probe.of('child.exited')).toMatchObject([{ exit: 'normal' }]);
  });

  it('may be called after the answer, once, while the life is up', async () => {
    const kept: RequestContext<number>['exit'][] = [];
    const runs = service<string, string, number>({
      start: ({ incarnation }) => incarnation,
      handle: (request: string, ctx) => {
        kept.push(ctx.exit);
        return request;
      },
    });
    const { tree, clock, probe } = plant({ children: [child('worker', runs)] });
    await ask(tree, 'worker', 'a');
    kept[0]?.();
    kept[0]?.('shutdown');
    await clock.settle();
    expect(probe.of('child.faulted')).toHaveLength(1);
    // Fenced: that life is over.
    kept[0]?.();
    await clock.settle();
    expect(probe.of('child.faulted')).toHaveLength(1);
    expect(await ask(tree, 'worker', 'b')).toBe('b');
  });

  it('a failed attempt may not exit any more, nor one that was retried', async () => {
    const exits: RequestContext<undefined>['exit'][] = [];
    const runs = service({
      handle: (request: string, ctx: RequestContext<undefined>) => {
        exits.push(ctx.exit);
        if (exits.length === 1) throw Object.assign(new Error('blip'), { code: 'ECONNRESET' });
        return request;
      },
    });
    const { tree, clock, probe } = plant({
      policy: policy({ retry: { backoff: { kind: 'constant', delayMs: 1_000 } } }),
      children: [child('worker', runs)],
    });
    const reply = outcome(ask(tree, 'worker', 'a'));
    exits[0]?.();
    await clock.advance(1_000);
    exits[0]?.();
    await clock.settle();
    expect(reply).toEqual({ value: 'a' });
    expect(probe.of('child.faulted')).toHaveLength(1);
    expect(refAt(tree, 'worker').getSnapshot().value).toBe('running');
  });

  it('a tell ends it, too, and a stop that is under way is not disturbed', async () => {
    const { tree, clock, probe } = leaver({ restart: 'transient' });
    tell(tree, 'worker', 'normal');
    expect(refAt(tree, 'worker').getSnapshot().value).toBe('stopped');
    const manual = manualService();
    const other = plant({ children: [child('it', manual.service)] });
    void ask(other.tree, 'it', 'a').catch(() => undefined);
    const stopped = stop(other.tree);
    manual.last().ctx.exit();
    manual.last().resolve();
    await stopped;
    expect(other.probe.of('child.exited')).toEqual([]);
    await clock.settle();
    expect(probe.of('child.exited')).toHaveLength(1);
  });
});

describe('exit of a start', () => {
  it('ends the service later, when the loop that the start has begun is done', async () => {
    const { tree, starts, stops, probe } = leaver({ restart: 'transient' });
    expect(await ask(tree, 'worker', 'stay')).toBe('stay 1');
    starts[0]?.exit('shutdown');
    expect(refAt(tree, 'worker').getSnapshot().value).toBe('stopped');
    expect(probe.of('child.exited')).toMatchObject([{ exit: 'shutdown' }]);
    expect(stops).toEqual(['1 shutdown']);
    starts[0]?.exit();
    expect(probe.of('child.exited')).toHaveLength(1);
  });

  it('within the start itself waits until it has succeeded, and begins nothing', async () => {
    const { promise, resolve } = deferred<string>();
    const stops: unknown[] = [];
    const handled: string[] = [];
    const runs = service({
      start: ({ exit }) => {
        exit();
        return promise;
      },
      handle: (request: string) => void handled.push(request),
      stop: (resource) => void stops.push(resource),
    });
    const { tree, clock, probe } = plant({
      children: [child('once', runs, { restart: 'transient' })],
    });
    const reply = outcome(ask(tree, 'once', 'a'));
    await clock.settle();
    expect(probe.of('child.exited')).toEqual([]);
    resolve('done');
    await clock.settle();
    expect(probe.of('child.started')).toHaveLength(1);
    expect(probe.of('child.exited')).toHaveLength(1);
    expect(handled).toEqual([]);
    expect(stops).toEqual(['done']);
    expect(reply.error).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  });

  it('a start that fails afterwards has failed, and what it left behind has no say', async () => {
    const starts: StartContext<void>[] = [];
    const runs = service({
      start: (ctx: StartContext<void>) => {
        starts.push(ctx);
        ctx.exit();
        throw new DataCorruptionError('no');
      },
      handle: () => 1,
      stop: () => {
        throw new Error('there is nothing to stop');
      },
    });
    const { tree, clock, probe } = plant({
      policy: policy({ CRITICAL: ['fail'] }),
      children: [child('it', runs, { restart: 'transient' })],
    });
    await clock.settle();
    expect(probe.of('child.exited')).toEqual([]);
    expect(refAt(tree, 'it').getSnapshot().value).toBe('failed');
    expect(starts[0]?.signal.aborted).toBe(true);
    starts[0]?.exit();
    await clock.settle();
    expect(probe.of('child.exited')).toEqual([]);
    // Neither is a resource let go of that there never was.
    tree.stop();
    expect(probe.of('hook.failed')).toEqual([]);
  });

  it('rule 3: what a life that is over still says does nothing', async () => {
    const { tree, clock, starts, probe } = leaver({});
    await ask(tree, anyPath('worker'), 'normal');
    await clock.settle();
    expect(starts).toHaveLength(2);
    starts[0]?.exit();
    await clock.settle();
    expect(probe.of('child.faulted')).toHaveLength(1);
    void stop(tree);
    starts[1]?.exit();
    await clock.settle();
    expect(probe.of('child.exited')).toEqual([]);
  });

  it('rule 35: from a recovery attempt it comes back and rests', async () => {
    let healthy = false;
    const runs = service({
      start: ({ exit }) => {
        if (healthy) exit();
        return 'resource';
      },
      handle: (_request: string): string => {
        throw new StateCorruptionError('bad');
      },
      fallback: () => 'fallback',
    });
    const { tree, clock } = plant({
      policy: policy({ RECOVERABLE: ['fallback', 'fail'] }),
      children: [child('it', runs, { restart: 'transient' })],
    });
    expect(await ask(tree, 'it', 'a').catch(String)).toBe('fallback');
    healthy = true;
    await clock.advance(60_000);
    expect(refAt(tree, 'it').getSnapshot().value).toBe('stopped');
  });
});
