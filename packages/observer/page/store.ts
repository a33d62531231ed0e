import type { ActAnswer, ActName, Bundle, ServiceView } from '../src/protocol/frame.ts';
import { type DrawnStore, drawnStore } from './drawn-store.ts';
import type { Past } from './model/past.ts';
import { type Filter, NO_FILTER } from './model/rows.ts';
import type { Scene } from './model/scene.ts';
import type { ClockReading } from './model/tree-clock.ts';

/** What is shown beside the tree. */
export const TABS = ['service', 'incidents', 'events'] as const;
export type Tab = (typeof TABS)[number];

/** Instants of connections are those of this machine's clock. */
export type Connection =
  | { readonly status: 'connecting' }
  | { readonly status: 'open' }
  | { readonly status: 'lost'; readonly since: number }
  /** The page is hidden, or was until just now. */
  | { readonly status: 'resting'; readonly since: number };

/** What is known of the service that was chosen, beyond its node. */
export type Details =
  | { readonly status: 'asked'; readonly path: string }
  | { readonly status: 'known'; readonly path: string; readonly view: ServiceView }
  | { readonly status: 'refused'; readonly path: string; readonly reason: string };

/** What somebody is about to do, or has done. */
export interface Order {
  readonly act: ActName;
  readonly path: string;
  /** What it was called when it was chosen: a restart of what was stopped is a start. */
  readonly label: string;
  readonly answer?: ActAnswer | 'awaited';
}

/** All that the page shows follows from this. */
export interface PageState {
  readonly connection: Connection;
  /** What the tree has told; absent before the first frame. */
  readonly scene?: Scene;
  /** What it has told of its time; absent before the first frame. */
  readonly clock?: ClockReading;
  /** The past that is looked at instead of the present. */
  readonly past?: Past;
  /** The file that the past is from; absent when it is this tree's. */
  readonly bundle?: { readonly name: string; readonly content: Bundle };
  /** In seconds of the past for one of ours; absent while it stands. */
  readonly replaySpeed?: number;
  readonly chosen?: string;
  /** The line of the tree at which the keys work. */
  readonly cursor: string;
  /** Rises when the tree must bring the cursor into sight. */
  readonly reveals: number;
  readonly folds: ReadonlyMap<string, boolean>;
  readonly filter: Filter;
  readonly tab: Tab;
  readonly details?: Details;
  readonly order?: Order;
  /** What went wrong last with something that was asked for. */
  readonly trouble?: string;
}

/** The state of the page, drawn whenever it changes. */
export type Store = DrawnStore<PageState>;

/** @param draw - called in the next animation frame after a change */
export function createStore(draw: (state: PageState) => void): Store {
  const first: PageState = {
    connection: { status: 'connecting' },
    cursor: '',
    reveals: 0,
    folds: new Map(),
    filter: NO_FILTER,
    tab: 'service',
  };
  return drawnStore(first, draw);
}
