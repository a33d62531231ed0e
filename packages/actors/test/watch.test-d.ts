import { expectTypeOf, it } from 'vitest';
import { createActor } from 'xstate';
import {
  child,
  type EndNotice,
  fromDynamicSupervisor,
  fromSupervisor,
  type Monitor,
  refAt,
  service,
  stop,
  type StopReport,
  type SupervisorGaveUpError,
  type Tree,
  unwatch,
  watch,
} from '../src/index.ts';

const payments = service({ handle: (charge: { amount: number }) => charge.amount });
const billing = fromSupervisor({ children: [child('payments', payments)] });
const rooms = fromDynamicSupervisor({ child: payments });
const shop = fromSupervisor({ children: [child('billing', billing), child('rooms', rooms)] });
const tree = createActor(shop);
const nobody = () => undefined;

it('watches a path that exists, the tree itself, or a ref', () => {
  const atRunTime: string = 'known/at/run/time';
  expectTypeOf(watch(tree, 'billing', nobody)).toEqualTypeOf<Monitor>();
  watch(tree, 'billing/payments', nobody);
  watch(tree, 'rooms/any', nobody);
  watch(tree, '', nobody);
  watch(tree, atRunTime, nobody);
  watch(tree, refAt(tree, 'billing/payments'), nobody);
  watch(tree, refAt(tree, 'billing'), nobody);
  watch(refAt(tree, 'billing'), 'payments', nobody);
  watch(tree, tree, nobody);
});

it('refuses a path that does not exist, and what is neither', () => {
  // @ts-expect-error -- no such child: "billing" | "rooms"
  watch(tree, 'biling', nobody);
  // @ts-expect-error -- no such child: "billing/payments"
  watch(tree, 'billing/paymets', nobody);
  // @ts-expect-error -- a service has no children
  watch(tree, 'billing/payments/below', nobody);
  // @ts-expect-error -- neither a path nor a ref
  watch(tree, 5, nobody);
  // @ts-expect-error -- a listener takes a notice
  watch(tree, 'billing', (notice: number) => notice);
  // @ts-expect-error -- made by watch
  unwatch('billing');
});

it('narrows a notice by its cause', () => {
  watch(tree, 'billing', (notice) => {
    expectTypeOf(notice).toEqualTypeOf<EndNotice>();
    expectTypeOf(notice.path).toEqualTypeOf<string>();
    if (notice.cause === 'failed' || notice.cause === 'gave_up')
      expectTypeOf(notice.error).toEqualTypeOf<unknown>();
    else
      expectTypeOf(notice.cause).toEqualTypeOf<'normal' | 'shutdown' | 'removed' | 'not_running'>();
    // @ts-expect-error -- an end in order has no error
    if (notice.cause === 'shutdown') nobody(notice.error);
  });
});

it('narrows what a stop came to', async () => {
  const anyTree: Tree<unknown> = tree;
  const report = await stop(anyTree);
  expectTypeOf(report).toEqualTypeOf<StopReport>();
  if (report.ok || report.reason === 'gave_up')
    expectTypeOf(report.leftBehind).items.toEqualTypeOf<{
      readonly path: string;
      readonly incarnation: number;
    }>();
  if (!report.ok && report.reason === 'gave_up')
    expectTypeOf(report.error).toEqualTypeOf<SupervisorGaveUpError>();
});

it('types the last resort', () => {
  createActor(shop, {
    input: { lastResort: (error) => expectTypeOf(error).toEqualTypeOf<SupervisorGaveUpError>() },
  });
  // @ts-expect-error -- a function
  createActor(shop, { input: { lastResort: 'exit' } });
});
