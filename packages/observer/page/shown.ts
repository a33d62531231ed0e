import type { EventView } from '../src/protocol/frame.ts';
import type { IncidentRecord } from './model/incidents.ts';
import { eventsUntil, incidentsUntil } from './model/past.ts';
import type { World } from './model/world.ts';
import type { PageState } from './store.ts';

/** What is to be drawn: of the present, or of an instant of the past. */
export interface Shown {
  readonly world: World;
  /** Oldest first. */
  readonly events: readonly EventView[];
  /** Oldest first. */
  readonly incidents: readonly IncidentRecord[];
  /** The instant that is shown; it goes on only while the tree is heard. */
  readonly now: number;
  readonly isPast: boolean;
  /** Whether there is a past to go to. */
  readonly isRecorded: boolean;
}

/** Nothing before the first frame has come or a file was opened. */
export function shownOf({ past, scene, connection, toldAt }: PageState): Shown | undefined {
  if (past !== undefined)
    return {
      world: past.world,
      events: eventsUntil(past),
      incidents: incidentsUntil(past),
      now: past.at,
      isPast: true,
      isRecorded: true,
    };
  if (scene === undefined) return undefined;
  const { world, events, incidents } = scene;
  const sinceThen = connection.status === 'open' ? performance.now() - toldAt : 0;
  return {
    world,
    events,
    incidents: [...incidents.values()],
    now: world.at + sinceThen,
    isPast: false,
    isRecorded: world.recording,
  };
}
