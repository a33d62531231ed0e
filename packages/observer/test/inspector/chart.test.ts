import { and, type AnyStateMachine, createActor, createMachine, fromPromise } from 'xstate';
import { describe, expect, it } from 'vitest';
import { activeIds, chartOf, valueText } from '../../page/inspector/model/chart.ts';
import type { WorkerState } from '../../src/index.ts';
import { workerView } from '../../src/view/worker-chart.ts';

const job = fromPromise(() => Promise.resolve(1));

const MACHINES: Readonly<Record<string, AnyStateMachine>> = {
  'targets of every form': createMachine({
    id: 'door',
    initial: 'shut',
    on: { RESET: '.shut', JUMP: '#deep.b' },
    states: {
      shut: { on: { OPEN: 'open.wide', STAY: {}, BOTH: [{ target: 'open' }, 'shut'] } },
      open: {
        id: 'deep',
        initial: 'ajar',
        states: { ajar: { on: { UP: '#door.shut', NEXT: 'wide' } }, wide: {}, b: {} },
        on: { IN: '.wide' },
      },
      end: { type: 'final' },
    },
  }),
  'always, after, and what is invoked': createMachine({
    id: 'busy',
    initial: 'waiting',
    states: {
      waiting: { after: { 1_000: 'working', patience: { target: 'working' } }, always: 'working' },
      working: {
        invoke: [
          { id: 'job', src: job, onDone: 'waiting', onError: { target: 'failed' } },
          { id: 'other', src: job },
        ],
      },
      failed: {},
    },
  }),
  'regions, history and ends': createMachine({
    id: 'both',
    type: 'parallel',
    states: {
      one: {
        initial: 'a',
        onDone: 'two',
        states: { a: { on: { GO: 'b' } }, b: { type: 'final' }, back: { type: 'history' } },
      },
      two: { initial: 'c', states: { c: {} } },
    },
  }),
  'no states at all': createMachine({ id: 'plain', on: { PING: {} } }),
};

/** As it comes through a wire. */
const sent = (machine: AnyStateMachine): unknown => JSON.parse(JSON.stringify(machine.config));

/** What a chart says, whatever the order of its transitions. */
function facts(state: WorkerState): unknown {
  const { id, key, type, initial, transitions, states } = state;
  const moves = transitions.map(({ event, targets }) => `${event} → ${targets.join()}`).toSorted();
  return { id, key, type, initial, moves, states: states.map(facts) };
}

describe('the chart of a definition', () => {
  it.each(Object.keys(MACHINES))('is that of the machine itself: %s', (name) => {
    const machine = MACHINES[name];
    if (machine === undefined) throw new Error(name);
    const actor = createActor(machine);
    const real = workerView(actor);
    const chart = chartOf(sent(machine));
    if (chart === undefined || real === undefined) throw new Error('one of them has no chart');
    expect(facts(chart.root)).toEqual(withoutParts(facts(real.chart)));
    const { value } = actor.getSnapshot() as { readonly value: unknown };
    expect(activeIds(chart.root, value)).toEqual(real.active);
  });

  it('names guards, and what an invocation runs', () => {
    const machine = createMachine({
      id: 'm',
      initial: 'a',
      states: {
        a: {
          invoke: { id: 'job', src: 'fetch' },
          on: {
            ONE: { target: 'b', guard: 'isFine' },
            TWO: { target: 'b', guard: { type: 'isLate', params: {} } },
            THREE: { target: 'b', guard: and(['isFine', 'isLate']) },
          },
        },
        b: {},
      },
    });
    const { root } = chartOf(sentWithFunctions(machine)) ?? {};
    const [a] = root?.states ?? [];
    expect(a?.invokes).toEqual(['job (fetch)']);
    expect(a?.transitions.map(({ event }) => event)).toEqual([
      'ONE if isFine',
      'TWO if isLate',
      'THREE if and',
    ]);
  });

  it('knows which events can be sent, by the state that takes them', () => {
    const busy = chartOf({
      id: 'm',
      initial: 'a',
      states: {
        a: {
          on: { GO: 'b', '*': 'b', 'xstate.done.actor.x': 'b', 'done.invoke.x': 'b' },
          after: { 5: 'b' },
          always: [],
        },
        b: {},
      },
    });
    expect([...(busy?.takes ?? [])]).toEqual([['m.a', ['GO']]]);
  });

  it('is none where only a name is known', () => {
    for (const nothing of [{ id: 'promise' }, {}, null, 'x', [], undefined])
      expect(chartOf(nothing)).toBeUndefined();
  });

  it('of nonsense is a chart of what is left of it', () => {
    const chart = chartOf({
      id: 7,
      initial: { target: 5 },
      on: 'x',
      always: [null, 3, { target: [4] }],
      after: [],
      invoke: [null, 5, 'named', { src: {} }],
      states: { a: null, b: { states: 5 }, __proto__: { on: { X: '#nowhere' } }, constructor: {} },
    });
    expect(chart?.root.id).toBe('(machine)');
    expect(chart?.root.states.map(({ key }) => key)).toEqual(['a', 'b', 'constructor']);
  });

  it('is bounded, however deep and wide the definition is', () => {
    let deep: object = { id: 'end' };
    for (let level = 0; level < 5_000; level++) deep = { states: { a: deep } };
    const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`s${at}`, {}]));
    expect(depthOf(chartOf(deep)?.root)).toBeLessThan(30);
    expect(chartOf({ states: wide })?.root.states.length).toBeLessThan(2_001);
  });
});

it('a state is said by its leaves', () => {
  expect(valueText('off')).toBe('off');
  expect(valueText({ open: 'wide' })).toBe('open.wide');
  expect(valueText({ a: { b: 'c' }, d: {} })).toBe('a.b.c, d');
  expect(valueText(undefined)).toBe('');
  const circle: Record<string, unknown> = {};
  circle['a'] = circle;
  expect(valueText(circle).length).toBeLessThan(301);
});

/** The observer has no words for those that have none in a description. */
function withoutParts(real: unknown): unknown {
  return JSON.parse(JSON.stringify(real).replaceAll(/"(done|error) ([^ "]+)\.[^" ]+ →/g, '"$1 →'));
}

function sentWithFunctions(machine: AnyStateMachine): unknown {
  const named = (_key: string, value: unknown) =>
    typeof value === 'function' ? { type: value.name } : value;
  return JSON.parse(JSON.stringify(machine.config, named));
}

function depthOf(state: WorkerState | undefined): number {
  return state === undefined ? 0 : 1 + Math.max(0, ...state.states.map(depthOf));
}
