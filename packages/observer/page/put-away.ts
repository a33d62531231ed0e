import { backToLive } from './live/travel.ts';
import { NO_FILTER } from './model/rows.ts';
import type { PageState, Store } from './store.ts';

/** Something that is drawn, and what is told when it could not be. */
interface Part {
  readonly isDrawn: (state: PageState) => boolean;
  readonly drop: (store: Store) => void;
  readonly told: (state: PageState) => string;
}

/** What was added to the page last goes first: most likely it was that. */
const PARTS: readonly Part[] = [
  {
    isDrawn: ({ order }) => order !== undefined,
    drop: (store) => store.update({ order: undefined }),
    told: () => 'The dialog cannot be shown',
  },
  {
    isDrawn: ({ bundle }) => bundle !== undefined,
    drop: backToLive,
    told: ({ bundle }) => `${bundle?.name} cannot be shown: what it tells of the tree is damaged`,
  },
  {
    isDrawn: ({ past }) => past !== undefined,
    drop: backToLive,
    told: () => 'The recorded past cannot be shown',
  },
  {
    isDrawn: ({ chosen }) => chosen !== undefined,
    drop: (store) => store.update({ chosen: undefined, details: undefined }),
    told: ({ chosen }) => `${chosen === '' ? 'root' : chosen} cannot be shown`,
  },
  {
    isDrawn: ({ tab, filter }) => tab !== 'service' || filter !== NO_FILTER,
    drop: (store) => store.update({ tab: 'service', filter: NO_FILTER }),
    told: () => 'This list cannot be shown',
  },
  {
    isDrawn: ({ scene }) => scene !== undefined,
    drop: (store) => store.update({ scene: undefined }),
    told: () => 'The tree cannot be shown',
  },
];

/**
 * What cannot be drawn is put away and told of, or nothing could be drawn any more. Whether there was anything
 * to put away.
 */
export function putAway(store: Store, error: unknown): boolean {
  const { state } = store;
  const part = PARTS.find(({ isDrawn }) => isDrawn(state));
  if (part === undefined) return false;
  part.drop(store);
  const reason = error instanceof Error ? error.message : String(error);
  store.update({ trouble: `${part.told(state)} (${reason}).` });
  return true;
}
