import { describe, expect, it } from 'vitest';
import {
  ask,
  child,
  DataCorruptionError,
  NetworkTimeoutError,
  policy,
  recover,
  service,
  stop,
  StateCorruptionError,
  tell,
  type Tree,
} from '../../src/index.ts';
import { faultyService } from '../../src/testing/index.ts';
import { manualService } from '../manual-service.ts';
import { anyPath, outcome, plant } from '../plant.ts';

describe('the mailbox', () => {
  it('one request at a time, in the order of their arrival; concurrency takes more', async () => {
    const [one, three] = [manualService(), manualService({ concurrency: 3 })];
    const { tree, clock } = plant({
      children: [child('one', one.service), child('three', three.service)],
    });
    for (const request of ['a', 'b', 'c', 'd'])
      for (const path of ['one', 'three'] as const) void ask(tree, path, request);
    expect(one.made).toEqual(['a1']);
    expect(three.made).toEqual(['a1', 'b1', 'c1']);
    three.attempts[1]?.resolve();
    one.last().resolve();
    await clock.settle();
    expect(one.made).toEqual(['a1', 'b1']);
    expect(three.made).toEqual(['a1', 'b1', 'c1', 'd1']);
  });

  it('a synchronous handler that asks its own service is answered after itself', async () => {
    const order: string[] = [];
    const holder: { tree?: Tree<unknown> } = {};
    const { tree, clock } = plant({
      children: [
        child(
          'self',
          service({
            handle: (request: string): string => {
              order.push(`begin ${request}`);
              if (request === 'outer' && holder.tree) tell(holder.tree, anyPath('self'), 'inner');
              order.push(`end ${request}`);
              return request;
            },
          }),
        ),
      ],
    });
    holder.tree = tree;
    await ask(tree, 'self', 'outer');
    await clock.settle();
    expect(order).toEqual(['begin outer', 'end outer', 'begin inner', 'end inner']);
  });

  it('over mailboxSize an ask rejects with MailboxFullError and a tell is a dead letter', async () => {
    const manual = manualService({ mailboxSize: 2 });
    const { tree, clock, probe } = plant({ children: [child('db', manual.service)] });
    const replies = ['a', 'b', 'c', 'd'].map((request) => outcome(ask(tree, 'db', request)));
    tell(tree, 'db', 'e');
    await clock.settle();
    expect(replies.map(({ error }) => error)).toMatchObject([
      undefined,
      undefined,
      undefined,
      { code: 'MAILBOX_FULL', message: 'db: 2 requests wait already (mailboxSize)' },
    ]);
    expect(probe.of('message.undeliverable').map(({ kind, reason }) => [kind, reason])).toEqual([
      ['ask', 'mailbox full'],
      ['tell', 'mailbox full'],
    ]);
  });

  it('requests whose callers have given up hold no place against new ones', async () => {
    const manual = manualService({ mailboxSize: 2 });
    const { tree, clock } = plant({ children: [child('db', manual.service)] });
    const ask1 = (request: string) => outcome(ask(tree, 'db', request, { timeoutMs: 1_000 }));
    const gone = ['a', 'b', 'c'].map(ask1);
    await clock.advance(1_000);
    expect(gone).toMatchObject(gone.map(() => ({ error: { name: 'AskTimeoutError' } })));
    const later = ['d', 'e'].map((request) => outcome(ask(tree, 'db', request)));
    manual.last().resolve();
    await clock.settle();
    manual.last().resolve();
    await clock.settle();
    manual.last().resolve();
    await clock.settle();
    expect(later).toEqual([{ value: 'd!' }, { value: 'e!' }]);
    expect(manual.made).toEqual(['a1', 'd1', 'e1']);
  });

  it('keeps its order over thousands of requests', async () => {
    const seen: number[] = [];
    let open: (() => void) | undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const counting = service({
      start: () => gate,
      handle: (n: number) => void seen.push(n),
      mailboxSize: 5_000,
    });
    const { tree, clock } = plant({ children: [child('n', counting)] });
    for (let n = 0; n < 5_000; n++) tell(tree, 'n', n);
    open?.();
    await clock.settle();
    expect(seen).toEqual(Array.from({ length: 5_000 }, (_, n) => n));
  });
});

