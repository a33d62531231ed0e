import type { EventView, Frame, History } from '../../src/protocol/frame.ts';
import {
  foldIncident,
  type IncidentLog,
  type IncidentRecord,
  incidentsAt,
  seedIncidents,
} from './incidents.ts';
import { createWorld, foldDelta, type Move, type World } from './world.ts';

/** Apart in deltas: a jump backwards folds at most so many, and a long past keeps at most so many keyframes. */
const LEAST_APART = 64;
const MOST_KEYFRAMES = 64;

interface WorldKeyframe {
  readonly folded: number;
  readonly frame: Frame;
  readonly moves: ReadonlyMap<string, Move>;
}

/** The recorded past, and the instant of it that is shown. */
export interface Past {
  readonly history: History;
  readonly events: readonly EventView[];
  readonly incidents: readonly IncidentRecord[];
  readonly from: number;
  readonly to: number;
  readonly keyframes: WorldKeyframe[];
  /** How many deltas the world holds. */
  folded: number;
  world: World;
  /** The instant that is shown: between the first and the last. */
  at: number;
}

/** Opens a past at its end. */
export function openPast(history: History): Past {
  const { first, deltas } = history;
  const events = [...first.events, ...deltas.flatMap((delta) => delta.events)];
  const past: Past = {
    history,
    events,
    incidents: [...incidentsOf(history).values()],
    from: first.at,
    to: deltas.at(-1)?.at ?? first.at,
    keyframes: [{ folded: 0, frame: { ...first, events: [] }, moves: new Map() }],
    folded: 0,
    world: createWorld(first),
    at: first.at,
  };
  seek(past, past.to);
  return past;
}

/** Shows another instant; what lies outside is the first or the last. */
export function seek(past: Past, at: number): void {
  const { history, from, to } = past;
  past.at = Math.min(to, Math.max(from, at));
  const wanted = countUntil(history.deltas, past.at, (delta) => delta.at);
  const keyframe = past.keyframes.findLast(({ folded }) => folded <= wanted);
  if (keyframe !== undefined && (wanted < past.folded || keyframe.folded > past.folded)) {
    past.world = createWorld(keyframe.frame, keyframe.moves);
    past.folded = keyframe.folded;
  }
  while (past.folded < wanted) foldNext(past);
}

/** When the next or the last change before the shown instant was; `undefined` when there is none. */
export function changeBeside(
  { history, folded }: Past,
  side: 'next' | 'previous',
): number | undefined {
  if (side === 'next') return history.deltas[folded]?.at;
  if (folded === 0) return undefined;
  return history.deltas[folded - 2]?.at ?? history.first.at;
}

/** The events until the shown instant, oldest first. */
export function eventsUntil({ events, at }: Past): readonly EventView[] {
  return events.slice(
    0,
    countUntil(events, at, ({ event }) => event.at),
  );
}

/** The incidents as they stood at the shown instant. */
export function incidentsUntil({ incidents, at }: Past): readonly IncidentRecord[] {
  return incidentsAt(incidents, at);
}

function foldNext(past: Past): void {
  const { history, world, keyframes } = past;
  const delta = history.deltas[past.folded];
  if (delta === undefined) return;
  foldDelta(world, delta);
  past.folded += 1;
  const apart = Math.max(LEAST_APART, Math.ceil(history.deltas.length / MOST_KEYFRAMES));
  const last = keyframes.at(-1)?.folded ?? 0;
  if (past.folded >= last + apart)
    keyframes.push({ folded: past.folded, frame: frameOf(world), moves: new Map(world.moves) });
}

function frameOf(world: World): Frame {
  const { acts, recording, revision, at, charts, nodes } = world;
  return {
    acts,
    recording,
    revision,
    at,
    charts: Object.fromEntries(charts),
    nodes: [...nodes.values()],
    events: [],
  };
}

/** What was open at first is known by the nodes, if its events are older than what was kept. */
function incidentsOf({ first, deltas }: History): IncidentLog {
  const log: IncidentLog = new Map();
  for (const event of first.events) foldIncident(log, event);
  seedIncidents(log, first.nodes);
  for (const { events } of deltas) for (const event of events) foldIncident(log, event);
  return log;
}

/** How many of them are not after an instant; they are in order. */
function countUntil<Item>(
  items: readonly Item[],
  at: number,
  atOf: (item: Item) => number,
): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const item = items[middle];
    if (item !== undefined && atOf(item) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
