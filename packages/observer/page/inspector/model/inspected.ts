import { type Chart, chartOf } from './chart.ts';
import { type Entries, noEntries, addEntry } from './entries.ts';
import { parsedJson } from './fields.ts';
import type { Standing, Told } from './told.ts';

/** Those that have ended stay so long that one can see it; then the longest ended goes. */
const MOST_ENDED = 200;
/** Charts that are known by their text; thousands of actors share one. */
const MOST_CHARTS = 200;
/** Who is whose parent is told by anybody: longer than this is taken for a circle. */
const MOST_LEVELS = 1_000;

/** An actor as it was told last. */
export interface Actor {
  readonly sessionId: string;
  readonly name: string;
  readonly parentId: string | undefined;
  readonly rootId: string | undefined;
  /** Absent when it is no machine. */
  readonly chart: Chart | undefined;
  readonly standing: Standing;
  /** Whether it was introduced: whoever was before we listened is known by what it does only. */
  readonly isIntroduced: boolean;
}

/** All that is shown. What is told changes it in place. */
export interface Inspected {
  readonly actors: Map<string, Actor>;
  readonly entries: Entries;
  /** Sessions of those that have ended, the longest ended first. */
  readonly ended: Set<string>;
  readonly charts: Map<string, Chart | undefined>;
}

export function nothingInspected(): Inspected {
  return { actors: new Map(), entries: noEntries(), ended: new Set(), charts: new Map() };
}

/** Follows what was told. */
export function hear(inspected: Inspected, told: Told): void {
  const { actors, entries } = inspected;
  follow(inspected, told);
  addEntry(entries, told, (id) => actors.get(id)?.name ?? id);
}

function follow(inspected: Inspected, told: Told): void {
  switch (told.type) {
    case 'actor':
      introduce(inspected, told);
      break;
    case 'event':
      seeCrash(inspected, told);
      break;
    case 'moved':
      settle(inspected, moved(inspected, told));
      break;
    case 'ended':
      end(inspected, told.sessionId, { status: 'stopped' });
      break;
  }
}

type Introduction = Told & { readonly type: 'actor' };

function introduce(inspected: Inspected, told: Introduction): void {
  const { sessionId, name, rootId, definition, standing } = told;
  // The same root again: all of its tree is told anew, and what is not is gone.
  if (inspected.actors.has(sessionId) && sessionId === rootId) forgetTree(inspected, rootId);
  settle(inspected, {
    sessionId,
    name,
    parentId: parentFor(inspected, told),
    rootId,
    chart: chartFor(inspected.charts, definition),
    standing,
    isIntroduced: true,
  });
}

/** None where that would lead around in a circle. */
function parentFor({ actors }: Inspected, told: Introduction): string | undefined {
  const { sessionId, parentId } = told;
  let above = parentId;
  for (let level = 0; level < MOST_LEVELS && above !== sessionId; level++) {
    if (above === undefined) return parentId;
    above = actors.get(above)?.parentId;
  }
  return undefined;
}

function forgetTree({ actors, ended }: Inspected, rootId: string): void {
  for (const [sessionId, actor] of actors)
    if (actor.rootId === rootId) {
      actors.delete(sessionId);
      ended.delete(sessionId);
    }
}

function chartFor(charts: Inspected['charts'], definition: string): Chart | undefined {
  if (charts.has(definition)) return charts.get(definition);
  const chart = chartOf(parsedJson(definition));
  charts.set(definition, chart);
  const [oldest] = charts.keys();
  if (charts.size > MOST_CHARTS && oldest !== undefined) charts.delete(oldest);
  return chart;
}

/** Whoever was introduced before we listened is shown as far as it is known. */
function moved({ actors }: Inspected, told: Told & { readonly type: 'moved' }): Actor {
  const { sessionId, standing } = told;
  const actor = actors.get(sessionId);
  if (actor !== undefined) return { ...actor, standing };
  const unknown = { parentId: undefined, rootId: undefined, chart: undefined, isIntroduced: false };
  return { ...unknown, sessionId, name: sessionId, standing };
}

/** Of logic that throws XState tells no snapshot: its parent hears of it, and nobody else. */
function seeCrash(inspected: Inspected, { event, sourceId }: Told & { type: 'event' }): void {
  if (sourceId !== undefined && event.type.startsWith('xstate.error.actor.'))
    end(inspected, sourceId, { status: 'error', error: event['error'] ?? null });
}

/** How it ended is known already of one that has told so itself. */
function end(inspected: Inspected, sessionId: string, how: Standing): void {
  const actor = inspected.actors.get(sessionId);
  if (actor?.standing.status === 'active')
    settle(inspected, { ...actor, standing: { ...actor.standing, ...how } });
}

function settle({ actors, ended }: Inspected, actor: Actor): void {
  const { sessionId, standing } = actor;
  actors.set(sessionId, actor);
  if (standing.status === 'active') ended.delete(sessionId);
  else ended.add(sessionId);
  const [longest] = ended;
  if (ended.size <= MOST_ENDED || longest === undefined) return;
  ended.delete(longest);
  actors.delete(longest);
}
