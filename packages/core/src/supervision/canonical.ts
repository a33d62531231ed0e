import { stepBudget } from '../escalation/directive.ts';
import type { EscalationPolicy } from '../escalation/policy.ts';
import type { FailureWindow } from '../fault/failure-window.ts';
import { lastDistinctAttempt } from '../policy/backoff-growth.ts';
import { type InstantRing, ages } from '../policy/instant-ring.ts';
import type { ChildSpec } from './spec.ts';
import { inOrder } from './start-order.ts';
import type { ChildRecord, Ending, GroupOperation, Incident, SupervisorState } from './state.ts';

/** A copy that shares nothing that the reducer changes. */
export function cloneState(state: SupervisorState): SupervisorState {
  return {
    ...state,
    children: new Map([...state.children].map(([id, child]) => [id, cloneChild(child)])),
    awaited: state.awaited && new Set(state.awaited),
    orderedStarts: new Set(state.orderedStarts),
    dependants: new Map([...state.dependants].map(([id, dependants]) => [id, new Set(dependants)])),
    restarts: cloneRing(state.restarts),
    group: state.group && { ...state.group, leftOut: new Set(state.group.leftOut) },
    ending: state.ending && { ...state.ending },
  };
}

/** {@link cloneState} for one child. */
export function cloneChild(child: ChildRecord): ChildRecord {
  const { incident, recovery, timers, tickets, abandoned } = child;
  return {
    ...child,
    ...cloneWindows(child),
    incident: incident && cloneIncident(incident),
    recovery: recovery && { ...recovery },
    timers: timers && { ...timers },
    tickets: tickets && [...tickets],
    abandoned: abandoned && [...abandoned],
  };
}

