import {
  child,
  fromDynamicSupervisor,
  fromSupervisor,
  otp,
  policy,
  service,
} from '@kintsugi/actors';
import { reduce } from '@kintsugi/core';
import { describe, expect, it } from 'vitest';
import {
  counterexampleText,
  describeVerification,
  type PropertyReport,
  type Reduce,
  type TurnProperty,
  turnProperty,
  verify,
  type VerifyOptions,
} from '../src/index.ts';
import { TURN_PROPERTIES } from '../src/properties/properties.ts';

const SHORT = policy({
  retry: { maxAttempts: 1 },
  restart: { maxAttempts: 1 },
  recovery: { baseMs: 1_000, maxMs: 4_000 },
  pattern: { failures: 2 },
  longWindow: { restarts: Infinity },
});
const SMALL = { services: 1, maxFaults: 1, maxHangs: 0 };

const worker = service({ handle: (text: string) => text });
const alone = fromSupervisor({ policy: SHORT, children: [child('a', worker)] });

describe('verify', () => {
  it('explores a policy under each strategy', () => {
    const { holds, checks } = verify(SHORT, SMALL);
    expect(holds).toBe(true);
    expect(checks.map(({ strategy }) => strategy)).toEqual([
      'one_for_one',
      'one_for_all',
      'rest_for_one',
    ]);
  });

  it('explores every supervisor of a tree by itself, the instances of a dynamic one included', () => {
    const tree = fromSupervisor({
      policy: SHORT,
      children: [
        child('db', worker),
        child('rooms', fromDynamicSupervisor({ policy: SHORT, child: worker })),
      ],
    });
    const { holds, checks } = verify(tree, { ...SMALL, maxFaults: 0 });
    expect(holds).toBe(true);
    expect(checks.map(({ path, children }) => ({ path, children }))).toEqual([
      { path: '', children: ['db'] },
      { path: 'rooms', children: ['1'] },
    ]);
  });

  it('gives the search up at maxStates, and then does not say that it holds', () => {
    const { holds, checks } = verify(alone, { ...SMALL, maxStates: 10 });
    expect(holds).toBe(false);
    expect(checks[0]).toMatchObject({ isComplete: false, counterexample: undefined });
  });

  it('says of what it was put to the test so far that it holds so far, and how often', () => {
    const [known] = verify(alone, { ...SMALL, maxStates: 10 }).checks;
    const byVerdict = (verdict: PropertyReport['verdict']) =>
      known?.properties.filter((property) => property.verdict === verdict) ?? [];
    const soFar = byVerdict('holds so far');
    expect(soFar.map(({ name }) => name)).toContain('the reducer answers');
    expect(soFar.filter(({ kind, tested }) => kind === 'liveness' || tested === 0)).toEqual([]);
    expect(byVerdict('not reached').filter(({ tested }) => tested > 0)).toEqual([]);
    expect(soFar.length + byVerdict('not reached').length).toBe(known?.properties.length);
  });

  it('finishes with what it assumes where nothing is said, for two children that heal themselves', () => {
    const shop = fromSupervisor({ children: [child('db', worker), child('web', worker)] });
    const { holds, checks } = verify(shop);
    expect(holds).toBe(true);
    expect(checks[0]?.states).toBeLessThan(100_000);
  });

  it('names the children of which nothing is shown', () => {
    const many = fromSupervisor({
      policy: SHORT,
      children: [
        child('a', worker),
        child('b', worker),
        child('c', worker, { restart: 'transient' }),
        child('d', worker, { restart: 'temporary' }),
      ],
    });
    const verification = verify(many, { services: 2, maxFaults: 0, maxHangs: 0 });
    expect(verification.checks[0]).toMatchObject({ children: ['a', 'c'], leftOut: ['b', 'd'] });
    expect(describeVerification(verification)).toContain(
      '  LEFT OUT, of more than 2 children: b, d\n',
    );
  });

  it('says of what it has not come to that it was not reached', () => {
    const { checks } = verify(alone, { ...SMALL, properties: [nobodyIsRestarted] });
    const unasked = checks[0]?.properties.filter(({ kind }) => kind === 'liveness');
    expect(unasked?.map(({ verdict, tested }) => `${verdict} ${tested}`)).toEqual([
      'not reached 0',
      'not reached 0',
      'not reached 0',
      'not reached 0',
    ]);
  });

  it.each([
    [
      'throws',
      () => {
        throw new TypeError('no such thing');
      },
      /^supervisor\.start: TypeError: no such thing\n/,
    ],
    ['answers nothing', () => undefined, /^supervisor\.start is answered with undefined$/],
  ])('blames a reducer that %s, and says what it was given', (_, planted, text) => {
    const { checks } = verify(alone, { ...SMALL, reduce: planted as unknown as Reduce });
    const { property, text: told } = checks[0]?.counterexample ?? {};
    expect({ property, told }).toEqual({
      property: 'the reducer answers',
      told: expect.stringMatching(text) as string,
    });
  });

  it.each(['begin', 'tick'] as const)('names the property whose %s throws', (hook) => {
    const throwing = { ...nobodyIsRestarted, [hook]: () => expect.fail('no such thing') };
    expect(() => verify(alone, { ...SMALL, properties: [throwing] })).toThrow(
      'the property "nobody is restarted" throws: AssertionError: no such thing',
    );
  });

  it('finds the same, by the same way, whenever it is asked', () => {
    const asked = () => verify(alone, { ...SMALL, properties: [nobodyIsRestarted] }).checks[0];
    const { elapsedMs: _, ...first } = asked() ?? { elapsedMs: 0 };
    expect(asked()).toMatchObject(first);
  });
});

