import type { HealthStatus } from '@kintsugi/core';
import type { Caller } from '../tree/caller.ts';
import type { SupervisorGaveUpError } from '../tree/supervisor-gave-up-error.ts';
import type { TreeContext } from '../tree/tree-context.ts';

/** Why a supervisor has ended, when it was not stopped. */
export interface SupervisorFailure {
  readonly error: SupervisorGaveUpError;
  /** How its parent is to take it: OTP's supervisors end with `shutdown`. */
  readonly exit: 'shutdown' | 'error';
}

/** What a supervisor knows of what is above it: another supervisor, or nothing of ours. */
export interface ParentLink {
  readonly tree: TreeContext;
  readonly path: string;
  /** Whether it is the top of its tree: only there a failure becomes the actor's own. */
  readonly isRoot: boolean;
  /** All its children have started. */
  readonly onStarted: () => void;
  /** All its children have stopped, or are no longer waited for. */
  readonly onEnded: (failure: SupervisorFailure | undefined) => void;
  /** Whose start must be over before its own turn comes. */
  readonly startsAhead: () => readonly Caller[];
  /** It has been reconfigured. */
  readonly onReconfigured: () => void;
  readonly onHealthChanged: (was: HealthStatus, health: HealthStatus) => void;
}
