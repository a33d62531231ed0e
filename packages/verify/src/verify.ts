import type { AnySupervisorLogic, Policy, SupervisorDescription } from '@kintsugi/actors';
import { invalidOption, STRATEGIES, type Strategy } from '@kintsugi/core';
import { describedSubject, policyDescription } from './described-subject.ts';
import { inTicks } from './model/abstract-time.ts';
import { subjectOf } from './model/subject.ts';
import type { Scope } from './model/scope.ts';
import { AT_REST } from './properties/at-rest.ts';
import { ANSWERS, DIRECTIVES, MAILBOXES } from './properties/directives.ts';
import { TURN_PROPERTIES } from './properties/properties.ts';
import { type CounterexampleReport, reportOf } from './report/counterexample.ts';
import { check, type Checked } from './search/check.ts';
import { checkedOptions, type CheckedOptions, type VerifyOptions } from './verify-options.ts';

/** What a check says of one property. */
export interface PropertyReport {
  /** Ours, or the one that you gave it; no two in a report have the same. */
  readonly name: string;
  /** What it demands, in one sentence. */
  readonly demands: string;
  /** `safety`: nothing bad happens, ever. `liveness`: what is owed comes about in the end. */
  readonly kind: 'safety' | 'liveness';
  /**
   * `not tested`: it holds, but nothing has happened in this scope that could have broken it. Where the search
   * ended before everything was explored: `holds so far` in as many situations as `tested` says, or `not reached`.
   */
  readonly verdict: 'holds' | 'holds so far' | 'broken' | 'not tested' | 'not reached';
  /** In how many situations it was put to the test. */
  readonly tested: number;
}

/** What came of exploring one supervisor. */
export interface CheckReport {
  /** Where it stands in the tree; the root's, and a policy's, is `''`. */
  readonly path: string;
  readonly strategy: Strategy;
  /** The ids of the children that were explored: those that differ most. */
  readonly children: readonly string[];
  /** Children of which nothing is shown: there are more than `services`. */
  readonly leftOut: readonly string[];
  /** How much was explored, with the defaults; `window` in ticks. */
  readonly scope: Scope & { readonly window: number };
  /** Different states of the supervisor, its workers and the mailbox together. */
  readonly states: number;
  /** Steps from one of them to another. */
  readonly transitions: number;
  /** The most reports that ever waited for the supervisor. */
  readonly longestMailbox: number;
  /** Turns of the reducer that were really taken; the others were known. */
  readonly turns: number;
  /** Whether all of it was explored: otherwise nothing is said of the rest. */
  readonly isComplete: boolean;
  /** How long the search took, in real time: milliseconds. */
  readonly elapsedMs: number;
  /** Ours and your own, in the order in which they are asked. */
  readonly properties: readonly PropertyReport[];
  /** Moves of the policy's chart that nothing in this scope leads to: `retrying service.exited`. */
  readonly untaken: readonly string[];
  /** The shortest way to a property that is broken; undefined when none is. */
  readonly counterexample: CounterexampleReport | undefined;
}

/** What {@link verify} has found. */
export interface Verification {
  /** Whether everything was explored, and every property holds. */
  readonly holds: boolean;
  /** One a supervisor, parents first; of a policy one a strategy. */
  readonly checks: readonly CheckReport[];
}

/**
 * Explores everything that can happen to a supervisor within a scope, and asks whether the recovery
 * protocol keeps its promises in all of it: the reducer that ships, the charts of its children, the
 * mailbox between them and the time. Every supervisor of a tree is explored by itself; a policy is
 * explored with permanent services under each strategy.
 *
 * What it shows, it shows for the scope: so many children, so many faults. Time is abstract: a deadline may
 * come at any time, windows are counted in ticks.
 *
 * It blocks until it is through: a few seconds for two children under the defaults, minutes for one more fault.
 * `maxStates` bounds it; where that is reached, the report says what holds so far.
 *
 * @throws InvalidOptionError for an option out of range, for a property of yours whose memory is no JSON, for anything but a policy or a logic made by `fromSupervisor` or
 * `fromDynamicSupervisor`, and for a tree without a child
 * @example
 * ```ts
 * const { holds, checks } = verify(shop); // two children of each supervisor, two faults, one of which hangs
 * if (!holds) console.log(describeVerification({ holds, checks }));
 * ```
 */
export function verify(
  subject: AnySupervisorLogic | Policy<string>,
  options: VerifyOptions = {},
): Verification {
  const checked = checkedOptions(options);
  const descriptions = toExplore('verify', subject, checked.services);
  const checks = checksOf(descriptions, checked).map((each) => reportOn(each));
  return { holds: checks.every(holdsAll), checks };
}

