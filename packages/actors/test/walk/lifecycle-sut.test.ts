import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setup } from 'xstate';
import {
  ask,
  otp,
  policy,
  type Policy,
  selfHealing,
  service,
  serviceFrom,
} from '../../src/index.ts';
import {
  type FaultyWorld,
  lifecycleModel,
  lifecycleSut,
  type LifecycleSystem,
  type TestCase,
  walkCases,
} from '../../src/testing/index.ts';
import { walk } from '../../src/vitest/index.ts';

const run = () => {
  throw new Error('a step does not do its own work in a walk');
};
const drain = { step: 'drain', maxAttempts: 2, run } as const;
const patient = policy({ TRANSIENT: ['retry', drain, 'fail'], CRITICAL: [drain, 'escalate'] });
const blunt = policy({ TRANSIENT: ['fail'], RECOVERABLE: ['fail'], CRITICAL: ['fail'] });
const endless = policy({
  TRANSIENT: ['retry', 'restart', 'fallback', 'escalate'],
  retry: { maxAttempts: Infinity },
  restart: { maxAttempts: Infinity },
  initialStartFailure: 'fatal',
});

describe('a faulty service, walked along the chart of', () => {
  describe('selfHealing', () => {
    walk(lifecycleModel(selfHealing), lifecycleSut(selfHealing));
  });
  describe('otp', () => {
    walk(lifecycleModel(otp), lifecycleSut(otp));
  });
  describe('a policy with a step of its own', () => {
    walk(lifecycleModel(patient), lifecycleSut(patient));
  });
  describe('a policy of one step', () => {
    walk(lifecycleModel(blunt), lifecycleSut(blunt));
  });
  describe('a policy without limits, for which a first start is fatal', () => {
    walk(lifecycleModel(endless), lifecycleSut(endless));
  });
});

const failuresOf = async (cases: readonly TestCase[]) => {
  const failures: string[] = [];
  for (const { run: go } of cases)
    await go?.().catch((error: unknown) => failures.push(String(error).split('\n')[0] ?? ''));
  return [...new Set(failures)];
};