function cloneWindows({ window, history, ownRestarts }: ChildRecord) {
  return {
    window: window && { ...window, instants: [...window.instants] },
    history: history && { ...cloneRing(history), decides: history.decides },
    ownRestarts: ownRestarts && cloneRing(ownRestarts),
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
 * instants become ages, ages beyond every window are all the same, and what is overdue is due.
 *
 * @param policy - when given, only what makes a difference under it is told apart: attempts of a step without a limit
 * as far as they change its wait, without which a child that is restarted for ever never comes to the same form
 */
export function canonical(
  state: SupervisorState,
  now: number,
  horizonMs = Infinity,
  policy?: EscalationPolicy,
): unknown {
  const { ending } = state;
  return {
    state: state.state,
    cursor: state.cursor ?? null,
    group: state.group ? canonicalGroup(state, state.group, now) : null,
    awaited: [...(state.awaited ?? [])].toSorted(),
    orderedStarts: [...state.orderedStarts],
    isStartingSideBySide: state.awaited !== undefined,
    ending: ending === undefined ? null : canonicalEnding(ending),
    stopWithinMs: finite(state.stopWithinMs),
    restarts: ages(state.restarts, now, horizonMs),
    children: [...inOrder(state)].map((child) => ({
      spec: canonicalSpec(child.spec),
      ...canonicalChild(child, now, horizonMs, policy),
    })),
  };
}

function canonicalGroup(state: SupervisorState, group: GroupOperation, now: number): unknown {
  const members = [...state.children.values()].filter(({ order }) => order >= group.from);
  return {
    phase: group.phase,
    members: members.length,
    cursor: group.cursor ?? null,
    culprit: group.culprit ?? null,
    startsUp: group.startsUp,
    leftOut: [...group.leftOut].toSorted(),
    notBefore: Math.max(0, group.notBefore - now),
  };
}

function canonicalEnding(ending: Ending): unknown {
  if (ending.kind === 'stop') return { kind: ending.kind };
  const { kind, child, severity, stopAsked } = ending;
  return { kind, child, severity, stopAsked };
}

/** {@link canonical} for one child, but for its spec, which is another only after a reconfiguration. */
export function canonicalChild(
  child: ChildRecord,
  now: number,
  horizonMs = Infinity,
  policy?: EscalationPolicy,
): Readonly<Record<string, unknown>> {
  const { id, state, life, phase, recovery, incident, window } = child;
  return {
    id,
    state,
    life,
    phase: phase ?? null,
    notBefore: Math.max(0, child.notBefore - now),
    stopBy: finite(Math.max(0, child.stopBy - now)),
    abandoned: child.abandoned?.length ?? 0,
    recovery: recovery ? { ...recovery } : null,
    timers: timersLeft(child, now),
    window: failureAges(window, now, horizonMs),
    ...restartAges(child, now, horizonMs),
    isDown: child.isDown,
    unstarted: child.unstarted ?? null,
    tickets: ordersWaitedFor(child),
    incident: incident ? canonicalIncident(incident, policy) : null,
  };
}

const specForms = new WeakMap<ChildSpec, unknown>();

/** It may be another than the supervisor's description says: one that was added, or described before. */
function canonicalSpec(spec: ChildSpec): unknown {
  const known = specForms.get(spec) ?? formOfSpec(spec);
  specForms.set(spec, known);
  return known;
}

function formOfSpec({ shutdown, intensity, ...spec }: ChildSpec): unknown {
  const { maxRestarts, withinMs } = intensity ?? { maxRestarts: Infinity, withinMs: Infinity };
  return {
    ...spec,
    shutdown: shutdown === Infinity ? null : shutdown,
    intensity: [finite(maxRestarts), finite(withinMs)],
  };
}

function restartAges({ history, ownRestarts }: ChildRecord, now: number, horizonMs: number) {
  const decisive = history?.decides === true ? history : NO_RING;
  return {
    history: ages(decisive, now, horizonMs),
    ownRestarts: ages(ownRestarts ?? NO_RING, now, horizonMs),
  };
}

const NO_RING: InstantRing = { at: [], next: 0 };

function timersLeft({ timers }: ChildRecord, now: number): unknown {
  const set = Object.entries(timers ?? {}).filter(([, at]) => at !== Infinity);
  return set.map(([kind, at]) => [kind, Math.max(0, at - now)]);
}

function failureAges(window: FailureWindow | undefined, now: number, horizonMs: number): unknown {
  const { instants = [] } = window ?? {};
  const known = instants.map((at) => now - at).filter((age) => age <= horizonMs);
  return known.toSorted((one, other) => other - one);
}

function ordersWaitedFor({ tickets = [] }: ChildRecord): readonly string[] {
  return tickets.map(({ command }) => command).toSorted();
}

function canonicalIncident(incident: Incident, policy: EscalationPolicy | undefined): unknown {
  const { failure, step, attempts, carry, spent } = incident;
  const { classifiedCritical, onProbation } = incident;
  return {
    failure,
    classifiedCritical,
    hasLostWorker: incident.hasLostWorker && (policy === undefined || hasCustomSteps(policy)),
    step: step ?? null,
    attempts: withoutZeros(policy === undefined ? attempts : saturated(attempts, policy)),
    carry: withoutZeros(carry),
    spent: spent.toSorted(),
    onProbation,
  };
}

/** Only a step of one's own asks whether the worker is gone. */
function hasCustomSteps({ customSteps }: EscalationPolicy): boolean {
  return Object.keys(customSteps).length > 0;
}

/** As far as they make a difference: a budget, or the next wait. */
function saturated(
  attempts: Incident['attempts'],
  policy: EscalationPolicy,
): Readonly<Record<string, number>> {
  const entries = Object.entries(attempts).map(([step, made]) => [
    step,
    stepBudget(policy, step) === Infinity ? Math.min(made, mostThatMatter(policy, step)) : made,
  ]);
  return Object.fromEntries(entries);
}

function mostThatMatter({ retry, restart }: EscalationPolicy, step: string): number {
  if (step !== 'retry' && step !== 'restart') return 1;
  const { backoff } = step === 'retry' ? retry : restart;
  return Math.max(1, lastDistinctAttempt(backoff) - 1);
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
