import type { Severity } from './severity.ts';

/**
 * What the `code` of an error of the operating system, or of Node's `fetch`, says about its severity. Codes that are not here
 * (`ENOENT`, `EEXIST`, …) say nothing: whether they are bad depends on the question asked.
 *
 * @see https://nodejs.org/api/errors.html#common-system-errors
 * @see https://undici.nodejs.org/#/docs/api/Errors
 * @example
 * ```ts
 * SYSTEM_CODES.ECONNREFUSED; // 'TRANSIENT'
 * ```
 */
export const SYSTEM_CODES = {
  // The other side or the way to it is away for the moment.
  ECONNRESET: 'TRANSIENT',
  ECONNREFUSED: 'TRANSIENT',
  ECONNABORTED: 'TRANSIENT',
  EPIPE: 'TRANSIENT',
  ETIMEDOUT: 'TRANSIENT',
  EAI_AGAIN: 'TRANSIENT',
  ENETUNREACH: 'TRANSIENT',
  EHOSTUNREACH: 'TRANSIENT',
  EBUSY: 'TRANSIENT',
  // The same, said by undici, which is Node's fetch.
  UND_ERR_CONNECT_TIMEOUT: 'TRANSIENT',
  UND_ERR_HEADERS_TIMEOUT: 'TRANSIENT',
  UND_ERR_BODY_TIMEOUT: 'TRANSIENT',
  UND_ERR_SOCKET: 'TRANSIENT',
  // Used up; a fresh start gives back what this service held.
  ENOSPC: 'RECOVERABLE',
  EMFILE: 'RECOVERABLE',
  ENFILE: 'RECOVERABLE',
  ENOMEM: 'RECOVERABLE',
  // Not allowed, and it will not be allowed the next time.
  EACCES: 'CRITICAL',
  EPERM: 'CRITICAL',
  EROFS: 'CRITICAL',
} as const satisfies Record<string, Severity>;

const TABLE: ReadonlyMap<unknown, Severity> = new Map(Object.entries(SYSTEM_CODES));

/**
 * The severity of a system code, or `undefined` for one that says nothing.
 *
 * @example
 * ```ts
 * severityOfSystemCode('EACCES'); // 'CRITICAL'
 * severityOfSystemCode('ENOENT'); // undefined
 * ```
 */
export function severityOfSystemCode(code: unknown): Severity | undefined {
  return TABLE.get(code);
}
