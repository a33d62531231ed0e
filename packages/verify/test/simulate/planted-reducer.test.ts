import type { AnySupervisorLogic } from '@kintsugi/actors';
import type { Effect, SupervisorInput, SupervisorSpec, SupervisorState } from '@kintsugi/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type Failure,
  type LawName,
  type ScriptedOptions,
  type SeededOptions,
  simulate,
} from '../../src/index.ts';
import { shop, TREES } from './trees.ts';

type Reduce = (
  state: SupervisorState,
  input: SupervisorInput,
  spec: SupervisorSpec,
  isHeard?: boolean,
) => readonly Effect[];

/** Core with a bug in it. */
interface Bug {
  readonly reduce?: (real: Reduce) => Reduce;
  readonly inOrder?: (spec: Pick<SupervisorSpec, 'children'>) => Pick<SupervisorSpec, 'children'>;
  readonly isAlwaysGreen?: true;
  readonly areAlertsKept?: true;
}

const planted = vi.hoisted((): { bug: unknown } => ({ bug: undefined }));
const COMES_BACK: ReadonlySet<string> = new Set(['child.started', 'child.recovered']);
const theBug = (): Bug => planted.bug ?? {};

// The only way to break what the laws watch over; nothing is mocked for its own sake.
vi.mock(import('@kintsugi/core'), async (original) => {
  const core = await original();
  return {
    ...core,
    reduce: (state, input, spec, isHeard) => {
      const real: Reduce = core.reduce;
      const reduce = theBug().reduce?.(real) ?? real;
      return [...reduce(state, input, spec, isHeard)];
    },
    createState: (spec) => core.createState(theBug().inOrder?.(spec) ?? spec),
    alertsAfter: (board, event) =>
      theBug().areAlertsKept === true && COMES_BACK.has(event.type)
        ? []
        : core.alertsAfter(board, event),
    rollUp: (counts) => (theBug().isAlwaysGreen === true ? 'healthy' : core.rollUp(counts)),
  };
});

afterEach(() => {
  planted.bug = undefined;
});

/** The reducer is given other settings than those that were described. */
function withSpec(changed: (spec: SupervisorSpec) => SupervisorSpec): Bug {
  return {
    reduce: (real) => (state, input, spec, isHeard) => real(state, input, changed(spec), isHeard),
  };
}

/** Effects that are not carried out. */
function without(isLost: (effect: Effect) => boolean): Bug {
  return {
    reduce: (real) => (state, input, spec, isHeard) =>
      real(state, input, spec, isHeard).filter((effect) => !isLost(effect)),
  };
}

/** What the reducer is not told of, or breaks at. */
function at(type: SupervisorInput['type'], instead: () => readonly Effect[]): Bug {
  return {
    reduce: (real) => (state, input, spec, isHeard) =>
      input.type === type ? instead() : real(state, input, spec, isHeard),
  };
}

/** Who is told to stop counts as stopped at once. */
const stopsAreNotWaitedFor: Bug = {
  reduce: (real) => (state, input, spec, isHeard) =>
    real(state, input, spec, isHeard).flatMap((effect) => {
      if (effect.type !== 'stopChild') return [effect];
      const { id, epoch } = effect;
      const stopped = { type: 'report.stopped', id, epoch, at: input.at, random: 0 } as const;
      return [effect, ...real(state, stopped, spec, isHeard)];
    }),
};

interface Case {
  readonly bug: Bug;
  readonly law: LawName;
  readonly tree?: AnySupervisorLogic;
  /** So much is enough, when it has been shrunk. */
  readonly enough: number;
  readonly options?: Partial<SeededOptions>;
}

const CASES: Readonly<Record<string, Case>> = {
  'a CRITICAL fault is retried': {
    law: 'steps are of their chain',
    enough: 1,
    bug: withSpec((spec) => {
      const chains = { ...spec.policy.chains, CRITICAL: ['retry', 'fallback', 'fail'] } as const;
      return { ...spec, policy: { ...spec.policy, chains } };
    }),
    // Repeated failures make a TRANSIENT fault CRITICAL as well: that takes five of them.
    options: { faults: { preset: 'none', meanBetweenMs: { CRITICAL: 60_000 } } },
  },
  'one restart too many is granted to an incident': {
    law: 'steps stay within their budgets',
    enough: 2,
    bug: withSpec((spec) => {
      const { restart } = spec.policy;
      const more = { ...restart, maxAttempts: restart.maxAttempts + 1 };
      return { ...spec, policy: { ...spec.policy, restart: more } };
    }),
  },
  'one restart too many is granted to a supervisor': {
    law: 'restarts stay within the intensity',
    // One more than are granted.
    enough: 4,
    tree: TREES.erlang,
    bug: withSpec((spec) => {
      const { intensity } = spec;
      if (intensity === undefined) return spec;
      return { ...spec, intensity: { ...intensity, maxRestarts: intensity.maxRestarts + 1 } };
    }),
  },
  'a stop is not waited for': { law: 'one life at a time', enough: 1, bug: stopsAreNotWaitedFor },
  'children are started from the last to the first': {
    law: 'children keep their order',
    enough: 0,
    bug: { inOrder: (spec) => ({ ...spec, children: spec.children.toReversed() }) },
  },
  'a restart that is put off is forgotten': {
    law: 'nothing is lost',
    enough: 2,
    bug: without((effect) => effect.type === 'schedule' && effect.kind === 'restart'),
  },
  'an incident is never closed': {
    law: 'incidents are closed',
    enough: 1,
    bug: without((effect) => effect.type === 'report' && effect.event.type === 'incident.closed'),
  },
  'the health of the tree is always green': {
    law: 'health is not green while a permanent child is down',
    enough: 1,
    bug: { isAlwaysGreen: true },
  },
  'an alert stays open when its child is back': {
    law: 'alerts tell what is',
    enough: 2,
    bug: { areAlertsKept: true },
  },
  'what has failed is never given back': {
    law: 'everything is answered',
    enough: 2,
    bug: without(({ type }) => type === 'settleParked'),
  },
  'a life that will not end is told of and not given up': {
    law: 'nothing is left at the end',
    enough: 2,
    bug: without(({ type }) => type === 'abandonChild'),
  },
  'a stop is not heard': {
    law: 'stops end in time',
    enough: 0,
    bug: at('supervisor.stop', () => []),
  },
  'the reducer throws': {
    law: 'the tree itself does not break',
    enough: 1,
    bug: at('report.exited', () => {
      throw new TypeError('exit is undefined');
    }),
  },
};

const HOSTILE: SeededOptions = { seed: 1, days: 0.05, faults: 'hostile', maxShrinkRuns: 200 };

describe('a bug in the supervisor', () => {
  it.each(Object.entries(CASES))('"%s" is found, and shrunk', async (_, planting) => {
    const { bug, law, tree = shop, enough, options } = planting;
    planted.bug = bug;
    const { failure } = await simulate(tree, { ...HOSTILE, ...options });
    expect(failure).toMatchObject({ invariant: law });
    const { script, ...others } = scriptOf(failure);
    expect(script.length).toBeLessThanOrEqual(enough);

    expect((await simulate(tree, { script, ...others })).failure?.invariant).toBe(law);
    planted.bug = undefined;
    expect((await simulate(tree, { script, ...others })).failure?.text).toBeUndefined();
  });
});

function scriptOf(failure: Failure | undefined): ScriptedOptions {
  const { script = [], seed } = failure ?? {};
  return seed === undefined ? { script } : { script, seed };
}
