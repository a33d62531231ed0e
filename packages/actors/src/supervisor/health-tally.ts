import {
  createCounts,
  type HealthCounts,
  type HealthStatus,
  moveCount,
  rollUp,
} from '@kintsugi/core';
import type { ParentLink } from './parent-link.ts';

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

  /** From here on changes are told. */
  begin(): void {
    this.#told = this.status;
  }

  /** Tells of the change since it was last told, if there is one. */
  tell({ tree, path, onHealthChanged }: ParentLink): void {
    const health = this.status;
    const was = this.#told;
    if (was === undefined || was === health) return;
    this.#told = health;
    tree.publish({ type: 'health.changed', at: tree.clock.now(), path, was, health });
    onHealthChanged(was, health);
  }
}
