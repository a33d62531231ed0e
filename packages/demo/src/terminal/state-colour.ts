import type { HealthStatus } from '@kintsugi/actors';
import type { Colour } from './colour.ts';
import type { Segment } from './line.ts';

const STATE_COLOURS: Readonly<Record<string, Colour | undefined>> = {
  starting: 'dim',
  running: 'green',
  retrying: 'yellow',
  restarting: 'magenta',
  degraded: 'cyan',
  failed: 'red',
  stopping: 'dim',
  stopped: 'dim',
};

/** A chart state in its colour; the word stands there, so that the colour is never needed. */
export function stateSegment(state: string, width = 0): Segment {
  return [state.padEnd(width), STATE_COLOURS[state]];
}

const HEALTH_COLOURS: Readonly<Record<HealthStatus, Colour>> = {
  healthy: 'green',
  degraded: 'cyan',
  unhealthy: 'magenta',
  failed: 'red',
};

/** How something stands, in the colour that goes with it. */
export function healthSegment(health: HealthStatus): Segment {
  return [health, HEALTH_COLOURS[health]];
}
