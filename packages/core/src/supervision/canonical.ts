import { type InstantRing, ages } from '../policy/instant-ring.ts';
import type { ChildRecord, Incident, SupervisorState } from './state.ts';

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
  const { incident, window, history, recovery, tickets } = child;
  return {
    ...child,
    incident: incident && cloneIncident(incident),
    window: window && { ...window, instants: [...window.instants] },
    history: history && cloneRing(history),
    recovery: recovery && { ...recovery },
    tickets: tickets && [...tickets],
  };
}

function cloneIncident(incident: Incident): Incident {
  const { attempts, carry, spent, last } = incident;
  return { ...incident, attempts: { ...attempts }, carry: { ...carry }, spent: [...spent], last: [...last] };
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
  const age = (at: number | undefined) => (at === undefined ? null : Math.min(now - at, horizonMs));
  return {
    state: state.state,
    cursor: state.cursor ?? null,
    ending: state.ending === undefined ? null : state.ending.kind,
    stopAsked: state.ending?.kind === 'gave up' && state.ending.stopAsked,
    stopWithinMs: String(state.stopWithinMs),
    restarts: ages(state.restarts, now, horizonMs),
    children: [...inOrder(state)].map((child) => ({
      id: child.id,
      state: child.state,
      life: child.life,
      phase: child.phase ?? null,
      notBefore: Math.max(0, child.notBefore - now),
      abandoned: child.abandoned,
      recovery: child.recovery ? { ...child.recovery } : null,
      timers: Object.entries(child.timers ?? {}).map(([kind, at]) => [kind, at - now]),
      window: (child.window?.instants ?? []).map(age).toSorted(byNumber),
      history: child.history ? ages(child.history, now, horizonMs) : [],
      tickets: (child.tickets ?? []).map(({ command }) => command),
      incident: child.incident ? canonicalIncident(child.incident) : null,
    })),
  };
}

function canonicalIncident({ failure, classifiedCritical, step, attempts, carry, spent, onProbation }: Incident) {
  return { failure, classifiedCritical, step: step ?? null, attempts, carry, spent, onProbation };
}

function byNumber(a: number | null, b: number | null): number {
  return (a ?? 0) - (b ?? 0);
}

function* inOrder(state: SupervisorState): Generator<ChildRecord> {
  for (let id = state.first; id !== undefined; ) {
    const child = state.children.get(id);
    if (child === undefined) return;
    yield child;
    id = child.next;
  }
}
