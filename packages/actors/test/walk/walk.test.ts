import { describe, expect, it } from 'vitest';
import { createMachine, setup } from 'xstate';
import { createTestModel } from 'xstate/graph';
import {
  MoveRefusedError,
  type Sut,
  type TestCase,
  walkCases,
  type WalkModel,
} from '../../src/testing/index.ts';
import { walk } from '../../src/vitest/index.ts';

type State = 'off' | 'on' | 'broken';
type Event = 'press' | 'kick' | 'mend';

const model = createTestModel(
  setup({ types: { events: {} as { type: Event } } }).createMachine({
    initial: 'off',
    states: {
      off: { on: { press: 'on', kick: 'broken' } },
      on: { on: { press: 'off', kick: { target: 'on', reenter: true } } },
      broken: { on: { mend: 'off' } },
    },
  }),
);

/** A lamp that remembers what was done to it. */
class Lamp {
  state: State = 'off';
  kicks = 0;
  isClosed = false;
  press(): void {
    this.state = this.state === 'off' ? 'on' : 'off';
  }
  kick(): void {
    this.kicks += 1;
    if (this.state === 'off') this.state = 'broken';
  }
}

const lamps: Lamp[] = [];
const sut: Sut<Lamp, State, Event> = {
  start: () => {
    const lamp = new Lamp();
    lamps.push(lamp);
    return lamp;
  },
  events: {
    press: async (lamp) => lamp.press(),
    kick: (lamp) => lamp.kick(),
    mend: (lamp) => {
      lamp.state = 'off';
    },
  },
  states: async (lamp, state) => expect(lamp.state).toBe(state),
  stop: async (lamp) => {
    lamp.isClosed = true;
  },
};

const outcomes = async (cases: readonly TestCase[]) =>
  Promise.all(
    cases.map(async ({ title, run }) => {
      const failure = await run?.().then(
        () => undefined,
        (error: unknown) => error,
      );
      return [title, failure instanceof Error ? failure.message : failure] as const;
    }),
  );
const failuresOf = async (cases: readonly TestCase[]) =>
  (await outcomes(cases)).flatMap(([, failure]) => (failure === undefined ? [] : [failure]));

describe('walk', () => {
  describe('defines a test for each path', () => {
    walk(model, sut);
  });

  it('makes every move, on a fresh system for each path, and cleans up after it', async () => {
    lamps.length = 0;
    const cases = walkCases(model, sut);
    expect(cases.map(({ title }) => title)).toEqual([
      'off → on (press) → off (press)',
      'off → on (press) → on (kick)',
      'off → broken (kick) → off (mend)',
    ]);
    expect(await failuresOf(cases)).toEqual([]);
    expect(lamps.map(({ isClosed }) => isClosed)).toEqual([true, true, true]);
  });

  it('misses what is not given, also where every object has something of that name', () => {
    const odd = createTestModel(
      createMachine({ initial: 'valueOf', states: { valueOf: { on: { toString: 'valueOf' } } } }),
    ) as unknown as WalkModel<'valueOf', 'toString'>;
    const events = { toString: () => undefined };
    const states = { valueOf: () => undefined };
    const start = () => ({});
    const given = (some: object, others: object) =>
      ({ start, events: some, states: others }) as Sut<object, 'valueOf', 'toString'>;
    expect(walkCases(odd, given(events, states))).toHaveLength(1);
    expect(() => walkCases(odd, given({}, states))).toThrow('walk.events["toString"] must be');
    expect(() => walkCases(odd, given(events, {}))).toThrow('walk.states["valueOf"] must be');
  });

  it('says on which path, and how far it has come, when a state is not as it should be', async () => {
    const cases = walkCases(model, { ...sut, events: { ...sut.events, mend: () => undefined } });
    expect(await failuresOf(cases)).toEqual([
      `expected 'broken' to be 'off' // Object.is equality

On this path:
  ✓ off
  ✓ off → broken (kick)
  ✗ broken → off (mend)`,
    ]);
  });

  it('fails with what went wrong first, also when cleaning up fails of it', async () => {
    const cases = walkCases(model, {
      ...sut,
      events: {
        ...sut.events,
        mend: () => {
          throw new Error('no spare bulb');
        },
      },
      stop: ({ state }) => {
        if (state === 'broken') throw new Error('cannot close what is broken');
      },
    });
    const failures = await failuresOf(cases);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatch(/^no spare bulb\n/);
  });

  it('fails when cleaning up fails', async () => {
    const stop = () => Promise.reject(new Error('stuck'));
    expect(await failuresOf(walkCases(model, { ...sut, stop }))).toEqual(Array(3).fill('stuck'));
  });

  it('leaves what is thrown as it is when that is no error', async () => {
    const states = () => Promise.reject('a string');
    const failures = await failuresOf(walkCases(model, { ...sut, states }));
    expect(failures).toEqual(Array(3).fill('a string'));
  });

  it('looks at each state by its own assertion', async () => {
    const seen: string[] = [];
    const states = {
      off: () => void seen.push('off'),
      on: () => void seen.push('on'),
      broken: () => void seen.push('broken'),
    };
    for (const { run } of walkCases(model, { ...sut, states })) await run?.();
    expect(seen).toEqual(['off', 'on', 'off', 'off', 'on', 'on', 'off', 'broken', 'off']);
  });
});

