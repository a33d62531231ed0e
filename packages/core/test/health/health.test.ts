import { describe, expect, it } from 'vitest';
import { healthOf, LIFECYCLE_STATES } from '../../src/index.ts';

const HEALTH = {
  starting: 'unhealthy',
  running: 'healthy',
  retrying: 'degraded',
  restarting: 'unhealthy',
  degraded: 'degraded',
  failed: 'failed',
  stopping: undefined,
  stopped: undefined,
} satisfies Record<(typeof LIFECYCLE_STATES)[number], string | undefined>;

describe('healthOf (rule 46)', () => {
  it.each(LIFECYCLE_STATES.map((state) => [state, HEALTH[state]] as const))(
    'a child in %s is %s',
    (state, health) => {
      expect(healthOf(state)).toBe(health);
    },
  );

  it.each(['reconnecting', 'toString', 'constructor', '__proto__'])(
    'a child in the custom step %s answers nobody: unhealthy',
    (state) => {
      expect(healthOf(state)).toBe('unhealthy');
    },
  );
});
