import type { SupervisorSpec, SupervisorState } from '@kintsugi/core';

/** A supervisor as it was when it came to a certain row, and what tells whether it is still the same one. */
export interface OpenKeyframe {
  readonly path: string;
  readonly spec: SupervisorSpec;
  /** A copy; undefined when it is no longer kept. */
  state: SupervisorState | undefined;
  /** What the reducer goes on with. */
  readonly live: SupervisorState;
  /** Its children. */
  readonly children: number;
  /** Number of the first row that follows from it. */
  readonly since: number;
}