describe('what walk refuses, where it is called', () => {
  const { mend: _, ...withoutMend } = sut.events;
  const onAndOff = { on: () => undefined, off: () => undefined };
  it.each<[string, object, string]>([
    [
      'an event that nothing makes happen',
      { events: withoutMend },
      'walk.events["mend"] must be a function, got undefined',
    ],
    [
      'a state that nothing looks at',
      { states: onAndOff },
      'walk.states["broken"] must be a function, got undefined',
    ],
    [
      'an event that the model does not have',
      { events: { ...sut.events, pull: () => undefined } },
      'a key of walk.events must be one of press, kick, mend, got "pull"',
    ],
    [
      'a state that the model does not have',
      { states: { ...onAndOff, broken: () => undefined, dim: () => undefined } },
      'a key of walk.states must be one of off, on, broken, got "dim"',
    ],
    [
      'an exclusion that matches nothing',
      { excluded: { 'on mend': 'why not' } },
      'a key of walk.excluded must be a state, an event, or a move "<state> <event>" of the model, got "on mend"',
    ],
    [
      'an exclusion of what another one excludes',
      { excluded: { kick: 'it hurts', 'off kick': 'it hurts there, too', broken: 'never' } },
      'a key of walk.excluded must be one that excludes something which no other key does, got "off kick"',
    ],
    [
      'an exclusion without a reason',
      { excluded: { 'off kick': ' ' } },
      'walk.excluded["off kick"] must be a reason, got " "',
    ],
    [
      'a move that is behind an exclusion, and not excluded itself',
      { excluded: { kick: 'it hurts' } },
      'walk.excluded must be such that broken → off (mend) can be made, or is excluded as well, got ["kick"]',
    ],
    [
      'paths that leave a move out',
      { paths: [] },
      'walk.paths must be such that off → on (press) can be made, or is excluded as well, got 0',
    ],
    [
      'paths that lead elsewhere than the model',
      { paths: [{ initial: 'off', steps: [{ from: 'off', event: 'mend', to: 'on' }] }] },
      'walk.paths must be ways through the model, without what is excluded, got "off → on (mend)"',
    ],
    [
      'a path that jumps',
      { paths: [{ initial: 'off', steps: [{ from: 'on', event: 'press', to: 'off' }] }] },
      'walk.paths must be ways through the model, without what is excluded, got "on → off (press)"',
    ],
    ['no start', { start: undefined }, 'walk.start must be a function, got undefined'],
    ['a stop that is none', { stop: 1 }, 'walk.stop must be a function, got 1'],
    [
      'states that are none',
      { states: null },
      'walk.states must be an object or a function, got null',
    ],
    ['an unknown key', { state: {} }, 'walk.state is not an option, did you mean states?'],
  ])('%s', (_name, part, message) => {
    expect(() => walkCases(model, { ...sut, ...part })).toThrow(message);
  });
});

