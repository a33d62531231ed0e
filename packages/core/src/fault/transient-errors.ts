import type { ErrorRecord } from './error-record.ts';
import { TransientError } from './fault-errors.ts';
import { requireMs } from './supervision-error.ts';

/**
 * No answer over the network in time.
 *
 * @example
 * ```ts
 * new NetworkTimeoutError('no reply in 5 s', { cause: error }).code; // 'NETWORK_TIMEOUT'
 * ```
 */
export class NetworkTimeoutError extends TransientError {
  readonly code = 'NETWORK_TIMEOUT';

  // Stated, not taken from the class: a minifier renames classes.
  static {
    this.prototype.name = 'NetworkTimeoutError';
  }
}

/**
 * Something this service uses is busy, locked or away for the moment.
 *
 * @example
 * ```ts
 * new ResourceUnavailableError('the file is locked').severity; // 'TRANSIENT'
 * ```
 */
export class ResourceUnavailableError extends TransientError {
  readonly code = 'RESOURCE_UNAVAILABLE';

  static {
    this.prototype.name = 'ResourceUnavailableError';
  }
}

/**
 * The other side asks to be called less often, and may say when to come back.
 *
 * @throws InvalidOptionError when `retryAfterMs` is given and not a finite number of at least 0
 * @see https://www.rfc-editor.org/rfc/rfc6585#section-4
 * @example
 * ```ts
 * new RateLimitedError('quota used up', { retryAfterMs: 2_000 }).retryAfterMs; // 2000
 * ```
 */
export class RateLimitedError extends TransientError {
  readonly code = 'RATE_LIMITED';
  /** Wait asked for by the other side, in milliseconds, at least 0; `undefined` when it did not say. */
  readonly retryAfterMs: number | undefined;

  static {
    this.prototype.name = 'RateLimitedError';
  }

  constructor(message: string, options: ErrorOptions & { readonly retryAfterMs?: number } = {}) {
    super(message, options);
    this.retryAfterMs =
      options.retryAfterMs === undefined
        ? undefined
        : requireMs('retryAfterMs', options.retryAfterMs);
  }

  /** The error and its causes as plain data, with the wait where there is one. */
  override toJSON(): ErrorRecord & { readonly retryAfterMs?: number } {
    const { retryAfterMs } = this;
    return retryAfterMs === undefined ? super.toJSON() : { ...super.toJSON(), retryAfterMs };
  }
}
