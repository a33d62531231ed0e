import type { Severity } from '@kintsugi/core';
import type { Needs } from './means.ts';

/** What a supervisor holds of a child on its way along a path: what decides which step is next. */
export interface Course {
  readonly state: string;
  /** The step in progress. */
  readonly step?: string;
  /** Of the failure that the step in progress answers. */
  readonly failure: Severity;
  /** Steps that were left after they failed, in this incident. */
  readonly spent: readonly string[];
  /** Attempts in this incident, by step. */
  readonly attempts: Readonly<Record<string, number>>;
  /** A fault of this incident was CRITICAL: once degraded, only a person brings it back. */
  readonly isCritical: boolean;
  /** Its way back from degraded, from entering it until it has proven itself. */
  readonly comesBack?: 'waiting' | 'on probation';
  /** It is started with a group: that is a restart, whatever a first start that fails comes to. */
  readonly isGroupStart: boolean;
}

/** No incident is open. */
export function fresh(state: string): Course {
  return {
    state,
    failure: 'TRANSIENT',
    spent: [],
    attempts: {},
    isCritical: false,
    isGroupStart: false,
  };
}

/** The step in progress is over, and the incident stays open. */
export function withoutStep(course: Course, state: string): Course {
  const { step: _step, ...rest } = course;
  return { ...rest, state, failure: 'TRANSIENT', isGroupStart: false };
}

/** The same where the same can still happen. */
export function keyOf(course: Course, { restart, ownRestarts }: Needs): string {
  const { state, step, failure, spent, attempts, isCritical, comesBack, isGroupStart } = course;
  const made = Object.entries(attempts)
    .filter(([each, times]) => times > 0 && !spent.includes(each))
    .map((each) => each.join(' '))
    .toSorted();
  return [state, step, failure, isCritical, comesBack, isGroupStart, restart, ownRestarts]
    .concat(['|', ...spent, '|', ...made])
    .join(' ');
}
