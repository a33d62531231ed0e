import {
  type ErrorRecord,
  errorText,
  type EventOf,
  type SupervisionEvent,
  type SupervisionEventType,
} from '@kintsugi/core';
import type { ClosedIncident } from '../protocol/frame.ts';

const MOST_CLOSED = 1_000;
const MOST_OF_ONE = 20;

interface OpenIncident {
  readonly openedAt: number;
  readonly steps: string[];
  /** The last one; its text is made when it is the last for good. */
  error: ErrorRecord | undefined;
}

type Hear = {
  readonly [Type in SupervisionEventType]?: (ledger: Book, event: EventOf<Type>) => void;
};

interface Book {
  readonly open: Map<string, OpenIncident>;
  readonly closed: Map<string, { readonly path: string; readonly incident: ClosedIncident }>;
}

function takesStep({ open }: Book, incident: string, step: string): void {
  open.get(incident)?.steps.push(step);
}

const HEAR: Hear = {
  'incident.opened': ({ open, closed }, { incident, at }) => {
    const before = closed.get(incident)?.incident.closedAt ?? -Infinity;
    if (before < at) open.set(incident, { openedAt: at, steps: [], error: undefined });
  },
  'child.faulted': ({ open }, { incident, fault }) => {
    const known = open.get(incident);
    if (known !== undefined) known.error = fault.error;
  },
  'child.retrying': (book, { incident, attempt }) => takesStep(book, incident, `retry ${attempt}`),
  'child.restarting': (book, { incident, attempt }) =>
    takesStep(book, incident, `restart ${attempt}`),
  'child.stepping': (book, { incident, step, attempt }) =>
    takesStep(book, incident, `${step} ${attempt}`),
  'child.degraded': (book, { incident }) => takesStep(book, incident, 'fallback'),
  'child.failed': (book, { incident }) => takesStep(book, incident, 'fail'),
  'incident.closed': ({ open, closed }, event) => {
    const { incident: id, path, at } = event;
    const whole = closedBy(event, open.get(id));
    open.delete(id);
    if (closed.get(id)?.incident.closedAt === at) return;
    // A supervisor that was added again counts from 1: the last of a name is the one that is meant.
    closed.delete(id);
    closed.set(id, { path, incident: whole });
  },
};

function closedBy(
  { incident: id, at, severity, outcome, repairMs, faults }: EventOf<'incident.closed'>,
  known: OpenIncident | undefined,
): ClosedIncident {
  const { openedAt = at - (repairMs ?? 0), steps = [], error: last } = known ?? {};
  const error = last === undefined ? '' : errorText(last);
  const repaired = repairMs === undefined ? undefined : { repairMs };
  return { id, severity, openedAt, closedAt: at, outcome, ...repaired, steps, faults, error };
}

/** Incidents and the steps that were taken in them, from events as they come: the last thousand that are closed. */
export class IncidentLedger {
  readonly #book: Book = { open: new Map(), closed: new Map() };

  /** What has been heard already changes nothing. */
  hear(event: SupervisionEvent): void {
    const hear: ((book: Book, event: never) => void) | undefined = HEAR[event.type];
    hear?.(this.#book, event as never);
    const { closed } = this.#book;
    if (closed.size <= MOST_CLOSED) return;
    for (const id of closed.keys()) {
      closed.delete(id);
      break;
    }
  }

  /** Hears a recording, which knows more of what it has; what it has not, or no more, stays as it was heard. */
  relearn(events: readonly SupervisionEvent[]): void {
    const { open, closed } = this.#book;
    const heard = { open: new Map(open), closed: new Map(closed) };
    open.clear();
    closed.clear();
    for (const event of events) this.hear(event);
    for (const [id, known] of heard.closed) if (!closed.has(id)) closed.set(id, known);
    for (const [id, known] of heard.open) if (!open.has(id) && !closed.has(id)) open.set(id, known);
  }

  /** The last twenty of one place, oldest first. */
  closedAt(path: string): readonly ClosedIncident[] {
    return [...this.#book.closed.values()]
      .filter((each) => each.path === path)
      .map(({ incident }) => incident)
      .toSorted((one, other) => one.closedAt - other.closedAt)
      .slice(-MOST_OF_ONE);
  }
}
