import type { Tone } from '../../model/tone.ts';
import { valueText } from './chart.ts';
import type { EventData, Standing, Status, Told } from './told.ts';

const MOST_ENTRIES = 2_000;
const MOST_CHARACTERS = 400;

export const KINDS = ['actor', 'event', 'snapshot'] as const;
export type Kind = (typeof KINDS)[number];

/** A line of the list of what has happened. */
export interface Entry {
  readonly number: number;
  readonly at: number;
  readonly kind: Kind;
  readonly sessionId: string;
  /** Of the actor, as it was then. */
  readonly name: string;
  readonly text: string;
  readonly tone?: Tone;
}

/** The last 2,000, oldest first. */
export interface Entries {
  readonly list: Entry[];
  /** How many there have ever been. */
  count: number;
}

export function noEntries(): Entries {
  return { list: [], count: 0 };
}

/** Adds what was told, as texts of a bounded length. */
export function addEntry(entries: Entries, told: Told, nameOf: (sessionId: string) => string) {
  const { sessionId, at } = told;
  const { list } = entries;
  const subject = { number: entries.count, at, sessionId, name: nameOf(sessionId) };
  entries.count += 1;
  list.push({ ...subject, ...said(told, nameOf) });
  if (list.length > MOST_ENTRIES) list.splice(0, list.length - MOST_ENTRIES);
}

function said(told: Told, nameOf: (id: string) => string): Pick<Entry, 'kind' | 'text' | 'tone'> {
  switch (told.type) {
    case 'actor':
      return { kind: 'actor', text: `is there: ${standingText(told.standing)}` };
    case 'event': {
      const { event, sourceId, sessionId } = told;
      // In XState 4 what a viewer sends names its target as its origin.
      const from =
        sourceId === undefined || sourceId === sessionId ? '' : ` from ${nameOf(sourceId)}`;
      return { kind: 'event', text: `receives ${eventText(event)}${from}`, ...loud(event) };
    }
    case 'moved': {
      const { status } = told.standing;
      const tone = status === 'active' ? {} : { tone: toneOfStatus(status) };
      return { kind: 'snapshot', text: `→ ${standingText(told.standing)}`, ...tone };
    }
    case 'ended':
      return { kind: 'snapshot', text: '→ stopped', tone: 'gone' };
  }
}

function loud({ type }: EventData): { readonly tone?: Tone } {
  return /^(xstate\.error|error\.platform)\./.test(type) ? { tone: 'bad' } : {};
}

/** Of a status: what a colour and a symbol say of it. */
export function toneOfStatus(status: Status): Tone {
  return ({ active: 'good', done: 'gone', error: 'bad', stopped: 'gone' } as const)[status];
}

/** Its state, and its status when that says more. */
export function standingText({ status, value }: Standing): string {
  const state = valueText(value);
  if (state === '' || state === status) return status;
  return status === 'active' ? state : `${state}, ${status}`;
}

/** `add {"item":"tea"}` */
function eventText(event: EventData): string {
  const { type, ...data } = event;
  const rest = Object.keys(data).length === 0 ? '' : ` ${JSON.stringify(data)}`;
  const text = `${type}${rest}`;
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
