import { readProperty } from './read-property.ts';
import type { Severity } from './severity.ts';

/**
 * The HTTP status an error carries as `status`, `statusCode` or `response.status`; also that of a thrown `Response`.
 *
 * @example
 * ```ts
 * httpStatusOf({ response: { status: 503 } }); // 503
 * ```
 */
export function httpStatusOf(error: unknown): number | undefined {
  const candidates = [
    readProperty(error, 'status'),
    readProperty(error, 'statusCode'),
    readProperty(readProperty(error, 'response'), 'status'),
  ];
  return candidates.find((status) => typeof status === 'number');
}

/**
 * `TRANSIENT` for the statuses that ask to try again: 408, 425, 429 and 500 to 599. The others say nothing about severity:
 * a 404 may be an answer.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15
 * @see https://www.rfc-editor.org/rfc/rfc8470#section-5.2
 * @example
 * ```ts
 * severityOfHttpStatus(429); // 'TRANSIENT'
 * severityOfHttpStatus(404); // undefined
 * ```
 */
export function severityOfHttpStatus(status: number): Severity | undefined {
  const asksToTryAgain =
    status === 408 || status === 425 || status === 429 || (status >= 500 && status <= 599);
  return asksToTryAgain ? 'TRANSIENT' : undefined;
}