const nobodyIsRestarted = turnProperty(
  'nobody is restarted',
  'No child is ever restarted.',
  ({ events }) => {
    const restarting = events.find(({ type }) => type === 'child.restarting');
    return { isTested: events.length > 0, broken: restarting && `${restarting.path} is restarted` };
  },
);

describe('windows of different lengths', () => {
  const crashes = fromSupervisor({
    policy: policy({
      TRANSIENT: ['restart', 'escalate'],
      RECOVERABLE: ['restart', 'escalate'],
      CRITICAL: ['fail'],
      restart: { maxAttempts: 100 },
      pattern: { failures: 4, windowMs: 60_000 },
      longWindow: { restarts: Infinity },
    }),
    intensity: { maxRestarts: 1, withinMs: 5_000 },
    children: [child('a', worker)],
  });

  /** One every eight seconds: the intensity has forgotten the one before, the pattern all but the fourth. */
  const neverRaised: TurnProperty<number> = {
    name: 'never raised after three restarts',
    demands: 'Three restarts that were granted are not followed by a pattern.',
    begin: () => 0,
    see: (restarts, { events }) => ({
      memory: Math.min(
        3,
        restarts + events.filter(({ type }) => type === 'child.restarting').length,
      ),
      isTested: true,
      broken:
        restarts === 3 &&
        events.some((event) => event.type === 'child.faulted' && event.raisedBy !== undefined)
          ? 'it is raised'
          : undefined,
    }),
  };

  it('keep their proportion, as far as it makes a difference', () => {
    const { checks } = verify(crashes, {
      ...SMALL,
      maxFaults: 4,
      properties: [neverRaised],
    });
    expect(checks[0]?.counterexample?.property).toBe('never raised after three restarts');
  });
});

describe("a dynamic supervisor's intensity", () => {
  const rooms = fromDynamicSupervisor({
    policy: otp,
    child: worker,
    intensity: { maxRestarts: 1, withinMs: 5_000 },
  });
  const intensity = (planted: Reduce) =>
    verify(rooms, { ...SMALL, maxFaults: 3, reduce: planted }).checks[0]?.properties.find(
      ({ name }) => name === 'the intensity is kept',
    )?.verdict;

  it('is put to the test, in ticks like every other window', () => {
    expect(intensity(reduce)).toBe('holds');
    const oneMore: Reduce = (state, input, spec) =>
      reduce(state, input, { ...spec, intensity: { maxRestarts: 2, withinMs: Infinity } });
    expect(intensity(oneMore)).toBe('broken');
  });
});

