import {
  createCounts,
  type HealthCounts,
  type HealthStatus,
  moveCount,
  rollUp,
} from '@kintsugi/core';

/** How the children of one supervisor stand, kept in step with every move in constant time. */
export class HealthTally {
  readonly counts: HealthCounts = createCounts();
  #told: HealthStatus | undefined;

  move(from: HealthStatus | undefined, to: HealthStatus | undefined): void {
    if (from !== to) moveCount(this.counts, from, to);
  }

  get status(): HealthStatus {
    return rollUp(this.counts);
  }

  /** The change since it was last told, if there is one. */
  change(): { readonly was: HealthStatus; readonly health: HealthStatus } | undefined {
    const health = this.status;
    const was = this.#told;
    this.#told = health;
    return was === undefined || was === health ? undefined : { was, health };
  }
}
