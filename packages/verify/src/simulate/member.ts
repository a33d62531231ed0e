import type { ChildSpec } from '@kintsugi/core';
import type { Conditions } from './conditions.ts';
import type { SimulatedLife } from './life.ts';

/** A service of a simulated tree, and its lives. */
export class Member {
  readonly path: string;
  readonly pattern: string;
  readonly spec: ChildSpec;
  readonly conditions: Conditions;
  /** Those that are not over. */
  readonly lives = new Set<SimulatedLife>();
  /** It has begun a life that we know of: another service may play in its place. */
  hasLived = false;
  constructor(path: string, pattern: string, spec: ChildSpec, conditions: Conditions) {
    this.path = path;
    this.pattern = pattern;
    this.spec = spec;
    this.conditions = conditions;
  }

  /** The life that answers, when there is one. */
  get up(): SimulatedLife | undefined {
    for (const life of this.lives) if (life.state === 'up' && !life.isExcused) return life;
    return undefined;
  }

  /** Whether there is a life that somebody must wait for. */
  get isAlive(): boolean {
    for (const { isExcused } of this.lives) if (!isExcused) return true;
    return false;
  }

  /** Its lives are not waited for any more; or this one. */
  excuse(incarnation?: number): void {
    for (const life of this.lives)
      if (incarnation === undefined || life.incarnation === incarnation) life.isExcused = true;
  }

  /** They end at once and without cleanup: nobody waits for them, and their `stop` is not called. */
  kill(): void {
    for (const life of this.lives) {
      life.isExcused = true;
      life.isKilled = true;
      if (life.state === 'up') this.lives.delete(life);
    }
  }
}