describe('turnProperty', () => {
  it('makes a property that verify asks for: where it is broken, the shortest way there is told', () => {
    const { holds, checks } = verify(alone, { ...SMALL, properties: [nobodyIsRestarted] });
    expect(holds).toBe(false);
    const example = checks[0]?.counterexample;
    expect(example && counterexampleText(example)).toMatch(
      /^broken: nobody is restarted: a is restarted\n[^]*a (fails|crashes|throws|ends)/,
    );
    const own = checks[0]?.properties.find(({ name }) => name === 'nobody is restarted');
    expect(own).toMatchObject({ kind: 'safety', verdict: 'broken' });
  });

  it('is not tested where nothing happens that could break it', () => {
    const silent = turnProperty('silent', 'Nothing at all.', () => ({}));
    const { holds, checks } = verify(alone, { ...SMALL, properties: [silent] });
    expect(holds).toBe(true);
    expect(checks[0]?.properties.find(({ name }) => name === 'silent')).toMatchObject({
      verdict: 'not tested',
      tested: 0,
    });
  });

  it('a property may remember what was before: a memory of its own type', () => {
    const oneRestart: TurnProperty<number> = {
      name: 'at most one restart',
      demands: 'No child is restarted more than once, ever.',
      begin: () => 0,
      see(before, { events }) {
        const more = events.filter(({ type }) => type === 'child.restarting').length;
        const memory = Math.min(2, before + more);
        return { memory, isTested: more > 0, broken: memory > 1 ? 'a second restart' : undefined };
      },
    };
    const verdict = (maxFaults: number) =>
      verify(alone, { ...SMALL, maxFaults, properties: [oneRestart] }).checks[0]?.properties.find(
        ({ name }) => name === oneRestart.name,
      )?.verdict;
    expect(verdict(1)).toBe('holds');
    expect(verdict(2)).toBe('broken');
  });
});

describe('a property that cannot be asked', () => {
  const asked = (see: () => never) =>
    verify(alone, {
      ...SMALL,
      properties: [{ name: 'mine', demands: 'Nothing.', begin: () => null, see }],
    }).checks[0]?.counterexample;

  it('is broken where it throws, and blames nobody else', () => {
    const example = asked(() => {
      throw new TypeError('after.child is not a function');
    });
    expect(example).toMatchObject({
      property: 'mine',
      text: 'it throws TypeError: after.child is not a function',
    });
  });

  it('is broken where it answers nothing', () => {
    const example = asked(() => undefined as never);
    expect(example).toMatchObject({ property: 'mine', text: 'it answers no verdict' });
  });
});

describe('a memory that is no JSON', () => {
  const remembering = (begin: () => unknown, next: (memory: unknown) => unknown = begin) =>
    verify(alone, {
      ...SMALL,
      properties: [
        {
          name: 'mine',
          demands: 'Nothing.',
          begin,
          see: (memory: unknown) => ({ memory: next(memory) }),
        },
      ],
    });

  it.each<[string, unknown, string]>([
    ['a Map', new Map([['a', 1]]), ''],
    ['a Set', new Set(['a']), ''],
    ['a Date', new Date(0), ''],
    ['undefined', undefined, ''],
    ['a function', () => 1, ''],
    ['a bigint', 1n, ''],
    ['no number', { least: [0, Number.NaN] }, '.least[1]'],
    ['endless', { least: Infinity }, '.least'],
    ['a Map within', { 'of a': new Map() }, '["of a"]'],
    ['a field that is undefined', { least: undefined }, '.least'],
  ])('is refused, because two that differ would be taken for one: %s', (_, memory, where) => {
    const text = `verify.properties["mine"].memory${where} must be JSON`;
    expect(() => remembering(() => memory)).toThrow(text);
    expect(() =>
      remembering(
        () => null,
        () => memory,
      ),
    ).toThrow(text);
  });

  it('is refused where it holds itself', () => {
    const memory: { self?: unknown } = {};
    memory.self = memory;
    expect(() => remembering(() => memory)).toThrow('verify.properties["mine"].memory.self');
  });

  it('none of ours is', () => {
    const asIfGiven = TURN_PROPERTIES.map((each) => ({ ...each, name: `given: ${each.name}` }));
    expect(verify(alone, { ...SMALL, maxFaults: 3, properties: asIfGiven }).holds).toBe(true);
  });
});

