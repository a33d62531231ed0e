import type { Delta, EventView, Frame } from '../../src/protocol/frame.ts';
import { foldIncident, type IncidentLog, seedIncidents } from './incidents.ts';
import { createWorld, foldDelta, type World } from './world.ts';

const MOST_EVENTS = 2_000;

/** The tree as it is now, with what it has told. */
export interface Scene {
  readonly world: World;
  /** The last ones, oldest first. */
  readonly events: EventView[];
  readonly incidents: IncidentLog;
}

/**
 * A scene of what the first frame says. After a lost connection there is another first frame: what was
 * known before and still fits is kept.
 */
export function createScene(frame: Frame, before?: Scene): Scene {
  const scene: Scene =
    before !== undefined && goesOn(before, frame)
      ? { ...before, world: createWorld(frame, before.world.moves) }
      : { world: createWorld(frame), events: [], incidents: new Map() };
  const known = scene.events.at(-1)?.number ?? -1;
  addEvents(
    scene,
    frame.events.filter(({ number }) => number > known),
  );
  seedIncidents(scene.incidents, frame.nodes);
  return scene;
}

/** Follows what has changed. */
export function followDelta(scene: Scene, delta: Delta): void {
  foldDelta(scene.world, delta);
  addEvents(scene, delta.events);
  seedIncidents(scene.incidents, delta.nodes);
}

/** Another process counts from the beginning, and after a long loss events are missing: nothing fits then. */
function goesOn({ events }: Scene, frame: Frame): boolean {
  const last = events.at(-1);
  return frame.events.some(({ number, text }) => number === last?.number && text === last.text);
}

/** Tells what was told before the first frame; once in a scene, and in one that goes on from it. */
export function recallEvents(scene: Scene, earlier: readonly EventView[]): void {
  const { events, incidents, world } = scene;
  events.unshift(...earlier);
  incidents.clear();
  for (const event of events) foldIncident(incidents, event);
  seedIncidents(incidents, [...world.nodes.values()]);
}

function addEvents({ events, incidents }: Scene, added: readonly EventView[]): void {
  for (const event of added) {
    events.push(event);
    foldIncident(incidents, event);
  }
  if (events.length > MOST_EVENTS) events.splice(0, events.length - MOST_EVENTS);
}
