import type { SupervisionEvent, SupervisorSpec } from '@kintsugi/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse, type Analysis, type Finding, type FindingRule } from '../../src/index.ts';
import { GRAIN_MS, harass, mostInSpan } from './adversary.ts';
import { anyFlatTree } from './policies.ts';
import type { Lab } from './lab.ts';
import { rootSpec } from './specs.ts';

const HOUR_MS = 3_600_000;

/** Each as `SEVERITY step`. */
function neverReached({ findings }: Analysis): readonly string[] {
  return findings
    .filter(({ rule }) => rule === 'step-never-reached')
    .flatMap(({ message }) => {
      const [, step = '', severities = ''] = /step "(.+)" of (.+) is never/.exec(message) ?? [];
      return severities.split(/, | and /).map((severity) => `${severity} ${step}`);
    });
}

function chainsOf({ policy: { chains } }: SupervisorSpec): readonly string[] {
  return Object.entries(chains).flatMap(([severity, chain]) =>
    chain.map((step) => `${severity} ${step}`),
  );
}

const STEPS: Partial<Record<SupervisionEvent['type'], string>> = {
  'child.retrying': 'retry',
  'child.restarting': 'restart',
  'child.degraded': 'fallback',
  'child.failed': 'fail',
};

function stepOf(event: SupervisionEvent): string | undefined {
  if (event.type === 'child.stepping') return event.step;
  const hasEscalated = event.type === 'supervisor.gaveUp' && event.reason === 'the chain escalated';
  return hasEscalated ? 'escalate' : STEPS[event.type];
}

/** The steps that faults are answered by, as told, each with the severity that it was taken for. */
function stepsTaken(events: readonly SupervisionEvent[]): ReadonlySet<string> {
  const taken = new Set<string>();
  let severity = '';
  for (const event of events) {
    if (event.type === 'child.faulted') ({ severity } = event);
    taken.add(`${severity} ${stepOf(event) ?? ''}`);
  }
  return taken;
}

/** Nothing of what a finding says cannot happen has happened. */
const DENIED: Partial<
  Record<FindingRule, (event: SupervisionEvent, spec: SupervisorSpec) => boolean>
> = {
  'intensity-never-exceeded': (event) =>
    event.type === 'supervisor.gaveUp' && event.reason === 'intensity exceeded',
  'budget-never-spent': (event, { policy }) =>
    event.type === 'child.restarting' && event.attempt >= policy.restart.maxAttempts,
  'long-window-never-reached': (event) =>
    event.type === 'child.faulted' && event.raisedBy === 'many restarts',
  'pattern-never-reached': (event) =>
    event.type === 'child.faulted' && event.raisedBy === 'repeated failures',
};

/** An intensity may be a child's own: what becomes of its supervisor says nothing of that. */
function isAbout({ path, rule }: Finding, event: SupervisionEvent): boolean {
  return !isOfOwnIntensity({ rule, path }) && (path === '' || event.path === path);
}

/** Most restarts of a child within the intensity of its own that is never reached, when it has none; how many it grants. */
function withoutOwn(spec: SupervisorSpec, { path }: Finding, seed: number) {
  const intensity = spec.children.find(({ id }) => id === path)?.spec.intensity;
  const children = spec.children.map((each) =>
    each.id === path ? { ...each, spec: { ...each.spec, intensity: undefined } } : each,
  );
  const lives = harass({ ...spec, children }, { seed, untilMs: 6 * HOUR_MS });
  const { withinMs = 0, maxRestarts = Infinity } = intensity ?? {};
  const counts = lives.map(({ restarts }) => {
    const own = restarts.filter(({ id }) => id === path).map(({ at }) => at);
    return mostInSpan(own, withinMs + GRAIN_MS);
  });
  return { most: Math.max(...counts), granted: maxRestarts };
}

const isOfOwnIntensity = ({ rule, path }: Pick<Finding, 'rule' | 'path'>) =>
  rule === 'intensity-never-exceeded' && path !== '';

const MORE = Number(process.env['LAW_RUNS'] ?? 1);

describe('what an analysis denies', () => {
  it('never happens, whatever else does; steps that it does not deny are taken', () => {
    const seen = new Map<string, number>();
    const count = (what: string, amount: number) => seen.set(what, (seen.get(what) ?? 0) + amount);
    fc.assert(
      fc.property(anyFlatTree, fc.integer({ min: 1, max: 1_000_000 }), (tree, seed) => {
        const spec = rootSpec(tree);
        const analysis = analyse(tree);
        const lives = harass(spec, { seed, untilMs: 6 * HOUR_MS, keepsEvents: true });
        const events = lives.flatMap((lab) => lab.events);
        const taken = stepsTaken(events);
        const denied = neverReached(analysis);
        expect(denied.filter((step) => taken.has(step))).toEqual([]);
        const others = chainsOf(spec).filter((step) => !denied.includes(step));
        count('step-never-reached', denied.length);
        count('other steps', others.length);
        count('taken', others.filter((step) => taken.has(step)).length);
        for (const finding of analysis.findings) {
          const isDenied = DENIED[finding.rule];
          const about = events.filter((event) => isAbout(finding, event));
          expect(about.filter((event) => isDenied?.(event, spec) === true)).toEqual([]);
          count(finding.rule, 1);
        }
        for (const finding of analysis.findings.filter(isOfOwnIntensity)) {
          const { most, granted } = withoutOwn(spec, finding, seed);
          expect(most).toBeLessThanOrEqual(granted);
        }
        for (const { path, restartsPerHour } of analysis.supervisors[0]?.children ?? [])
          expect(Math.max(...lives.map((lab) => startedAgain(lab, path)))).toBeLessThanOrEqual(
            restartsPerHour.atMost,
          );
        expect(soonestGiveUp(lives)).toBeGreaterThanOrEqual(
          analysis.supervisors[0]?.givesUpAfterMs ?? Infinity,
        );
      }),
      { numRuns: 30 * MORE },
    );
    const rules = ['step-never-reached', ...Object.keys(DENIED)];
    // What is never said is never wrong.
    expect(rules.filter((rule) => !seen.has(rule))).toEqual([]);
    expect((seen.get('taken') ?? 0) / (seen.get('other steps') ?? 0)).toBeGreaterThan(0.75);
  });
});

/** Most restarts of a child in an hour, by its own faults or with a sibling. */
function startedAgain({ events }: Lab, path: string): number {
  const own = events.filter(
    (event) =>
      event.path === path && (event.type === 'child.restarting' || event.type === 'child.cycled'),
  );
  return mostInSpan(
    own.map(({ at }) => at),
    HOUR_MS,
  );
}

/** From a first fault to the supervisor's giving up. */
function soonestGiveUp(lives: readonly Lab[]): number {
  const spans = lives.map(({ events }) => {
    const fault = events.find(({ type }) => type === 'child.faulted');
    const gaveUp = events.find(({ type }) => type === 'supervisor.gaveUp');
    return gaveUp === undefined ? Infinity : gaveUp.at - (fault?.at ?? gaveUp.at);
  });
  return Math.min(...spans);
}
