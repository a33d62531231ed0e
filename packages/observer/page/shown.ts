import type { EventView } from '../src/protocol/frame.ts';
import type { IncidentRecord } from './model/incidents.ts';
import { eventsUntil, incidentsUntil } from './model/past.ts';
import { timeOf } from './model/tree-clock.ts';
import type { World } from './model/world.ts';
import type { PageState } from './store.ts';

/** What is to be drawn: of the present, or of an instant of the past. */
export interface Shown {
  readonly world: World;
  /** Oldest first. */
  readonly events: readonly EventView[];
  /** Oldest first. */
  readonly incidents: readonly IncidentRecord[];
  /** The instant that is shown; it goes on only while the tree is heard, and its clock moves. */
  readonly now: number;
  readonly isPast: boolean;
  /** Whether there is a past to go to. */
  readonly isRecorded: boolean;
}

/** Nothing before the first frame has come or a file was opened. */
export function shownOf({ past, scene, connection, clock }: PageState): Shown | undefined {
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
  const isHeard = clock !== undefined && connection.status === 'open';
  return {
    world,
    events,
    incidents: [...incidents.values()],
    now: isHeard ? timeOf(clock, performance.now()) : world.at,
    isPast: false,
    isRecorded: world.recording,
  };
}