describe('dead letters', () => {
  it.each([
    [
      'failed',
      async (tree: Tree<unknown>): Promise<void> => void outcome(ask(tree, anyPath('db'), 'x')),
      ['fail'],
    ],
    [
      'degraded without a fallback',
      async (tree: Tree<unknown>): Promise<void> => void outcome(ask(tree, anyPath('db'), 'x')),
      ['fallback', 'fail'],
    ],
    ['stopped', async (tree: Tree<unknown>): Promise<void> => void (await stop(tree)), ['fail']],
  ] as const)('%s: told, and an ask rejects at once', async (reason, end, chain) => {
    const flaky = faultyService({ handle: [new DataCorruptionError('disk')] });
    const { tree, clock, probe } = plant({
      policy: policy({ CRITICAL: chain }),
      children: [child('db', flaky.service)],
    });
    await end(tree);
    await clock.settle();
    probe.clear();
    const reply = outcome(ask(tree, 'db', 'a'));
    tell(tree, 'db', 'b');
    await clock.settle();
    const code = reason.startsWith('degraded') ? 'SERVICE_DEGRADED' : 'SERVICE_UNAVAILABLE';
    expect(reply.error).toMatchObject({ code });
    const cause = reason === 'stopped' ? undefined : { message: 'disk' };
    expect(reply.error).toMatchObject(cause === undefined ? {} : { cause });
    expect(probe.of('message.undeliverable')).toEqual(
      ['ask', 'tell'].map((kind) => ({
        type: 'message.undeliverable',
        at: 0,
        path: 'db',
        kind,
        reason,
      })),
    );
  });

  it('stopping: refused while it drains', async () => {
    const manual = manualService();
    const { tree, clock, probe } = plant({ children: [child('db', manual.service)] });
    void ask(tree, 'db', 'a');
    void stop(tree);
    const reply = outcome(ask(tree, 'db', 'b'));
    await clock.settle();
    expect(reply.error).toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      state: 'stopping',
      message: 'db is stopping',
    });
    expect(probe.of('message.undeliverable')).toMatchObject([{ kind: 'ask', reason: 'stopping' }]);
  });

  it('unknown child: an ask rejects naming the known ones, a tell throws, both are told', async () => {
    const { tree, clock, probe } = plant({
      children: [child('db', manualService().service), child('web', manualService().service)],
    });
    const reply = outcome(ask(tree, anyPath('bd'), 'a'));
    await clock.settle();
    expect(reply.error).toMatchObject({
      code: 'UNKNOWN_CHILD',
      message: 'no child at "bd"; known there: "db", "web"',
    });
    expect(() => tell(tree, anyPath('db/deeper'), 'a')).toThrow(
      'no child at "db/deeper"; known there: none',
    );
    expect(probe.of('message.undeliverable').map(({ path, reason }) => [path, reason])).toEqual([
      ['bd', 'unknown child'],
      ['db/deeper', 'unknown child'],
    ]);
  });

  it('the fallback failed: rule 34, the ask rejects with its error, and nothing moves', async () => {
    const flaky = manualService({
      fallback: () => {
        throw new TypeError('no cache');
      },
    });
    const { tree, clock, probe } = plant({
      policy: policy({ TRANSIENT: ['fallback', 'fail'] }),
      children: [child('db', flaky.service)],
    });
    const first = outcome(ask(tree, 'db', 'a'));
    flaky.last().reject(new NetworkTimeoutError('no route'));
    await clock.settle();
    tell(tree, 'db', 'b');
    await clock.settle();
    expect(first.error).toMatchObject({ message: 'no cache' });
    expect(probe.of('hook.failed').map(({ hook }) => hook)).toEqual(['fallback', 'fallback']);
    expect(probe.of('message.undeliverable')).toMatchObject([
      { kind: 'tell', reason: 'the fallback failed' },
    ]);
    expect(tree.getSnapshot().children.db.getSnapshot().value).toBe('degraded');
    expect(probe.of('child.faulted')).toHaveLength(1);
  });

  it('not a request: an event sent to the ref of a function service, or to a supervisor', async () => {
    const { tree, probe } = plant({ children: [child('db', manualService().service)] });
    tree.getSnapshot().children.db.send({ type: 'service.fail' } as never);
    tree.send({ type: 'anything' } as never);
    expect(probe.of('message.undeliverable').map(({ path, reason }) => [path, reason])).toEqual([
      ['db', 'not a request'],
      ['', 'not a request'],
    ]);
    expect(tree.getSnapshot().children.db.getSnapshot().value).toBe('running');
  });

  it('its operation failed, and its incarnation ended, are told of tells alone: an ask has its rejection', async () => {
    const manual = manualService({ concurrency: 2 });
    const { tree, clock, probe } = plant({ children: [child('db', manual.service)] });
    outcome(ask(tree, 'db', 'a'));
    outcome(ask(tree, 'db', 'b'));
    manual.attempts[0]?.reject(new StateCorruptionError('half a row'));
    await clock.settle();
    expect(probe.of('message.undeliverable')).toEqual([]);
    await expect(recover(tree, 'db')).resolves.toEqual({ ok: true });
  });
});