/** One supervisor, explored. */
export interface Check {
  readonly path: string;
  readonly strategy: Strategy;
  readonly leftOut: readonly string[];
  readonly options: CheckedOptions;
  readonly checked: Checked;
  readonly elapsedMs: number;
}

/** Explores every supervisor of a tree, or a policy under each strategy. */
export function checksOf(
  descriptions: readonly SupervisorDescription[],
  options: CheckedOptions,
): readonly Check[] {
  return descriptions.map((description) => checkOne(description, options));
}

/**
 * What there is to explore.
 *
 * @throws InvalidOptionError for anything but a tree's logic or a policy, and for a tree without a child
 */
export function toExplore(
  option: string,
  subject: AnySupervisorLogic | Policy<string>,
  services: number,
): readonly SupervisorDescription[] {
  const descriptions = describedSubject(option, subject, (policy) =>
    STRATEGIES.map((strategy) => policyDescription(policy, strategy, IDS.slice(0, services))),
  );
  if (descriptions.every(hasNoChild))
    throw invalidOption(option, 'a tree that has a child', subject);
  return descriptions;
}

const IDS = ['a', 'b', 'c', 'd', 'e'];

function hasNoChild({ spec, template }: SupervisorDescription): boolean {
  return spec.children.length === 0 && template === undefined;
}

function holdsAll({ isComplete, counterexample }: CheckReport): boolean {
  return isComplete && counterexample === undefined;
}

function checkOne({ spec, template }: SupervisorDescription, options: CheckedOptions): Check {
  const { services, scope, window, maxStates, properties, reduce } = options;
  const began = performance.now();
  const subject = subjectOf({ spec: inTicks(spec, window, scope.maxFaults), template }, services);
  const all = [...TURN_PROPERTIES, ...properties];
  const checked = check(subject, scope, maxStates, reduce, all);
  const { path, strategy } = spec;
  const explored = new Set(subject.children.map(({ id }) => id));
  const leftOut = spec.children.map(({ id }) => id).filter((id) => !explored.has(id));
  return { path, strategy, leftOut, options, checked, elapsedMs: performance.now() - began };
}

function reportOn({ options, checked, ...known }: Check): CheckReport {
  const { system, explored, counterexample } = checked;
  return {
    ...known,
    children: system.supervisor.ids,
    scope: { ...options.scope, window: options.window },
    states: explored.points.size,
    transitions: explored.to.size,
    longestMailbox: system.mail.inboxes.longest,
    turns: system.supervisor.turnsTaken,
    isComplete: explored.isComplete,
    properties: propertiesOf(checked, [...TURN_PROPERTIES, ...options.properties]),
    untaken: untaken(checked),
    counterexample: counterexample && reportOf(counterexample),
  };
}

function propertiesOf(
  { system, explored, owed, restsTested, counterexample }: Checked,
  properties: CheckedOptions['properties'],
): readonly PropertyReport[] {
  const report = (
    { name, demands }: { readonly name: string; readonly demands: string },
    kind: PropertyReport['kind'],
    tested: number | undefined,
  ): PropertyReport => {
    const isBroken = counterexample?.broken.property === name;
    const good = explored.isComplete ? holding(tested) : soFar(tested);
    return {
      name,
      demands,
      kind,
      tested: tested ?? 0,
      verdict: isBroken ? 'broken' : good,
    };
  };
  return [
    ...properties.map((each) => report(each, 'safety', system.watch.testedTimes(each.name))),
    report(ANSWERS, 'safety', system.supervisor.turnsTaken),
    report(DIRECTIVES, 'safety', system.directives),
    report(MAILBOXES, 'safety', system.mail.made),
    report(AT_REST, 'safety', restsTested),
    ...owed.map(({ property, tested }) => report(property, 'liveness', tested)),
  ];
}

function holding(tested: number | undefined): PropertyReport['verdict'] {
  if (tested === undefined) return 'not reached';
  return tested === 0 ? 'not tested' : 'holds';
}

function soFar(tested = 0): PropertyReport['verdict'] {
  return tested === 0 ? 'not reached' : 'holds so far';
}

function untaken({ system }: Checked): readonly string[] {
  const taken = new Set(system.workers.flatMap(({ moves }) => [...moves]));
  const { states } = system.supervisor.spec.chart;
  const all = Object.entries(states).flatMap(([state, { on }]) =>
    Object.keys(on).map((event) => `${state} ${event}`),
  );
  return all.filter((move) => !taken.has(move));
}
