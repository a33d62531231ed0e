import { type DrawnStore, drawnStore } from '../drawn-store.ts';
import { type Inspected, nothingInspected } from './model/inspected.ts';
import { type ActorFilter, NO_FILTER } from './model/lines.ts';
import type { EventData } from './model/told.ts';

/** What is shown beside the tree. */
export const TABS = ['chosen', 'events'] as const;
export type Tab = (typeof TABS)[number];

/** Whether somebody tells this page something. */
export type Link =
  /** It was opened by nobody, and is in nobody's page. */
  | { readonly status: 'alone' }
  /** The address names a server that is not on this machine, or is none. */
  | { readonly status: 'refused'; readonly reason: string }
  | { readonly status: 'waiting' }
  | { readonly status: 'open' }
  | { readonly status: 'lost' };

/** All that the page shows follows from this. */
export interface InspectorState {
  readonly link: Link;
  readonly inspected: Inspected;
  /** How an event is sent to an actor; absent where the protocol has no way. */
  readonly send?: (sessionId: string, event: EventData) => void;
  readonly chosen?: string;
  /** The line of the tree at which the keys work. */
  readonly cursor: string;
  /** Rises when the tree must bring the cursor into sight. */
  readonly reveals: number;
  readonly folds: ReadonlyMap<string, boolean>;
  readonly filter: ActorFilter;
  readonly tab: Tab;
}

export type InspectorStore = DrawnStore<InspectorState>;

/** @param draw - called in the next animation frame after a change */
export function inspectorStore(draw: (state: InspectorState) => void): InspectorStore {
  const first: InspectorState = {
    link: { status: 'waiting' },
    inspected: nothingInspected(),
    cursor: '',
    reveals: 0,
    folds: new Map(),
    filter: NO_FILTER,
    tab: 'chosen',
  };
  return drawnStore(first, draw);
}

/** Puts an actor beside the tree. */
export function chooseActor(store: InspectorStore, sessionId: string): void {
  store.update({ chosen: sessionId, cursor: sessionId, tab: 'chosen' });
}

/** The same, and the tree shows where it is, whatever was folded or looked for. */
export function revealActor(store: InspectorStore, sessionId: string): void {
  const { inspected, reveals } = store.state;
  const folds = new Map(store.state.folds);
  let above = inspected.actors.get(sessionId)?.parentId;
  while (above !== undefined) {
    folds.set(above, true);
    above = inspected.actors.get(above)?.parentId;
  }
  chooseActor(store, sessionId);
  store.update({ folds, filter: NO_FILTER, reveals: reveals + 1 });
}
