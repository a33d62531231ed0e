import { describe, expect, it } from 'vitest';
import { createActor, createMachine } from 'xstate';
import {
  type AnyTree,
  ask,
  child,
  events$,
  fromSupervisor,
  healthOfTree,
  NetworkTimeoutError,
  policy,
  refAt,
  type RequestContext,
  service,
  type StartContext,
  StateCorruptionError,
  stop,
  tell,
  terminateChild,
} from '../../src/index.ts';
import { createTestClock } from '../../src/testing/index.ts';
import { deferred, manualService } from '../manual-service.ts';
import { outcome, plant } from '../plant.ts';

/** Front asks back, through its `ctx.tree`, when the test says so. */
function frontAndBack() {
  const front = manualService({ concurrency: 2 });
  const back = manualService({ concurrency: 2 });
  const inner = fromSupervisor({ children: [child('back', back.service)] });
  const plot = plant({
    policy: policy({ retry: { backoff: { kind: 'constant', delayMs: 1_000 } } }),
    children: [child('inner', inner), child('front', front.service)],
  });
  const asked = outcome(ask(plot.tree, 'front', 'a'));
  const { ctx } = front.last();
  return { ...plot, front, back, asked, ctx };
}

describe('ctx.tree', () => {
  it('is the tree from its top, also for a service deep in it', async () => {
    const paths: string[] = [];
    const deep = service({
      start: ({ tree, path }) => {
        paths.push(path);
        return tree;
      },
      handle: async (request: string, { tree, resource }) => {
        tell(resource, 'log', request);
        return ask(tree, 'b/log', 'x');
      },
    });
    const logged: string[] = [];
    const log = service({
      handle: (line: string) => {
        logged.push(line);
        return logged.length;
      },
    });
    const { tree } = plant({
      children: [
        child('log', log),
        child('a', fromSupervisor({ children: [child('deep', deep)] })),
        child('b', fromSupervisor({ children: [child('log', log)] })),
      ],
    });
    expect(await ask(tree, 'a/deep', 'hello')).toBe(2);
    expect(paths).toEqual(['a/deep']);
    expect(logged).toEqual(['hello', 'x']);
  });

  it('serves all functions that take a tree', async () => {
    const { tree, ctx, clock } = frontAndBack();
    expect(healthOfTree(ctx.tree).status).toBe('healthy');
    expect(refAt(ctx.tree, 'inner/back')).toBe(refAt(tree, 'inner/back'));
    expect(() => tell(ctx.tree, 'inner/bck', 1)).toThrow('known there: "inner/back"');
    const seen: string[] = [];
    events$(ctx.tree).subscribe(({ type }) => seen.push(type));
    const ended = outcome(terminateChild(ctx.tree, 'inner/back'));
    await clock.settle();
    expect(ended).toEqual({ value: { ok: true } });
    expect(seen).toEqual(['child.stopping', 'child.stopped']);
  });

  it('is the supervisor at the top, not what may be above it', async () => {
    const seen: AnyTree[] = [];
    const logic = fromSupervisor({
      children: [
        child('it', service({ handle: (_request: string, { tree }) => void seen.push(tree) })),
        child('echo', service({ handle: (text: string) => text })),
      ],
    });
    const machine = createMachine({ invoke: { src: logic, id: 'shop' } });
    const host = createActor(machine, { clock: createTestClock() }).start();
    const shop = host.getSnapshot().children['shop'] as never as AnyTree;
    await ask(shop, 'it', 'x');
    expect(await ask(seen[0] as AnyTree, 'echo', 'hello')).toBe('hello');
    host.stop();
  });

  it('a fallback has one, too', async () => {
    const runs = service({
      handle: (_request: string): string => {
        throw new StateCorruptionError('bad');
      },
      fallback: (request, { tree }) => ask(tree, 'echo', request) as Promise<string>,
    });
    const { tree } = plant({
      policy: policy({ RECOVERABLE: ['fallback', 'fail'] }),
      children: [
        child('it', runs),
        child('echo', service({ handle: (text: string) => `echo ${text}` })),
      ],
    });
    expect(await ask(tree, 'it', 'a')).toBe('echo a');
  });
});

