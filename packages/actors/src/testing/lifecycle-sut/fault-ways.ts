import {
  decide,
  type Directive,
  type EscalationPolicy,
  SEVERITIES,
  type Severity,
  type SkipReason,
  stepBudget,
  worstSeverity,
} from '@kintsugi/core';
import { type Course, fresh, keyOf } from './course.ts';
import type { Means, Needs } from './means.ts';

/** One way to make a move: by what event, how, where it leads, and what it takes. */
export interface Way {
  readonly event: string;
  readonly means: Means;
  readonly next: Course;
  readonly needs: Needs;
}

/** What is led along the chart. */
export interface Subject {
  readonly policy: EscalationPolicy;
  /** Where an event leads. */
  readonly next: (state: string, event: string) => string | undefined;
  /** Whether it has a hook that prepares its fallback, and can fail at it. */
  readonly canFailToDegrade: boolean;
  /** Ways that have been looked for before. */
  readonly known: Map<string, readonly Way[]>;
}

interface Fault {
  readonly first: Severity;
  /** Of what fails after it: the same again, or a fallback that cannot be entered. */
  readonly later: Severity;
  /** The service ends where it should not; else a call of it fails. */
  readonly isExit: boolean;
  /** Whether the child may be restarted for its own faults. */
  readonly ownRestarts: boolean;
}

const CANNOT_FAIL = new Set(['degraded', 'failed', 'stopping', 'stopped']);

/** All that faults lead to, by the mildest first. The chain itself is asked, as the supervisor does. */
export function faultWays(subject: Subject, course: Course): readonly Way[] {
  const isFatal = course.state === 'starting' && !course.isGroupStart;
  if (isFatal && subject.policy.initialStartFailure === 'fatal') return [];
  if (CANNOT_FAIL.has(course.state)) return [];
  const ways = faultsIn(course).flatMap((fault) => follow(subject, course, fault));
  const byPlace = new Map<string, Way>();
  for (const way of ways) {
    const key = `${way.event} ${keyOf(way.next, way.needs)}`;
    if (!byPlace.has(key)) byPlace.set(key, way);
  }
  return [...byPlace.values()];
}

/** Where a service that ends by itself is asked for something else than one of whom a call fails. */
const MAY_EXIT = new Set(['running', 'retrying']);

function faultsIn({ state }: Course): readonly Fault[] {
  const exits = MAY_EXIT.has(state) ? [false, true] : [false];
  return [true, false].flatMap((ownRestarts) =>
    SEVERITY_PAIRS.flatMap(([first, later]) =>
      exits.map((isExit) => ({ first, later, isExit, ownRestarts })),
    ),
  );
}

/** One severity throughout before any two. */
const SEVERITY_PAIRS = SEVERITIES.flatMap((first) =>
  SEVERITIES.map((later) => [first, later] as const),
)
  .filter(([first, later]) => worstSeverity(first, later) === later)
  .toSorted((a, b) => Number(a[0] !== a[1]) - Number(b[0] !== b[1]));

/** Fails, again and again where that leads nowhere else yet: every answer on the way is one. */
function follow(subject: Subject, course: Course, fault: Fault): readonly Way[] {
  const { policy, canFailToDegrade } = subject;
  const ways: Way[] = [];
  let now = course;
  let severity = fault.first;
  for (;;) {
    const { step, attempt } = answerTo(policy, now, severity, fault);
    now = counted(now, step, severity, stepBudget(policy, step) === Infinity ? 0 : attempt);
    const way = wayTo(subject, now, step, fault);
    if (way !== undefined) ways.push(way);
    // The same again, until its budget is spent; and a fallback that cannot be entered.
    const isSpent = step === course.step && stepBudget(policy, step) !== Infinity;
    if (!isSpent && !(step === 'fallback' && canFailToDegrade)) return ways;
    now = { ...now, step };
    severity = fault.later;
  }
}

function wayTo({ next }: Subject, course: Course, step: string, fault: Fault): Way | undefined {
  const event = step === 'fallback' ? 'service.degrade' : `service.${step}`;
  const to = next(course.state, event);
  if (to === undefined) return undefined;
  const { first, later, isExit, ownRestarts } = fault;
  const needs: Needs = {
    ...(isExit ? { restart: 'permanent' } : undefined),
    ...(step === 'restart' || !ownRestarts ? { ownRestarts } : undefined),
  };
  const means = { by: 'fault', first, later, isExit } as const;
  return { event, means, next: arrived(course, step, to), needs };
}

function arrived(course: Course, step: string, to: string): Course {
  const { isCritical } = course;
  // An incident is over when its service is degraded or parked; but who may bring it back is known by it.
  if (to === 'degraded') return { ...fresh(to), isCritical, comesBack: 'waiting' };
  return to === 'failed' ? fresh(to) : { ...course, state: to, step, isGroupStart: false };
}

function answerTo(
  policy: EscalationPolicy,
  course: Course,
  severity: Severity,
  fault: Fault,
): Directive {
  const { step, spent, attempts } = course;
  const directive = decide(policy, {
    severity: severityOf(course, severity),
    ...(step === undefined ? undefined : { after: step }),
    spent,
    attempts,
    inapplicable: (next) => whyNot(course, fault, next),
  });
  return goesStraightBack(course, directive)
    ? { ...directive, step: 'fallback', attempt: 1 }
    : directive;
}

/** As the supervisor does with a child that has returned from degraded and fails before it has proven itself. */
function goesStraightBack({ comesBack, attempts }: Course, { step }: Directive): boolean {
  return comesBack === 'on probation' && isLast(step) && attempts['fallback'] === undefined;
}

function isLast(step: string): boolean {
  return step === 'fail' || step === 'escalate';
}

function whyNot(course: Course, fault: Fault, next: string): SkipReason | undefined {
  if (next === 'retry')
    return isOperation(course, fault) ? undefined : 'not for this kind of fault';
  if (next === 'restart' && !fault.ownRestarts) return 'its own intensity is reached';
  const isBarred = course.comesBack === 'on probation' && next !== 'fallback' && !isLast(next);
  return isBarred ? 'it had just returned from degraded' : undefined;
}

function isOperation({ state, step }: Course, { isExit }: Fault): boolean {
  return MAY_EXIT.has(state) && !isExit && step !== 'fallback';
}

function severityOf({ step, failure }: Course, severity: Severity): Severity {
  return step === undefined ? severity : worstSeverity(failure, severity);
}

function counted(course: Course, next: string, severity: Severity, attempt: number): Course {
  const { step, spent, attempts, isCritical } = course;
  const isLeft = step !== undefined && step !== next;
  return {
    ...course,
    failure: severityOf(course, severity),
    spent: isLeft ? [...new Set([...spent, step])].toSorted() : spent,
    attempts: { ...attempts, [next]: attempt },
    isCritical: isCritical || severity === 'CRITICAL',
  };
}
