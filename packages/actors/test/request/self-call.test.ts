import { describe, expect, it } from 'vitest';
import { createActor } from 'xstate';
import {
  type AnyTree,
  ask,
  child,
  DataCorruptionError,
  events$,
  fromSupervisor,
  NetworkTimeoutError,
  policy,
  refAt,
  SelfCallError,
  service,
  StateCorruptionError,
  tell,
} from '../../src/index.ts';
import { deferred, manualService } from '../manual-service.ts';
import { outcome, plant } from '../plant.ts';

/** Services that the test lets ask each other. */
function pair(concurrency: { a?: number; b?: number } = {}) {
  const a = manualService({ concurrency: concurrency.a ?? 1 });
  const b = manualService({ concurrency: concurrency.b ?? 1 });
  const plot = plant({
    policy: policy({ retry: { backoff: { kind: 'constant', delayMs: 1_000 } } }),
    children: [child('a', a.service), child('b', b.service)],
  });
  return { ...plot, a, b };
}

describe('a call to oneself', () => {
  it('rule 20: is refused at once, and says what would help', async () => {
    const { tree, clock, a } = pair();
    void ask(tree, 'a', '1').catch(() => undefined);
    const again = outcome(ask(a.last().ctx.tree, 'a', '2'));
    await clock.settle();
    expect(again.error).toBeInstanceOf(SelfCallError);
    expect(again.error).toMatchObject({
      code: 'SELF_CALL',
      cycle: ['a', 'a'],
      message:
        'a asks itself while it handles a request: with concurrency 1 nobody is left to answer; use tell, or raise concurrency',
    });
    // The first goes on as if nothing had been.
    a.last().resolve();
    await clock.settle();
    expect(a.made).toEqual(['11']);
  });

  it('rule 20: through others it names the way', async () => {
    const { tree, clock, a, b } = pair();
    void ask(tree, 'a', '1').catch(() => undefined);
    void ask(a.last().ctx.tree, 'b', '2').catch(() => undefined);
    const back = outcome(ask(b.last().ctx.tree, 'a', '3'));
    await clock.settle();
    expect(back.error).toMatchObject({
      code: 'SELF_CALL',
      cycle: ['a', 'b', 'a'],
      message:
        'a asks itself while it handles a request (a → b → a): with concurrency 1 nobody is left to answer; use tell, or raise concurrency',
    });
  });

  it('rule 20: two that ask each other at the same time are a circle, too', async () => {
    const { tree, clock, a, b } = pair();
    void ask(tree, 'a', '1').catch(() => undefined);
    void ask(tree, 'b', '1').catch(() => undefined);
    const first = outcome(ask(a.last().ctx.tree, 'b', '2'));
    const second = outcome(ask(b.last().ctx.tree, 'a', '2'));
    await clock.settle();
    expect(first).toEqual({});
    expect(second.error).toMatchObject({ code: 'SELF_CALL', cycle: ['a', 'b', 'a'] });
    b.last().resolve();
    await clock.settle();
    b.last().resolve();
    await clock.settle();
    expect(first).toEqual({ value: '2!' });
  });

  it('with a free place it is answered; only when the chain holds all of them it is refused', async () => {
    const { tree, clock, a } = pair({ a: 3 });
    const replies: { value?: unknown; error?: unknown }[] = [outcome(ask(tree, 'a', '1'))];
    for (const request of ['2', '3', '4'])
      replies.push(outcome(ask(a.last().ctx.tree, 'a', request)));
    await clock.settle();
    expect(a.made).toEqual(['11', '21', '31']);
    expect(replies[3]?.error).toMatchObject({
      code: 'SELF_CALL',
      message: expect.stringContaining('with concurrency 3 nobody is left'),
    });
    for (const attempt of a.attempts.toReversed()) attempt.resolve();
    await clock.settle();
    expect(replies.slice(0, 3)).toEqual([{ value: '1!' }, { value: '2!' }, { value: '3!' }]);
  });

  it('two requests that hold both places and wait for a third are refused, one that is merely slow is not', async () => {
    const { tree, clock, a } = pair({ a: 2 });
    for (const request of ['1', '2']) void ask(tree, 'a', request).catch(() => undefined);
    const [first, second] = a.attempts;
    const waits = outcome(ask(first?.ctx.tree as AnyTree, 'a', '3'));
    await clock.settle();
    expect(waits).toEqual({});
    const refused = outcome(ask(second?.ctx.tree as AnyTree, 'a', '4'));
    await clock.settle();
    expect(refused.error).toMatchObject({ code: 'SELF_CALL', cycle: ['a', 'a', 'a'] });
    second?.resolve();
    await clock.settle();
    a.last().resolve();
    await clock.settle();
    expect(waits).toEqual({ value: '3!' });
  });

  it('who has answered, failed or been given up holds nobody up', async () => {
    const { tree, clock, a, b } = pair();
    void ask(tree, 'a', '1').catch(() => undefined);
    // a does not wait for what it asks.
    void ask(a.last().ctx.tree, 'b', '2').catch(() => undefined);
    a.last().resolve();
    await clock.settle();
    const back = outcome(ask(b.last().ctx.tree, 'a', '3'));
    await clock.settle();
    a.last().resolve();
    await clock.settle();
    expect(back).toEqual({ value: '3!' });
    // b is asked by one that fails, and is asked no more.
    void ask(tree, 'a', '4').catch(() => undefined);
    const given = outcome(ask(a.last().ctx.tree, 'b', '5', { timeoutMs: 1 }));
    await clock.advance(1);
    expect(given.error).toMatchObject({ code: 'ASK_TIMEOUT' });
    const slow = outcome(ask(b.last().ctx.tree, 'a', '6'));
    a.last().resolve();
    await clock.settle();
    a.last().resolve();
    await clock.settle();
    expect(slow).toEqual({ value: '6!' });
  });

  it('a long circle is found, and a crowd that waits is no circle', async () => {
    const names = ['a', 'b', 'c', 'd'] as const;
    const services = names.map(() => manualService());
    const { tree, clock } = plant({
      children: names.map((name, index) =>
        child(name as string, (services[index] ?? manualService()).service),
      ),
    });
    void ask(tree, 'a', '0').catch(() => undefined);
    const treeOf = (index: number) => services[index]?.last().ctx.tree as AnyTree;
    for (const index of [0, 1, 2])
      void ask(treeOf(index), names[index + 1] ?? '', 'x').catch(() => undefined);
    const crowd = outcome(ask(tree, 'b', 'y'));
    const closing = outcome(ask(treeOf(3), 'b', 'z'));
    await clock.settle();
    expect(crowd).toEqual({});
    expect(closing.error).toMatchObject({ cycle: ['b', 'c', 'd', 'b'] });
  });

  it('rule 18: while a request is tried again nothing else is begun, however many places there are', async () => {
    const { tree, clock, a } = pair({ a: 5 });
    const reply = outcome(ask(tree, 'a', '1'));
    a.last().reject(new NetworkTimeoutError('no route'));
    await clock.advance(1_000);
    expect(a.made).toEqual(['11', '12']);
    const again = outcome(ask(a.last().ctx.tree, 'a', '2'));
    await clock.settle();
    expect(again.error).toMatchObject({
      code: 'SELF_CALL',
      message:
        'a asks itself while it tries a request again: nothing else is begun before that has ended; use tell',
    });
    a.last().resolve();
    await clock.settle();
    expect(reply).toEqual({ value: '1!' });
  });

  it('from its own start it is refused, also through another', async () => {
    const refused: { error?: unknown }[] = [];
    const b = service({ handle: (_request: string, { tree }) => ask(tree, 'a', 'from b') });
    const a = service({
      start: async ({ tree }) => {
        refused.push(outcome(ask(tree, 'a', 'x')), outcome(ask(tree, 'b', 'x')));
        await Promise.resolve();
        refused.push(outcome(ask(tree, 'a', 'y')));
      },
      handle: (request: string) => request,
    });
    const { tree, clock } = plant({
      policy: policy({ RECOVERABLE: ['fail'] }),
      children: [child('b', b), child('a', a)],
    });
    await clock.settle();
    expect(refused.map(({ error }) => (error as Error).message)).toEqual([
      'a asks itself while it starts: it answers nobody before that has ended; use tell, or ask later',
      'a asks itself while it starts (a → b → a): it answers nobody before that has ended; use tell, or ask later',
      'a asks itself while it starts: it answers nobody before that has ended; use tell, or ask later',
    ]);
    expect(await ask(tree, 'a', 'hello')).toBe('hello');
  });

  it('from a start that has ended it is none: its loop may ask', async () => {
    const trees: AnyTree[] = [];
    const { tree } = plant({
      children: [
        child(
          'a',
          service({
            start: (ctx) => void trees.push(ctx.tree),
            handle: (request: string) => request,
          }),
        ),
      ],
    });
    expect(await ask(trees[0] as AnyTree, 'a', 'x')).toBe('x');
    expect(refAt(tree, 'a').getSnapshot().value).toBe('running');
  });
});

