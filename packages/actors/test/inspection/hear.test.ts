import { expect, it } from 'vitest';
import { createActor, createMachine } from 'xstate';
import {
  ask,
  child,
  fromSupervisor,
  refAt,
  service,
  type SupervisionEvent,
  tell,
} from '../../src/index.ts';
import { followChanges, hearEvents, listenersOf } from '../../src/inspection/index.ts';
import { createGate } from '../../src/testing/index.ts';
import { plant } from '../plant.ts';

function follow(tree: Parameters<typeof followChanges>[0]) {
  const told: string[] = [];
  const leave = followChanges(tree, (path, cameFrom) =>
    told.push(cameFrom === undefined ? path : `${path} from ${cameFrom}`),
  );
  return { told, leave };
}

const crashing = service({
  handle: () => {
    throw new Error('refused');
  },
});

it('tells every move on a chart, with the state it came from, until one leaves', () => {
  const { tree } = plant({ children: [child('db', crashing)] });
  const before = listenersOf(tree);
  const { told, leave } = follow(tree);
  expect(listenersOf(tree)).toBe(before + 1);
  tell(tree, 'db', 'crash');
  expect(told).toEqual(['db from running', 'db from restarting']);
  leave();
  expect(listenersOf(tree)).toBe(before);
  tell(tree, 'db', 'crash');
  expect(told).toHaveLength(2);
});

it('tells the moves of a supervisor’s own chart', () => {
  const group = fromSupervisor({
    strategy: 'one_for_all',
    children: [child('db', crashing), child('cache', service({ handle: () => 1 }))],
  });
  const { tree } = plant({ children: [child('group', group)] });
  const { told } = follow(tree);
  tell(tree, 'group/db', 'crash');
  expect(told.filter((each) => each.startsWith('group '))).toEqual([
    'group from running',
    'group from restarting',
  ]);
});

it('tells that a request waits, and that it waits no longer', async () => {
  const gate = createGate();
  const slow = service({ handle: (request: number) => gate.wait().then(() => request) });
  const { tree } = plant({ children: [child('slow', slow)] });
  const { told } = follow(tree);
  const first = ask(tree, 'slow', 1);
  expect(told).toEqual([]);
  const second = ask(tree, 'slow', 2);
  expect(told).toEqual(['slow']);
  gate.open();
  await first;
  expect(told).toEqual(['slow', 'slow']);
  gate.open();
  await second;
});

it('tells the same of a service of XState logic', () => {
  const machine = createMachine({
    on: {
      CRASH: {
        actions: () => {
          throw new TypeError('fetch failed');
        },
      },
    },
  });
  const { tree } = plant({ children: [child('cart', machine)] });
  const { told } = follow(tree);
  refAt(tree, 'cart').send({ type: 'CRASH' });
  expect(told).toContain('cart from running');
});

it('hears every event, and errors without their stacks unless somebody else reads them', () => {
  const { tree } = plant({ children: [child('db', crashing)] });
  // The probe reads stacks: this tree has none.
  const quiet = createActor(fromSupervisor({ children: [child('db', crashing)] })).start();
  for (const [heard, hasStack] of [
    [tree, true],
    [quiet, false],
  ] as const) {
    const events: SupervisionEvent[] = [];
    const leave = hearEvents(heard, (event) => events.push(event));
    tell(heard, 'db', 'crash');
    leave();
    tell(heard, 'db', 'crash');
    const faulted = events.filter((event) => event.type === 'child.faulted');
    expect(faulted).toHaveLength(1);
    expect(faulted[0]?.fault.error.stack !== undefined).toBe(hasStack);
    expect(events.map(({ type }) => type)).toContain('child.started');
  }
});
