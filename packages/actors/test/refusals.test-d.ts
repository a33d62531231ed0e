import { expectTypeOf, it } from 'vitest';
import { assign, createActor, fromPromise, setup } from 'xstate';
import {
  ask,
  child,
  fromSupervisor,
  isSupervisionError,
  lifecycleMachine,
  policy,
  type Policy,
  recover,
  refAt,
  selfHealing,
  service,
  serviceFrom,
  tell,
  workerAt,
  workerSnapshots$,
} from '../src/index.ts';

const payments = service({
  start: async () => ({ close: () => undefined, receipts: 1 }),
  handle: async (_charge: { amount: number }, { resource }) => ({ id: String(resource.receipts) }),
  stop: (resource) => resource.close(),
  fallback: (charge) => ({ id: String(charge.amount) }),
});
const resize = service({
  start: ({ input }: { input: { width: number } }) => input.width,
  handle: (url: string) => url,
});
const counterMachine = setup({
  types: {
    context: {} as { n: number },
    input: {} as { from: number },
    events: {} as { type: 'INC'; by: number },
  },
}).createMachine({
  context: ({ input }) => ({ n: input.from }),
  on: { INC: { actions: assign({ n: ({ context, event }) => context.n + event.by }) } },
});
const counter = serviceFrom(counterMachine);
const poll = fromPromise(async ({ input }: { input: { url: string } }) => input.url.length);
const drain = { step: 'drain', run: () => undefined } as const;

const billing = fromSupervisor({
  policy: policy({ TRANSIENT: ['retry', drain, 'fail'] }),
  children: [
    child('payments', payments, { restart: 'permanent', shutdown: 5_000 }),
    child('counter', counter, { input: { from: 1 } }),
    child('poll', poll, { input: { url: '/' } }),
  ],
});
const shop = fromSupervisor({
  children: [
    child('billing', billing, { shutdown: Infinity }),
    child('resize', resize, { input: { width: 3 } }),
    ...[0, 1].map((n) => child(`shard-${n}`, payments)),
  ],
});
const tree = createActor(shop);

it('types requests and replies by path', () => {
  const atRunTime: string = 'known/at/run/time';
  expectTypeOf(ask(tree, 'billing/payments', { amount: 5 })).toEqualTypeOf<
    Promise<{ id: string }>
  >();
  expectTypeOf(ask(tree, 'resize', 'a.png')).toEqualTypeOf<Promise<string>>();
  expectTypeOf(ask(tree, 'shard-7', { amount: 1 })).toEqualTypeOf<Promise<{ id: string }>>();
  expectTypeOf(ask(tree, atRunTime, 1)).toEqualTypeOf<Promise<unknown>>();
  expectTypeOf(tell(tree, 'billing/counter', { type: 'INC', by: 2 })).toEqualTypeOf<void>();
});

it('types refs, workers and states by path', () => {
  const ref = refAt(tree, 'billing/payments');
  expectTypeOf(ref.getSnapshot().matches('degraded')).toEqualTypeOf<boolean>();
  expectTypeOf(ref.getSnapshot().matches('drain')).toEqualTypeOf<boolean>();
  const context = workerAt(tree, 'billing/counter')?.getSnapshot().context;
  expectTypeOf(context).toEqualTypeOf<{ n: number } | undefined>();
  workerSnapshots$(tree, 'billing/counter').subscribe((snapshot) => {
    expectTypeOf(snapshot.context.n).toEqualTypeOf<number>();
  });
  refAt(tree, 'billing/counter').send({ type: 'INC', by: 1 });
  ref.send({ type: 'service.recover' });
  tree.on('child.degraded', (event) =>
    expectTypeOf(event.nextAt).toEqualTypeOf<number | undefined>(),
  );
});

it('types the machine of a chart by its states', () => {
  const machine = lifecycleMachine(policy({ CRITICAL: [drain, 'fail'] }));
  const snapshot = createActor(machine).getSnapshot();
  expectTypeOf(snapshot.matches('drain')).toEqualTypeOf<boolean>();
  // @ts-expect-error the default chart has no such state
  createActor(lifecycleMachine(selfHealing)).getSnapshot().matches('drain');
});

it('works where a machine of the user holds the tree', () => {
  setup({ actors: { shop } }).createMachine({
    invoke: { src: 'shop', id: 'shop' },
    context: ({ spawn }) => {
      const ref = spawn('shop', { id: 'second' });
      expectTypeOf(ask(ref, 'resize', 'a.png')).toEqualTypeOf<Promise<string>>();
      return {};
    },
  });
});

