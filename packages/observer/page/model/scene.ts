import type { Delta, EventView, Frame } from '../../src/protocol/frame.ts';
import {
  dropUnended,
  foldIncident,
  type IncidentLog,
  keepKnown,
  seedIncidents,
} from './incidents.ts';
import { createWorld, foldDelta, type World } from './world.ts';

const MOST_EVENTS = 2_000;

/** The tree as it is now, with what it has told. */
export interface Scene {
  /** Which server has told it. */
  readonly server: string | undefined;
  readonly world: World;
  /** The last ones, oldest first. */
  readonly events: EventView[];
  readonly incidents: IncidentLog;
}

/**
 * A scene of what the first frame says. After a lost connection there is another first frame: of the same
 * server, what was known before is kept.
 */
export function createScene(frame: Frame, before?: Scene): Scene {
  const isNew = before === undefined || !goesOn(before, frame);
  const scene: Scene = isNew
    ? { server: frame.server, world: createWorld(frame), events: [], incidents: new Map() }
    : { ...before, world: createWorld(frame, before.world.moves) };
  const known = scene.events.at(-1)?.number ?? -1;
  addEvents(
    scene,
    frame.events.filter(({ number }) => number > known),
  );
  // Where events are missing, the end of an incident may be among them.
  if (!isNew && !frame.events.some(({ number }) => number === known))
    dropUnended(scene.incidents, frame.nodes);
  seedIncidents(scene.incidents, frame.nodes);
  return scene;
}

/** Follows what has changed. */
export function followDelta(scene: Scene, delta: Delta): void {
  foldDelta(scene.world, delta);
  addEvents(scene, delta.events);
  seedIncidents(scene.incidents, delta.nodes);
}

/**
 * Another process counts from the beginning. The same one may have forgotten what it told, and this page was not
 * there for some of it: what it does know is still true.
 */
function goesOn({ server }: Scene, frame: Frame): boolean {
  return server !== undefined && server === frame.server;
}

/** Tells what was told before the first frame; once in a scene, and in one that goes on from it. */
export function recallEvents(scene: Scene, earlier: readonly EventView[]): void {
  const { events, incidents, world } = scene;
  events.unshift(...unknownOf(earlier, events));
  const nodes = [...world.nodes.values()];
  const before = new Map(incidents);
  incidents.clear();
  for (const event of events) foldIncident(incidents, event);
  keepKnown(incidents, before);
  dropUnended(incidents, nodes);
  seedIncidents(incidents, nodes);
}

/** Those that are not known by a number of another session, which counts anew. */
export function unknownOf(
  earlier: readonly EventView[],
  known: readonly EventView[],
): readonly EventView[] {
  const texts = new Set(known.map(({ event }) => JSON.stringify(event)));
  return earlier.filter(({ event }) => !texts.has(JSON.stringify(event)));
}

function addEvents({ events, incidents }: Scene, added: readonly EventView[]): void {
  for (const event of added) {
    events.push(event);
    foldIncident(incidents, event);
  }
  if (events.length > MOST_EVENTS) events.splice(0, events.length - MOST_EVENTS);
}
