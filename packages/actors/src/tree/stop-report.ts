import type { Leftover } from './left-behind.ts';
import type { SupervisorGaveUpError } from './supervisor-gave-up-error.ts';

/** What a stop came to. */
export type StopReport =
  | {
      readonly ok: true;
      /** Lives that would not end in time, here or in an earlier stop or restart, and have not ended since. */
      readonly leftBehind: readonly Leftover[];
    }
  /** It was giving up already when it was told to stop. */
  | {
      readonly ok: false;
      readonly reason: 'gave_up';
      readonly error: SupervisorGaveUpError;
      readonly leftBehind: readonly Leftover[];
    }
  /** A hook of the tree has ordered it: it is carried out, but waiting for it would never end. */
  | { readonly ok: false; readonly reason: 'self_call' }
  /** It had ended before, or has never been started. */
  | { readonly ok: false; readonly reason: 'not_running' };

/** @param error - why it gave up, when it did */
export function stopReport(
  leftBehind: readonly Leftover[],
  error: SupervisorGaveUpError | undefined,
): StopReport {
  return error === undefined
    ? { ok: true, leftBehind }
    : { ok: false, reason: 'gave_up', error, leftBehind };
}