describe('a chart that walk refuses', () => {
  const [go, off, on] = [{ go: 'on' }, 'off', { on: {} }];
  const charts = {
    nested: { initial: off, states: { off: { initial: 'a', states: { a: {} } } } },
    parallel: {
      type: 'parallel',
      states: { lamp: { initial: off, states: { off: { on: go }, ...on } } },
    },
    alone: { initial: off, states: { off: {}, ...on } },
  } as const;
  const flat = 'walk.model must be a flat chart, without states inside of states, got';
  const lost = 'walk.model must be a chart whose events lead to every state, got "on"';
  it.each([
    ['has states inside of states', charts.nested, `${flat} { off: "a" }`],
    ['has states side by side', charts.parallel, `${flat} { lamp: "off" }`],
    ['has a state that nothing leads to', charts.alone, lost],
  ])('%s', (_name, chart, message) => {
    const any = createTestModel(createMachine(chart)) as unknown as WalkModel<State, Event>;
    expect(() => walkCases(any, sut)).toThrow(message);
  });
});

describe('what is excluded', () => {
  const nailedDown = { 'off kick': 'it is nailed down', 'broken mend': 'it is never broken' };

  it('is listed with its reason, and tried where there is a way to try it', async () => {
    const kick = ({ kicks }: Lamp) => void kicks;
    const cases = walkCases(model, {
      ...sut,
      events: { ...sut.events, kick },
      excluded: nailedDown,
    });
    expect(await outcomes(cases)).toEqual([
      ['off → on (press) → off (press)', undefined],
      ['off → on (press) → on (kick)', undefined],
      ['not walked: off → broken (kick): it is nailed down', undefined],
      ['not walked: broken → off (mend): it is never broken', undefined],
    ]);
    // Nothing leads to where the last one begins.
    expect(cases.map(({ run }) => run === undefined)).toEqual([false, false, false, true]);
  });

  it('is confirmed by a cause that refuses, and not by one that fails of something else', async () => {
    const casesWith = (kick: () => never) =>
      walkCases(model, { ...sut, events: { ...sut.events, kick }, excluded });
    const excluded = { ...nailedDown, 'on kick': 'it is nailed down' };
    const refuse = () => {
      throw new MoveRefusedError('it is nailed down');
    };
    expect(await failuresOf(casesWith(refuse))).toEqual([]);
    const typo = new TypeError('lamp.kik is not a function');
    const fail = () => {
      throw typo;
    };
    expect(await failuresOf(casesWith(fail))).toEqual([typo.message, typo.message]);
  });

  it('fails when it can be made after all: the exclusion is not needed', async () => {
    expect(await failuresOf(walkCases(model, { ...sut, excluded: nailedDown }))).toEqual([
      'the exclusion is not needed: off → broken (kick) can be made',
    ]);
  });

  it('is only listed where nothing makes the event happen, or tells the state from others', () => {
    const { kick: _, ...events } = sut.events;
    const states = { off: () => undefined, on: () => undefined };
    const excluded = { kick: 'a lamp is not kicked', broken: 'so it is never broken' };
    const cases = walkCases(model, { ...sut, events, states, excluded });
    expect(cases.flatMap(({ title, run }) => (run === undefined ? [title] : []))).toEqual([
      'not walked: off → broken (kick): a lamp is not kicked',
      'not walked: on → on (kick): a lamp is not kicked',
      'not walked: broken → off (mend): so it is never broken',
    ]);
  });
});
