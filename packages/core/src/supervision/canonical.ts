import type { FailureWindow } from '../fault/failure-window.ts';
import { type InstantRing, ages } from '../policy/instant-ring.ts';
import { inOrder } from './start-order.ts';
import type { ChildRecord, Ending, Incident, SupervisorState } from './state.ts';

/** A copy that shares nothing that the reducer changes. */
export function cloneState(state: SupervisorState): SupervisorState {
  return {
    ...state,
    children: new Map([...state.children].map(([id, child]) => [id, cloneChild(child)])),
    restarts: cloneRing(state.restarts),
    ending: state.ending && { ...state.ending },
  };
}

function cloneChild(child: ChildRecord): ChildRecord {
  const { incident, window, history, recovery, tickets, abandoned } = child;
  return {
    ...child,
    incident: incident && cloneIncident(incident),
    window: window && { ...window, instants: [...window.instants] },
    history: history && cloneRing(history),
    recovery: recovery && { ...recovery },
    tickets: tickets && [...tickets],
    abandoned: abandoned && [...abandoned],
  };
}

function cloneIncident(incident: Incident): Incident {
  const { attempts, carry, spent, last } = incident;
  return {
    ...incident,
    attempts: { ...attempts },
    carry: { ...carry },
    spent: [...spent],
    last: [...last],
  };
}

function cloneRing(ring: InstantRing): InstantRing {
  return { at: [...ring.at], next: ring.next };
}

/**
 * What decides how a supervisor goes on, as plain JSON: two states with the same canonical form
 * answer every input alike. Ids, counts that only grow and the faults themselves are left out;
 * instants become ages, and ages beyond every window are all the same.
 */
export function canonical(state: SupervisorState, now: number, horizonMs = Infinity): unknown {
  const { ending } = state;
  return {
    state: state.state,
    cursor: state.cursor ?? null,
    group: state.group ?? null,
    ending: ending === undefined ? null : canonicalEnding(ending),
    stopWithinMs: finite(state.stopWithinMs),
    restarts: ages(state.restarts, now, horizonMs),
    children: [...inOrder(state)].map((child) => canonicalChild(child, now, horizonMs)),
  };
}

function canonicalEnding(ending: Ending): unknown {
  if (ending.kind === 'stop') return { kind: ending.kind };
  const { kind, child, severity, stopAsked } = ending;
  return { kind, child, severity, stopAsked };
}

function canonicalChild(child: ChildRecord, now: number, horizonMs: number): unknown {
  const { id, state, life, phase, recovery, incident, window, history, tickets = [] } = child;
  return {
    id,
    state,
    life,
    phase: phase ?? null,
    notBefore: Math.max(0, child.notBefore - now),
    stopBy: finite(child.stopBy - now),
    abandoned: child.abandoned?.length ?? 0,
    recovery: recovery ? { ...recovery } : null,
    timers: timersLeft(child, now),
    window: failureAges(window, now, horizonMs),
    history: ages(history ?? NO_RING, now, horizonMs),
    tickets: tickets.map(({ command }) => command).toSorted(),
    incident: incident ? canonicalIncident(incident) : null,
  };
}

const NO_RING: InstantRing = { at: [], next: 0 };

function timersLeft({ timers = {} }: ChildRecord, now: number): unknown {
  const left = Object.entries(timers).map(([kind, at]) => [kind, at - now] as const);
  return left.toSorted(([one], [other]) => (one < other ? -1 : 1));
}

function failureAges(window: FailureWindow | undefined, now: number, horizonMs: number): unknown {
  const { instants = [] } = window ?? {};
  const known = instants.map((at) => now - at).filter((age) => age <= horizonMs);
  return known.toSorted((one, other) => other - one);
}

function canonicalIncident(incident: Incident): unknown {
  const { failure, classifiedCritical, step, attempts, carry, spent, onProbation } = incident;
  return {
    failure,
    classifiedCritical,
    step: step ?? null,
    attempts: withoutZeros(attempts),
    carry: withoutZeros(carry),
    spent: spent.toSorted(),
    onProbation,
  };
}

/** In one order, whatever came first; none is as good as zero. */
function withoutZeros(counts: Readonly<Record<string, number>>): unknown {
  const entries = Object.entries(counts).filter(([, count]) => count !== 0);
  return entries.toSorted(([one], [other]) => (one < other ? -1 : 1));
}

/** JSON has no `Infinity`. */
function finite(value: number): number | null {
  return value === Infinity ? null : value;
}
