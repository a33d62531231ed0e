import type { HealthStatus } from '@kintsugi/core';
import type { TreeContext } from '../tree/tree-context.ts';

/** What a supervisor knows of what is above it: another supervisor, or nothing of ours. */
export interface ParentLink {
  readonly tree: TreeContext;
  readonly path: string;
  /** Whether it is the top of its tree: only there a failure becomes the actor's own. */
  readonly isRoot: boolean;
  /** All its children have started. */
  readonly onStarted: () => void;
  /** All its children have stopped, or are no longer waited for. */
  readonly onEnded: (failure: { readonly error: unknown } | undefined) => void;
  readonly onHealthChanged: (was: HealthStatus, health: HealthStatus) => void;
}