describe('describeVerification', () => {
  it('says of each supervisor how much was explored, in which scope, and what holds', () => {
    const lines = describeVerification(verify(alone, SMALL)).split('\n');
    expect(lines[0]).toMatch(
      /^one_for_one of a: [\d,]+ states, [\d,]+ steps, all explored in [\d.]+ m?s$/,
    );
    expect(lines[1]).toBe(
      '  scope: 1 fault, 0 of them hanging; 0 orders; mailbox 1; windows from 1 tick',
    );
    expect(lines).toContain('  holds:');
    expect(lines).toContain('    one life at a time');
    expect(lines).not.toContain('  BROKEN:');
  });

  it.each([
    [
      { maxFaults: 1, maxOrders: 1, window: 1 },
      '1 fault, 1 of them hanging; 1 order; mailbox 1; windows from 1 tick',
    ],
    [
      { maxFaults: 2, maxOrders: 0, window: 2 },
      '2 faults, 1 of them hanging; 0 orders; mailbox 1; windows from 2 ticks',
    ],
    [
      { maxFaults: Infinity, maxOrders: 0, window: 2 },
      'any number of faults, 1 of them hanging; 0 orders; mailbox 1; windows from 2 ticks',
    ],
  ])('of a scope %o it says: %s', (scope, words) => {
    const text = describeVerification(verify(alone, { services: 1, ...scope, maxStates: 10 }));
    expect(text.split('\n')).toContain(`  scope: ${words}`);
  });

  it('says what was not tested, and what was not explored', () => {
    const all = verify(alone, SMALL);
    expect(describeVerification(all)).toContain('  not tested in this scope:');
    const cut = describeVerification(verify(alone, { ...SMALL, maxStates: 10 }));
    expect(cut).toContain('not all explored');
    expect(cut).toMatch(/ {2}holds so far:\n {4}[^\n]+ \(in \d+ situations?\)\n/);
    expect(cut).toContain('  not reached:');
  });

  it.each<readonly [options: VerifyOptions, advice: string]>([
    [{ maxFaults: 3 }, 'mailbox: 1, maxHangs: 0, maxFaults: 2, or a larger maxStates'],
    [
      { maxFaults: Infinity, maxOrders: 1, mailbox: 1, window: 2 },
      'window: 1, maxOrders: 0, maxHangs: 0, maxFaults: 2, or a larger maxStates',
    ],
    [{ ...SMALL, maxFaults: 1 }, 'maxFaults: 0, or a larger maxStates'],
    [{ ...SMALL, maxFaults: 0, services: 2, mailbox: 1 }, 'services: 1, or a larger maxStates'],
  ])(
    'where the search was given up in the scope %o it says what to change: %s',
    (scope, advice) => {
      const pair = fromSupervisor({
        policy: SHORT,
        children: [child('a', worker), child('b', worker)],
      });
      const text = describeVerification(verify(pair, { ...scope, maxStates: 10 }));
      expect(text.split('\n')).toContain(`  GIVEN UP: to explore it to its end, give ${advice}`);
      const broken = verify(alone, { ...SMALL, properties: [nobodyIsRestarted] });
      expect(describeVerification(broken)).not.toContain('GIVEN UP');
    },
  );

  it('shows the way to what is broken', () => {
    const text = describeVerification(verify(alone, { ...SMALL, properties: [nobodyIsRestarted] }));
    expect(text).toContain('  BROKEN:\n    nobody is restarted');
    expect(text).toContain('  broken: nobody is restarted: a is restarted\n     1  ');
  });
});
