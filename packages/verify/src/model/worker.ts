import type { LifecycleChart } from '@kintsugi/core';
import type { Said } from './message.ts';

/**
 * A service as it really is, whatever its supervisor believes: its chart, and the one life of its worker.
 *
 * `late`: its start has taken too long, which has been told. `paused`: a fault has been told, and what
 * is to be done about it has not come yet. `dead`: so, and its worker is gone.
 */
export interface WorkerState {
  readonly chart: string;
  readonly life: 'none' | 'starting' | 'late' | 'up' | 'paused' | 'dead' | 'stopping';
  /** The round of retries, the custom step or the hook under way. */
  readonly attempt: string | undefined;
  /** Whether what it says carries the epoch that its supervisor has for it now. */
  readonly isCurrent: boolean;
  /** The deadline of its stop has been told to have passed. */
  readonly isOverdue: boolean;
  /** Lives that are no longer waited for, and have not ended. */
  readonly abandoned: number;
}

/** How a worker's own step, or an order, changes it. */
export interface WorkerStep {
  readonly to: WorkerState;
  readonly says: readonly Said[];
}

/** Before its supervisor has been started. */
export function unstarted(chart: LifecycleChart): WorkerState {
  return {
    chart: chart.initial,
    life: 'none',
    attempt: undefined,
    isCurrent: true,
    isOverdue: false,
    abandoned: 0,
  };
}
