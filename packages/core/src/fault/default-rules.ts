import { causeOf, membersOf } from './contained-errors.ts';
import { httpStatusOf, severityOfHttpStatus } from './http-status.ts';
import { hasName, readProperty } from './read-property.ts';
import { brandedSeverity } from './severity-brand.ts';
import { worstSeverity, type Severity } from './severity.ts';
import { severityOfSystemCode } from './system-codes.ts';

/**
 * One row of the classification table.
 *
 * @example
 * ```ts
 * const declined: ClassifyRule = {
 *   name: 'card-declined',
 *   classify: (error) => (error instanceof CardDeclined ? 'CRITICAL' : undefined),
 * };
 * classify(error, [declined, ...defaultRules]);
 * ```
 */
export interface ClassifyRule {
  /** Stands in the classification and in events. */
  readonly name: string;
  /**
   * The severity of an error this rule knows; `undefined` leaves it to the next rule. A rule that throws is skipped and named.
   *
   * `inner` classifies an error that this one contains, by the whole table: `undefined` when no rule knows it.
   */
  readonly classify: (
    error: unknown,
    inner: (contained: unknown) => Severity | undefined,
  ) => Severity | undefined;
}

const PROGRAMMING_ERRORS: readonly unknown[] = [
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
  'AssertionError',
];

/**
 * The rules every error meets, in order; the first that knows it wins. Put your own before them: `[...mine, ...defaultRules]`.
 *
 * What no rule knows is `RECOVERABLE`: the same attempt is expected to fail again, a fresh start may help.
 *
 * @example
 * ```ts
 * defaultRules.map((rule) => rule.name);
 * // ['family', 'timeout', 'system-code', 'http-status', 'aggregate', 'cause', 'abort', 'programming-error']
 * ```
 */
export const defaultRules: readonly ClassifyRule[] = [
  // First: who throws a NetworkTimeoutError around an EACCES has judged it already.
  { name: 'family', classify: brandedSeverity },
  // Before 'abort': AbortSignal.timeout() rejects with a DOMException of this name.
  {
    name: 'timeout',
    classify: (error) => (hasName(error, 'TimeoutError') ? 'TRANSIENT' : undefined),
  },
  // Before 'aggregate': net.connect rejects with an AggregateError that has the code itself.
  {
    name: 'system-code',
    classify: (error) => severityOfSystemCode(readProperty(error, 'code')),
  },
  {
    name: 'http-status',
    classify(error) {
      const status = httpStatusOf(error);
      return status === undefined ? undefined : severityOfHttpStatus(status);
    },
  },
  { name: 'aggregate', classify: severityOfMembers },
  // Before 'programming-error': fetch rejects with TypeError('fetch failed') whose cause has the code.
  // Before 'abort': Node wraps the reason of AbortSignal.timeout() into an AbortError.
  {
    name: 'cause',
    classify(error, inner) {
      const cause = causeOf(error);
      return cause === undefined ? undefined : inner(cause);
    },
  },
  // Not our own stop, which the caller sorts out before (isOwnAbort): somebody cut the work short.
  {
    name: 'abort',
    classify: (error) => (hasName(error, 'AbortError') ? 'RECOVERABLE' : undefined),
  },
  // A bug fails again on the same input; the state it left behind is what a restart cures.
  {
    name: 'programming-error',
    classify: (error) =>
      PROGRAMMING_ERRORS.includes(readProperty(error, 'name')) ? 'RECOVERABLE' : undefined,
  },
];

function severityOfMembers(
  error: unknown,
  inner: (contained: unknown) => Severity | undefined,
): Severity | undefined {
  const members = membersOf(error);
  if (members === undefined) return undefined;
  if (members.length === 0) return 'RECOVERABLE';
  return members
    .map((member) => inner(member) ?? 'RECOVERABLE')
    .reduce((worst, severity) => worstSeverity(worst, severity));
}
