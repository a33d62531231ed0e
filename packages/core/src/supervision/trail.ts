import type { InstantRing } from '../policy/instant-ring.ts';
import type { FaultReport } from '../supervision-event.ts';
import type { ChildRecord } from './state.ts';

/** The faults of the incident for which a supervisor gave up. A first start that failed has none behind it. */
export interface FaultTrail {
  readonly total: number;
  /** From the first of them until the supervisor gave up: milliseconds. */
  readonly overMs: number;
  readonly first?: FaultReport;
  /** The last eight, oldest first. */
  readonly last: readonly FaultReport[];
}

/** How often the child for which a supervisor gave up had been restarted. */
export interface RestartTrail {
  /** Since it became a child. */
  readonly total: number;
  /** When the last eight were, oldest first: milliseconds of the clock. Empty where restarts are not remembered. */
  readonly lastAt: readonly number[];
}

const KEPT_RESTARTS = 8;

export function faultsOf({ incident }: ChildRecord, at: number): FaultTrail {
  if (incident === undefined) return { total: 0, overMs: 0, last: [] };
  const { faults, openedAt, first, last } = incident;
  return { total: faults, overMs: at - openedAt, first, last: [...last] };
}

export function restartsOf({ restarts, history }: ChildRecord): RestartTrail {
  return { total: restarts, lastAt: history === undefined ? [] : newest(history, KEPT_RESTARTS) };
}

/** Oldest first. Found from the newest, because the ring may be as long as its policy wants. */
function newest({ at, next }: InstantRing, amount: number): readonly number[] {
  const ages = Array.from({ length: Math.min(amount, at.length) }, (_, age) => age);
  return ages.toReversed().flatMap((age) => at.at(next - 1 - age) ?? []);
}
