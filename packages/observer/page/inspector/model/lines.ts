import type { Actor, Inspected } from './inspected.ts';
import { standingText } from './entries.ts';
import type { Status } from './told.ts';

/** An actor with more children stands folded until somebody unfolds it. */
const MOST_UNFOLDED = 200;

/** What somebody looks for; nothing of it: all is shown. */
export interface ActorFilter {
  readonly text: string;
  readonly statuses: ReadonlySet<Status>;
}

export const NO_FILTER: ActorFilter = { text: '', statuses: new Set() };

/** A line of the tree. */
export interface Line {
  readonly actor: Actor;
  /** From 1. */
  readonly level: number;
  /** Among its siblings that are shown, from 1. */
  readonly position: number;
  readonly siblings: number;
  /** Absent when there is nothing below it. */
  readonly isUnfolded?: boolean;
  /** Shown only because something below it matches. */
  readonly isWayOnly: boolean;
}

/** The lines of the tree from top to bottom. A filter unfolds whatever leads to a match. */
export function linesOf(
  inspected: Inspected,
  folds: ReadonlyMap<string, boolean>,
  filter: ActorFilter,
): readonly Line[] {
  const found = isFiltering(filter) ? findMatches(inspected, filter) : undefined;
  const children = childrenShown(inspected, found);
  const below = ({ sessionId }: Actor) => children.get(sessionId) ?? [];
  const isUnfoldedNow = (actor: Actor) =>
    found !== undefined || (folds.get(actor.sessionId) ?? below(actor).length <= MOST_UNFOLDED);
  const lines: Line[] = [];
  // No recursion: how deep a tree is, its sender says.
  const waiting: Place[] = [];
  putFirst(waiting, children.get(undefined) ?? [], 1);
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const { actor, level } = place;
    const isUnfolded = isUnfoldedNow(actor);
    const isWayOnly = found?.matches.has(actor.sessionId) === false;
    if (below(actor).length === 0) lines.push({ ...place, isWayOnly });
    else lines.push({ ...place, isWayOnly, isUnfolded });
    if (isUnfolded) putFirst(waiting, below(actor), level + 1);
  }
  return lines;
}

type Place = Pick<Line, 'actor' | 'level' | 'position' | 'siblings'>;

/** Whoever is last is taken first. */
function putFirst(waiting: Place[], actors: readonly Actor[], level: number): void {
  const siblings = actors.length;
  for (const [at, actor] of [...actors.entries()].toReversed())
    waiting.push({ actor, level, position: at + 1, siblings });
}

/** Whether anything is looked for. */
export function isFiltering({ text, statuses }: ActorFilter): boolean {
  return text.trim() !== '' || statuses.size > 0;
}

/** By the session of their parent; those without one that is known stand at the top. */
function childrenShown({ actors }: Inspected, found: Found | undefined) {
  const children = new Map<string | undefined, Actor[]>();
  for (const actor of actors.values()) {
    const { sessionId, parentId } = actor;
    if (found?.matches.has(sessionId) === false && !found.ways.has(sessionId)) continue;
    const parent = parentId !== undefined && actors.has(parentId) ? parentId : undefined;
    const siblings = children.get(parent) ?? [];
    siblings.push(actor);
    children.set(parent, siblings);
  }
  return children;
}

interface Found {
  readonly matches: ReadonlySet<string>;
  /** What is above them. */
  readonly ways: ReadonlySet<string>;
}

function findMatches({ actors }: Inspected, { text, statuses }: ActorFilter): Found {
  const wanted = text.trim().toLowerCase();
  const matches = new Set<string>();
  const ways = new Set<string>();
  for (const { sessionId, name, parentId, standing } of actors.values()) {
    const isWanted = statuses.size === 0 || statuses.has(standing.status);
    if (!isWanted || !`${name} ${standingText(standing)}`.toLowerCase().includes(wanted)) continue;
    matches.add(sessionId);
    for (
      let above = parentId;
      above !== undefined && !ways.has(above);
      above = actors.get(above)?.parentId
    )
      ways.add(above);
  }
  return { matches, ways };
}