it('narrows what the library refuses', () => {
  const error: unknown = undefined;
  if (isSupervisionError(error) && error.code === 'SERVICE_UNAVAILABLE')
    expectTypeOf(error.state).toEqualTypeOf<string>();
});

it('refuses a wrong path, request, reply or state', () => {
  // @ts-expect-error unknown child
  void ask(tree, 'biling/payments', { amount: 1 });
  // @ts-expect-error unknown nested child: names "billing/payments", "billing/counter"
  void ask(tree, 'billing/paymnets', { amount: 1 });
  // @ts-expect-error wrong request
  void ask(tree, 'billing/payments', { amount: '1' });
  // @ts-expect-error request missing
  void ask(tree, 'billing/payments');
  // @ts-expect-error wrong reply
  const reply: Promise<number> = ask(tree, 'billing/payments', { amount: 1 });
  void reply;
  // @ts-expect-error a supervisor has no handle
  void ask(tree, 'billing', { amount: 1 });
  // @ts-expect-error XState logic sends no reply
  void ask(tree, 'billing/counter', { type: 'INC', by: 1 });
  // @ts-expect-error wrong event
  tell(tree, 'billing/counter', { type: 'DEC' });
  // @ts-expect-error a supervisor takes no messages
  tell(tree, 'billing', 1);
  // @ts-expect-error wrong event to the ref
  refAt(tree, 'billing/counter').send({ type: 'INC' });
  // @ts-expect-error wrong state
  refAt(tree, 'billing/payments').getSnapshot().matches('runing');
  // @ts-expect-error a path through a service
  void ask(tree, 'billing/payments/deeper', 1);
  // @ts-expect-error unknown child
  void recover(tree, 'nobody');
  // @ts-expect-error unknown event name
  tree.on('child.recoverd', () => undefined);
});

it('refuses a wrong description', () => {
  // @ts-expect-error brutal_kill is not for a supervisor
  child('x', billing, { shutdown: 'brutal_kill' });
  // @ts-expect-error required input is missing
  child('x', resize);
  // @ts-expect-error required input of XState logic is missing
  child('x', poll);
  // @ts-expect-error wrong input
  child('x', resize, { input: { width: 'wide' } });
  // @ts-expect-error undefined is no value
  child('x', payments, { shutdown: undefined });
  // @ts-expect-error misspelt option
  child('x', payments, { shutDown: 5_000 });
  // @ts-expect-error input of a supervisor
  child('x', billing, { input: 1 });
  // @ts-expect-error nothing that can be run
  child('x', { open: true });
  // @ts-expect-error an id has no slash
  child('a/b', payments);
  // @ts-expect-error unknown strategy
  fromSupervisor({ strategy: 'one-for-one', children: [] });
  // @ts-expect-error the fallback replies as handle does
  service({ handle: async (_charge: { amount: number }) => ({ id: '1' }), fallback: () => 7 });
  // @ts-expect-error unknown step
  policy({ TRANSIENT: ['retry', 'restrat'] });
  // @ts-expect-error unknown severity
  policy({ SEVERE: ['retry'] });
  // @ts-expect-error a step of one's own needs a run
  policy({ TRANSIENT: [{ step: 'drain' }, 'fail'] });
});

it('a chain has an end, and its own steps before it', () => {
  const wait = { step: 'wait', run: () => undefined } as const;
  const chain = ['retry', drain, 'escalate'] as const;
  const inline = policy({ TRANSIENT: [{ step: 'park', run: () => undefined }, 'fail'] });
  expectTypeOf(inline).toEqualTypeOf<Policy<'park'>>();
  expectTypeOf(policy({ TRANSIENT: [drain, wait, 'fail'] })).toEqualTypeOf<
    Policy<'drain' | 'wait'>
  >();
  expectTypeOf(policy({ TRANSIENT: chain, CRITICAL: [wait, 'fail'] })).toEqualTypeOf<
    Policy<'drain' | 'wait'>
  >();
  expectTypeOf(policy({ CRITICAL: ['fail'] })).toEqualTypeOf<Policy>();
  // @ts-expect-error nothing is the last step
  policy({ TRANSIENT: ['retry'] });
  // @ts-expect-error the same after a step of one's own
  policy({ TRANSIENT: ['retry', drain] });
  // @ts-expect-error no step at all
  policy({ TRANSIENT: [] });
});