describe('a call to oneself through the tree itself', () => {
  /** Services that ask as soon as they are called, through a closure over their tree. */
  function closures(asks: Readonly<Record<string, string>>) {
    const errors: unknown[] = [];
    const plot: { tree?: AnyTree } = {};
    const kids = Object.entries(asks).map(([id, target]) =>
      child(
        id,
        service({
          handle: async (request: string) => {
            try {
              return await ask(plot.tree as AnyTree, target, `${request}>${target}`);
            } catch (error) {
              errors.push(error);
              return 'refused';
            }
          },
        }),
      ),
    );
    const logic = fromSupervisor({ children: kids });
    const tree = createActor(logic).start();
    plot.tree = tree as AnyTree;
    return { tree: tree as AnyTree, errors };
  }

  it('rule 20: is seen in the synchronous part of handle', async () => {
    const { tree, errors } = closures({ a: 'a' });
    expect(await ask(tree, 'a', 'x')).toBe('refused');
    expect(errors).toMatchObject([{ code: 'SELF_CALL', cycle: ['a', 'a'] }]);
  });

  it('rule 20: also through others', async () => {
    const { tree, errors } = closures({ a: 'b', b: 'c', c: 'a' });
    expect(await ask(tree, 'a', 'x')).toBe('refused');
    expect(errors).toMatchObject([{ code: 'SELF_CALL', cycle: ['a', 'b', 'c', 'a'] }]);
  });

  it('a tell is none, neither are those that are told and ask', async () => {
    const plot: { tree?: AnyTree } = {};
    const replies: unknown[] = [];
    const a = service({
      handle: (request: string) => {
        if (request === 'first') {
          tell(plot.tree as AnyTree, 'a', 'told');
          tell(plot.tree as AnyTree, 'b', 'told');
        }
        return request;
      },
    });
    const b = service({
      handle: async (_request: string) =>
        void replies.push(await ask(plot.tree as AnyTree, 'a', 'from b')),
    });
    const { tree, clock } = plant({ children: [child('a', a), child('b', b)] });
    plot.tree = tree;
    expect(await ask(tree, 'a', 'first')).toBe('first');
    await clock.settle();
    expect(replies).toEqual(['from b']);
  });

  it('what observers ask is not what the hook waits for in which they are told', async () => {
    const replies: { value?: unknown; error?: unknown }[] = [];
    const plot: { tree?: AnyTree } = {};
    const a = service({
      handle: async (request: string) => {
        if (request === 'first') refAt(plot.tree as AnyTree, 'b').send({ type: 'STRAY' });
        return request;
      },
    });
    const b = service({ handle: (_request: string) => 1 });
    const { tree, clock } = plant({ children: [child('a', a), child('b', b)] });
    plot.tree = tree;
    events$(tree).subscribe(({ type }) => {
      if (type === 'message.undeliverable') replies.push(outcome(ask(tree, 'a', 'observer')));
    });
    await ask(tree, 'a', 'first');
    await clock.settle();
    expect(replies).toEqual([{ value: 'observer' }]);
  });

  it('from its own start and its own stop it is refused', async () => {
    const plot: { tree?: AnyTree } = {};
    const errors: unknown[] = [];
    const note = (error: unknown) => void errors.push((error as Error).message);
    const a = service({
      start: ({ incarnation }) => {
        if (incarnation > 1) void ask(plot.tree as AnyTree, 'a', 'x').catch(note);
      },
      handle: (_request: string): string => {
        throw new StateCorruptionError('bad');
      },
      stop: () => ask(plot.tree as AnyTree, 'a', 'x').then(() => undefined, note),
    });
    const { tree, clock } = plant({ children: [child('a', a)] });
    plot.tree = tree;
    await ask(tree, 'a', 'x').catch(() => undefined);
    await clock.settle();
    expect(errors).toEqual([
      'a asks itself while it stops: it answers nobody before that has ended; use tell, or ask later',
      'a asks itself while it starts: it answers nobody before that has ended; use tell, or ask later',
    ]);
  });

  it('a stop does not wait for what the start has asked and left', async () => {
    const plot: { tree?: AnyTree } = {};
    const b = manualService({ concurrency: 2 });
    let stopping = deferred();
    stopping.resolve();
    const a = service({
      start: ({ incarnation }) => {
        if (incarnation === 2) void ask(plot.tree as AnyTree, 'b', 'subscribe');
      },
      handle: (request: string): string => {
        if (request === 'bad') throw new StateCorruptionError('bad');
        return request;
      },
      stop: () => stopping.promise,
    });
    const { tree, clock } = plant({
      policy: policy({ restart: { backoff: { kind: 'constant', delayMs: 0 } } }),
      children: [child('b', b.service), child('a', a)],
    });
    plot.tree = tree;
    void ask(tree, 'a', 'bad').catch(() => undefined);
    await clock.settle();
    expect(b.made).toEqual(['subscribe1']);
    stopping = deferred();
    void ask(tree, 'a', 'bad').catch(() => undefined);
    await clock.settle();
    expect(refAt(tree, 'a').getSnapshot().value).toBe('restarting');
    const reply = outcome(ask(b.last().ctx.tree, 'a', 'from b'));
    await clock.settle();
    expect(reply).toEqual({});
    stopping.resolve();
    await clock.settle();
    expect(reply).toEqual({ value: 'from b' });
  });

  it('from its own step, and from what prepares its fallback', async () => {
    const plot: { tree?: AnyTree } = {};
    const errors: unknown[] = [];
    const askMyself = () =>
      ask(plot.tree as AnyTree, 'a', 'x').then(
        () => undefined,
        (error: unknown) => void errors.push((error as Error).message),
      );
    const a = service({
      handle: (request: string): string => {
        throw request === 'step'
          ? new StateCorruptionError('bad')
          : new DataCorruptionError('worse');
      },
      fallback: () => 'fallback',
      degrade: askMyself,
    });
    const drain = { step: 'drain', run: askMyself } as const;
    const { tree, clock } = plant({
      policy: policy({ RECOVERABLE: [drain, 'fail'] }),
      children: [child('a', a)],
    });
    plot.tree = tree;
    const replies = ['step', 'degrade'].map((request) => outcome(ask(tree, 'a', request)));
    await clock.settle();
    expect(replies[1]).toEqual({ value: 'fallback' });
    const sentence =
      'a asks itself while it is being healed: it answers nobody before that has ended; use tell, or ask later';
    expect(errors).toEqual([sentence, sentence]);
  });
});