describe('lifecycleSut', () => {
  const all = (excluded: readonly string[]) => ({ excluded });
  it.each<[string, Policy<string>, object]>([
    ['selfHealing', selfHealing, { moves: 32, paths: 25, ...all([]) }],
    ['otp', otp, { moves: 13, paths: 9, ...all([]) }],
    ['its own step', patient, { moves: 43, paths: 35, ...all([]) }],
    ['one step', blunt, { moves: 15, paths: 10, ...all([]) }],
    ['no limits', endless, { moves: 32, paths: 24, ...all([]) }],
  ])('makes every move of the chart of %s but what is named', (_name, each, expected) => {
    const { paths = [], excluded = {} } = lifecycleSut(each);
    const moves = Object.values(each.chart.chart.states).flatMap(({ on }) =>
      Object.keys(on),
    ).length;
    expect({ moves, paths: paths.length, excluded: Object.keys(excluded) }).toEqual(expected);
    const made = paths.flatMap(({ steps }) => steps.map(({ from, event }) => `${from} ${event}`));
    expect(new Set(made).size).toBe(moves - Object.keys(excluded).length);
  });

  it('goes another way where the shortest one cannot be gone', () => {
    const drainFirst = policy({
      TRANSIENT: [{ step: 'drain', run }, 'retry', 'fail'],
      RECOVERABLE: [{ step: 'drain', run }, 'fail'],
      CRITICAL: [{ step: 'drain', run }, 'fail'],
    });
    // Draining comes first; only what is still on probation after it is retried.
    const titles = walkCases(lifecycleModel(drainFirst), lifecycleSut(drainFirst)).map(
      ({ title }) => title,
    );
    expect(titles).toContain(
      'starting → drain (drain) → running (recovered) → retrying (retry) → running (recovered)',
    );
  });

  it('says why a move is not walked', () => {
    const hasty = policy({
      TRANSIENT: [{ step: 'drain', run }, 'retry', 'fail'],
      RECOVERABLE: ['retry', 'fail'],
      CRITICAL: ['fallback', 'escalate'],
    });
    expect(lifecycleSut(hasty).excluded).toEqual({
      'degraded service.restart': 'this policy restarts no siblings',
      'drain service.drain': 'one attempt is all its budget',
      'drain service.retry': 'no fault of a service of functions leads there',
      'retrying service.drain': 'no fault of a service of functions leads there',
    });
  });

  it('every move that it does not exclude is made, whatever the chains', async () => {
    const steps = fc.shuffledSubarray(['retry', 'restart', 'fallback', 'drain'] as const);
    const end = fc.constantFrom('fail' as const, 'escalate' as const);
    const chain = fc.tuple(steps, end);
    const budget = fc.integer({ min: 1, max: 3 });
    const starts = fc.constantFrom('fatal' as const, 'heal' as const);
    await fc.assert(
      fc.asyncProperty(chain, chain, chain, budget, starts, async (t, r, c, maxAttempts, start) => {
        const own = { step: 'drain', maxAttempts, run } as const;
        const of = ([names, last]: typeof t) =>
          [...names.map((name) => (name === 'drain' ? own : name)), last] as const;
        const any = policy({
          TRANSIENT: of(t),
          RECOVERABLE: of(r),
          CRITICAL: of(c),
          retry: { maxAttempts },
          restart: { maxAttempts },
          initialStartFailure: start,
        });
        expect(await failuresOf(walkCases(lifecycleModel(any), lifecycleSut(any)))).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });
});

type Bug = 'leaks' | 'swallows' | 'lies in degraded' | 'does not await its stop';

/** A service as a user has one: it works with what the world gives it. */
function payments(world: FaultyWorld, bug?: Bug) {
  return service({
    start: async () => {
      await world.start();
      return { paid: 0 };
    },
    handle: async ({ amount }: { amount: number }, { resource }) => {
      await world.handle().catch((error: unknown) => {
        if (bug !== 'swallows') throw error;
      });
      resource.paid += amount;
      return { paid: resource.paid };
    },
    stop: async () => {
      const stopped = bug === 'leaks' ? undefined : world.stop();
      if (bug !== 'does not await its stop') await stopped;
    },
    degrade: () => world.degrade(),
    fallback: () => ({ paid: bug === 'lies in degraded' ? 1 : 0 }),
  });
}

describe('a service of one’s own, walked', () => {
  const request = { amount: 5 };
  const states = {
    degraded: async ({ tree }: LifecycleSystem) =>
      expect(await ask(tree, 'subject', request)).toEqual({ paid: 0 }),
  };
  const casesWith = (bug?: Bug) => {
    const options = { service: (world: FaultyWorld) => payments(world, bug), request, states };
    return walkCases(lifecycleModel(selfHealing), lifecycleSut(selfHealing, options));
  };

  it('is led along the whole chart, with its own assertions', async () => {
    expect(casesWith()).toHaveLength(25);
    expect(await failuresOf(casesWith())).toEqual([]);
  });

  it('fails when it does not let go of what it holds', async () => {
    expect(await failuresOf(casesWith('leaks'))).toContain(
      'Error: degraded, it holds 1 of what its starts have made, not 0',
    );
  });

  it('fails when its stop is not awaited', async () => {
    expect(await failuresOf(casesWith('does not await its stop'))).toEqual([
      'Error: a start has begun before the stop of the life before was over',
      'Error: stopped before its stop was over',
    ]);
  });

  it('fails when it swallows what should heal it', async () => {
    expect(await failuresOf(casesWith('swallows'))).toContain(
      'MoveRefusedError: nothing has led to running → retrying (service.retry)',
    );
  });

  it('fails when its own assertion does', async () => {
    expect(await failuresOf(casesWith('lies in degraded'))).toEqual([
      'AssertionError: expected { paid: 1 } to deeply equal { paid: +0 }',
    ]);
  });

  it.each([
    ['throws', () => Promise.reject(new Error('no outbox')), 'Error: no outbox'],
    [
      'waits',
      () => new Promise<never>(() => undefined),
      'Error: degraded, its fallback has not answered at once: say in states.degraded how',
    ],
  ])('fails when its fallback %s, also without an assertion', async (_name, fallback, why) => {
    const broken = ({ start, handle, stop }: FaultyWorld) =>
      service({ start, handle: () => handle(), stop, fallback });
    const cases = walkCases(
      lifecycleModel(selfHealing),
      lifecycleSut(selfHealing, { service: broken }),
    );
    expect(await failuresOf(cases)).toEqual([why]);
  });

  it('without a hook that prepares its fallback, names what cannot be made then', () => {
    const plain = (world: FaultyWorld) =>
      service({ start: world.start, handle: () => world.handle(), stop: () => world.stop() });
    const { excluded = {} } = lifecycleSut(selfHealing, { service: plain });
    expect(Object.keys(excluded)).toEqual([
      'starting service.fail',
      'running service.fail',
      'restarting service.fail',
      'failed service.restart',
      'failed service.stop',
      'retrying service.fail',
    ]);
  });
});

describe('what lifecycleSut refuses', () => {
  const counter = setup({}).createMachine({});
  it.each<[string, object, string]>([
    [
      'an unknown key',
      { servise: 1 },
      'lifecycleSut.servise is not an option, did you mean service?',
    ],
    [
      'a state that the policy does not have',
      { states: { drain: () => undefined } },
      'a key of lifecycleSut.states must be one of starting, running, retrying, restarting, degraded, failed, stopping, stopped, got "drain"',
    ],
    [
      'XState logic',
      { service: () => serviceFrom(counter) },
      'lifecycleSut.service must be a function that makes a service of functions, got',
    ],
    ['no function', { service: 1 }, 'lifecycleSut.service must be a function that makes a service'],
  ])('%s', (_name, options, message) => {
    expect(() => lifecycleSut(selfHealing, options)).toThrow(message);
  });
});
