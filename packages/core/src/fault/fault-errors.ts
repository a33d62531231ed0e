import { errorRecord, type ErrorRecord } from './error-record.ts';
import { nameAfterClass } from './name-after-class.ts';
import { SEVERITY_BRAND } from './severity-brand.ts';
import type { Severity } from './severity.ts';

/**
 * An error that says itself how severe it is. Extend one of its three families, not this class.
 *
 * @example
 * ```ts
 * new NetworkTimeoutError('no reply in 5 s') instanceof FaultError; // true
 * ```
 */
export abstract class FaultError extends Error {
  /** How severe a fault with this error is, before the failure window may raise it. */
  abstract readonly severity: Severity;
  /** What went wrong, as a literal in upper snake case: switch on it instead of on messages. */
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    nameAfterClass(new.target);
    super(message, options);
  }

  /** What `classify` reads; see {@link SEVERITY_BRAND} for why it is not `instanceof`. */
  get [SEVERITY_BRAND](): Severity {
    return this.severity;
  }

  /** The error and its causes as plain data; `JSON.stringify` calls it. */
  toJSON(): ErrorRecord {
    return errorRecord(this);
  }
}

/**
 * Family of errors that are temporary and likely to pass: the same attempt may succeed a moment later.
 *
 * @example
 * ```ts
 * class LockedError extends TransientError { readonly code = 'LOCKED'; }
 * classify(new LockedError('row 7')); // { severity: 'TRANSIENT', rule: 'family' }
 * ```
 */
export abstract class TransientError extends FaultError {
  readonly severity = 'TRANSIENT';
}

/**
 * Family of errors that the same attempt meets again, but a fresh start may not.
 *
 * @example
 * ```ts
 * class CursorLostError extends RecoverableError { readonly code = 'CURSOR_LOST'; }
 * classify(new CursorLostError('gone')).severity; // 'RECOVERABLE'
 * ```
 */
export abstract class RecoverableError extends FaultError {
  readonly severity = 'RECOVERABLE';
}

/**
 * Family of errors that neither a retry nor a restart cures: a person has to act.
 *
 * @example
 * ```ts
 * class LicenceError extends CriticalError { readonly code = 'LICENCE'; }
 * classify(new LicenceError('expired')).severity; // 'CRITICAL'
 * ```
 */
export abstract class CriticalError extends FaultError {
  readonly severity = 'CRITICAL';
}
