import { expect, it } from 'vitest';
import { createActor } from 'xstate';
import { child, fromDynamicSupervisor, fromSupervisor, policy, service } from '../../src/index.ts';
import { probeEvents } from '../../src/testing/index.ts';
import { expectTree } from '../../src/vitest/index.ts';

const db = service({ handle: (query: string) => query.length });
const drain = { step: 'drain', run: () => undefined } as const;
const billing = fromSupervisor({
  policy: policy({ TRANSIENT: [drain, 'fail'] }),
  children: [child('payments', db), child('invoices', db)],
});
const tree = createActor(
  fromSupervisor({
    children: [
      child('db', db),
      child('billing', billing),
      child('rooms', fromDynamicSupervisor({ child: db })),
    ],
  }),
);
const atRunTime: string = 'known/at/run/time';

it('expect(tree).toHaveStates knows the paths and the states of each', () => {
  expect(tree).toHaveStates({ db: 'running', 'billing/payments': 'drain', 'rooms/7': 'degraded' });
  expect(tree).toHaveStates({ root: 'stopping', billing: 'restarting' });
  expect(tree).toHaveStates({ [atRunTime]: 'anything' });
  // @ts-expect-error no such child
  expect(tree).toHaveStates({ bd: 'running' });
  // @ts-expect-error no such child, further down
  expect(tree).toHaveStates({ db: 'running', 'billing/paymnets': 'running' });
  // @ts-expect-error no such state
  expect(tree).toHaveStates({ db: 'runing' });
  // @ts-expect-error a step of another supervisor's policy
  expect(tree).toHaveStates({ db: 'drain' });
  // @ts-expect-error a state of a service, not of a supervisor
  expect(tree).toHaveStates({ billing: 'degraded' });
});

it('a picture is read by the compiler, too', () => {
  expectTree(tree).toBe('db running; billing/payments drain; billing/invoices degraded');
  expectTree(tree).toBe(`
    root stopping
    db stopped
    rooms/lobby running
  `);
  expectTree(tree).toBe(atRunTime);
  expect(tree).toLookLike('db running');
  expect(tree).not.toLookLike('db running');
  // @ts-expect-error no such child
  expectTree(tree).toBe('bd running');
  // @ts-expect-error no such state
  expectTree(tree).toBe('db running; billing/payments runing');
  // @ts-expect-error no state at all
  expectTree(tree).toBe('db');
  // @ts-expect-error no such child
  expect(tree).toLookLike('billing/paymnets running');
});

it('an event has a name of ours', () => {
  const probe = probeEvents(tree);
  expect(probe).toHaveEvents(['child.started db', 'supervisor.started root']);
  // @ts-expect-error no such event
  expect(probe).toHaveEvents(['child.begun db']);
});
