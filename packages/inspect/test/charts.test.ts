import { child, fromSupervisor, serviceFrom } from '@kintsugi/actors';
import { createTestClock } from '@kintsugi/actors/testing';
import { describe, expect, it } from 'vitest';
import type { AnyStateMachine as V4Machine } from 'xstate';
import {
  and,
  type AnyStateMachine,
  createActor,
  createMachine,
  fromPromise,
  getNextSnapshot,
  initialTransition,
} from 'xstate5';
import { getShortestPaths } from 'xstate5/graph';
import { inspectTree } from '../src/index.ts';
import { openViewer, registered, shown } from './viewers.ts';

/** The machine as a viewer of @xstate/inspect gets it. */
async function shownAs(machine: AnyStateMachine): Promise<V4Machine> {
  const tree = createActor(fromSupervisor({ children: [child('it', serviceFrom(machine))] }), {
    clock: createTestClock(),
  }).start();
  const { port = 0, detach } = await inspectTree(tree, { port: 0 });
  const viewer = openViewer(port);
  await expect.poll(() => shown(viewer)).toContain('it/worker');
  const { machine: received } = registered(viewer.received, 'it/worker');
  await detach();
  return received;
}

const forever = fromPromise(() => new Promise<never>(() => undefined));

const charts: readonly (readonly [string, AnyStateMachine])[] = [
  [
    'nested, with moves to a parent, a cousin and itself',
    createMachine({
      id: 'nested',
      initial: 'a',
      states: {
        a: {
          initial: 'one',
          states: { one: { on: { go: 'two' } }, two: { on: { over: '#deep', up: '#nested.a' } } },
          on: { again: { target: 'a', reenter: true }, in: '.two' },
        },
        b: { initial: 'x', states: { x: {}, y: { id: 'deep', on: { back: '#nested.a.two' } } } },
      },
      on: { reset: '.a' },
    }),
  ],
  [
    'parallel',
    createMachine({
      type: 'parallel',
      states: {
        left: {
          initial: 'off',
          states: { off: { on: { flip: 'on' } }, on: { on: { flip: 'off' } } },
        },
        right: { initial: 'off', states: { off: { on: { turn: 'on' } }, on: {} } },
      },
      on: { both: { target: ['.left.on', '.right.on'] } },
    }),
  ],
  [
    'moves without an event, and an end',
    createMachine({
      initial: 'a',
      states: {
        a: { on: { go: 'passing' } },
        passing: { always: 'last' },
        last: { on: { end: 'done' } },
        done: { type: 'final' },
      },
    }),
  ],
  [
    'a start below a child, and history',
    createMachine({
      initial: 'on',
      states: {
        on: {
          initial: 'one',
          states: {
            one: { on: { next: 'two' } },
            two: {},
            last: { type: 'history', history: 'deep' },
          },
          on: { pause: 'off' },
        },
        off: { on: { resume: 'on.last' } },
      },
    }),
  ],
];

describe('a worker that is a machine', () => {
  it.each(charts)('%s: XState 4 goes where XState 5 goes', async (_name, machine) => {
    const v4 = await shownAs(machine);
    const [first] = initialTransition(machine);
    expect(v4.initialState.value).toEqual(first.value);
    let moves = 0;
    for (const { steps } of getShortestPaths(machine)) {
      let [v4State, v5State] = [v4.initialState, first];
      for (const { event } of steps.slice(1)) {
        v4State = v4.transition(v4State, event);
        v5State = getNextSnapshot(machine, v5State, event);
        expect(v4State.value).toEqual(v5State.value);
        moves += 1;
      }
      expect(v4State.done).toBe(v5State.status === 'done');
    }
    expect(moves).toBeGreaterThan(1);
  });

  it('delays, invoked logic, guards, actions, tags and meaning are shown by name', async () => {
    const v4 = await shownAs(
      createMachine({
        id: 'busy',
        initial: 'waiting',
        states: {
          waiting: {
            tags: ['idle'],
            meta: { meaning: 'nobody asked' },
            description: 'Waits.',
            entry: ['hello', () => undefined],
            after: { 1_000: 'working', patience: { target: 'working', guard: 'isTired' } },
          },
          working: {
            invoke: {
              id: 'job',
              src: forever,
              onDone: { target: 'waiting', guard: and(['isFine', 'isLate']) },
              onError: { target: 'waiting', guard: { type: 'isBad' }, actions: 'shout' },
            },
          },
        },
      }).provide({ delays: { patience: 5_000 } }),
    );
    const { waiting, working } = v4.states;
    expect(waiting?.after.map(({ delay, cond }) => [Number(delay), cond?.name])).toEqual([
      [1_000, undefined],
      [Number.NaN, 'isTired'],
    ]);
    expect(waiting?.tags).toEqual(['idle']);
    expect(waiting?.meta).toEqual({ meaning: 'nobody asked' });
    expect(waiting?.description).toBe('Waits.');
    expect(waiting?.definition.entry.map(({ type }) => type)).toContain('hello');
    expect(working?.invoke.map(({ id }) => id)).toEqual(['job']);
    const moves = working?.transitions.map(({ eventType, cond, actions }) => [
      eventType,
      cond?.name,
      actions.map(({ type }) => type),
    ]);
    expect(moves).toEqual([
      ['done.invoke.job', 'and', []],
      ['error.platform.job', 'isBad', ['shout']],
    ]);
  });
});