describe('an ask through ctx', () => {
  it('rule 20: ends with its incarnation, and the callee learns it by its signal', async () => {
    const { tree, clock, front, back, ctx } = frontAndBack();
    const inner = outcome(ask(ctx.tree, 'inner/back', 'b'));
    const outlives = outcome(ask(tree, 'inner/back', 'c'));
    const { signal } = back.attempts[0]?.ctx ?? {};
    void ask(tree, 'front', 'other').catch(() => undefined);
    front.last().reject(new StateCorruptionError('half a row'));
    await clock.settle();
    expect(inner.error).toMatchObject({ code: 'INCARNATION_ENDED' });
    expect(inner.error).toBe(ctx.signal.reason);
    expect(signal?.aborted).toBe(true);
    expect(signal?.reason).toBe(inner.error);
    expect(outlives).toEqual({});
  });

  it('rule 20: ends when the caller of its caller gives up, or the request takes too long', async () => {
    const { tree, clock, front, ctx } = frontAndBack();
    const slow = outcome(ask(ctx.tree, 'inner/back', 'slow'));
    const gone = new AbortController();
    void ask(tree, 'front', 'b', { signal: gone.signal }).catch(() => undefined);
    const given = outcome(ask(front.last().ctx.tree, 'inner/back', 'given'));
    const bored = new Error('bored');
    gone.abort(bored);
    await clock.settle();
    expect(given.error).toBe(bored);
    expect(slow).toEqual({});
    await clock.advance(30_000);
    expect(slow.error).toMatchObject({ code: 'HANDLE_TIMEOUT' });
  });

  it('rule 20: one that still waits in a mailbox is taken out of it', async () => {
    const { tree, clock, front, back, ctx } = frontAndBack();
    for (const request of ['x', 'y']) void ask(tree, 'inner/back', request);
    const waiting = outcome(ask(ctx.tree, 'inner/back', 'b'));
    front.last().reject(new StateCorruptionError('half a row'));
    await clock.settle();
    expect(waiting.error).toMatchObject({ code: 'INCARNATION_ENDED' });
    back.last().resolve();
    await clock.settle();
    expect(back.made).toEqual(['x1', 'y1']);
  });

  it('rule 20: one that its request has not waited for ends with the life', async () => {
    const { tree, clock, front, back, asked, ctx } = frontAndBack();
    const left = outcome(ask(ctx.tree, 'inner/back', 'b'));
    front.last().resolve();
    await clock.settle();
    expect(asked).toEqual({ value: 'a!' });
    expect(left).toEqual({});
    // It may still ask, until then.
    const more = outcome(ask(ctx.tree, 'inner/back', 'c'));
    back.attempts[1]?.resolve();
    await clock.settle();
    expect(more).toEqual({ value: 'c!' });
    await terminateChild(tree, 'front');
    expect(left.error).toMatchObject({ message: 'front: incarnation 1 is being stopped' });
    const late = outcome(ask(ctx.tree, 'inner/back', 'd'));
    await clock.settle();
    expect(late.error).toBe(left.error);
    expect(back.made).toEqual(['b1', 'c1']);
  });

  it('rule 20: a request that drains at a stop may go on asking, and what it leaves ends with it', async () => {
    const { tree, clock, front, back, asked, ctx } = frontAndBack();
    const stopped = outcome(terminateChild(tree, 'front'));
    const inner = outcome(ask(ctx.tree, 'inner/back', 'b'));
    const left = outcome(ask(ctx.tree, 'inner/back', 'c'));
    back.attempts[0]?.resolve();
    await clock.settle();
    expect(inner).toEqual({ value: 'b!' });
    front.last().resolve();
    await clock.settle();
    expect(asked).toEqual({ value: 'a!' });
    expect(stopped).toEqual({ value: { ok: true } });
    expect(left.error).toMatchObject({ message: 'front: incarnation 1 is being stopped' });
  });

  it('rule 20: one of a start ends when the start is given up, and one of its loop with the life', async () => {
    const asks: { value?: unknown; error?: unknown }[] = [];
    const starts: StartContext<void>[] = [];
    const back = manualService({ concurrency: 5 });
    const { promise, resolve } = deferred();
    const front = service({
      start: (ctx: StartContext<void>) => {
        starts.push(ctx);
        asks.push(outcome(ask(ctx.tree, 'back', `from ${ctx.incarnation}`)));
        return ctx.incarnation === 1 ? promise : undefined;
      },
      handle: (_request: string) => 1,
      startWithinMs: 1_000,
    });
    const { tree, clock } = plant({
      children: [child('back', back.service), child('front', front)],
    });
    await clock.advance(1_000);
    expect(asks[0]?.error).toMatchObject({ message: 'front: incarnation 1 is being stopped' });
    expect(asks[0]?.error).toBe(starts[0]?.signal.reason);
    resolve();
    await clock.advance(60_000);
    expect(refAt(tree, 'front').getSnapshot().value).toBe('running');
    const last = asks.length - 1;
    expect(asks[last]).toEqual({});
    void stop(tree);
    await clock.settle();
    expect(asks[last]?.error).toMatchObject({
      message: expect.stringContaining('is being stopped'),
    });
  });

  it('a start that fails takes along what it has asked', async () => {
    const back = manualService();
    const left: { error?: unknown }[] = [];
    const front = service({
      start: ({ tree }) => {
        left.push(outcome(ask(tree, 'back', 'a')));
        throw new StateCorruptionError('no');
      },
      handle: (_request: string) => 1,
    });
    const { clock } = plant({
      policy: policy({ RECOVERABLE: ['fail'] }),
      children: [child('back', back.service), child('front', front)],
    });
    await clock.settle();
    expect(left[0]?.error).toMatchObject({ code: 'INCARNATION_ENDED' });
  });

  it('keeps the limits of its own', async () => {
    const { clock, ctx } = frontAndBack();
    const inner = outcome(ask(ctx.tree, 'inner/back', 'b', { timeoutMs: 500 }));
    await clock.advance(500);
    expect(inner.error).toMatchObject({ code: 'ASK_TIMEOUT' });
    const gone = AbortSignal.abort(new Error('bored'));
    await expect(ask(ctx.tree, 'inner/back', 'c', { signal: gone })).rejects.toThrow('bored');
  });

  it('of an attempt that failed does not count for the next one', async () => {
    const { clock, front, back, ctx, asked } = frontAndBack();
    const left = outcome(ask(ctx.tree, 'inner/back', 'b'));
    front.last().reject(new NetworkTimeoutError('no route'));
    await clock.advance(1_000);
    expect(front.made).toEqual(['a1', 'a2']);
    front.last().resolve();
    await clock.settle();
    expect(asked).toEqual({ value: 'a!' });
    expect(left).toEqual({});
    back.last().resolve();
    await clock.settle();
    expect(left).toEqual({ value: 'b!' });
  });

  it('through a tree of another kind is nobody’s', async () => {
    const contexts: RequestContext<undefined>[] = [];
    const { tree } = plant({
      children: [
        child(
          'it',
          service({
            handle: (_request: string, ctx: RequestContext<undefined>) => void contexts.push(ctx),
          }),
        ),
      ],
    });
    await ask(tree, 'it', 'a');
    const copy: AnyTree = { getSnapshot: () => contexts[0]?.tree.getSnapshot() ?? { children: 0 } };
    await ask(copy, 'it', 'b');
    expect(contexts).toHaveLength(2);
  });
});
