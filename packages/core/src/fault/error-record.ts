import { causeOf, membersOf } from './contained-errors.ts';
import { readProperty } from './read-property.ts';
import { brandedSeverity } from './severity-brand.ts';
import type { Severity } from './severity.ts';
import { constructorName, cutText, showValue } from './show-value.ts';

const MAX_DEPTH = 8;
const MAX_RECORDS = 64;
const MAX_MEMBERS = 8;
const MAX_NAME = 200;
const MAX_MESSAGE = 2_000;
const MAX_STACK = 8_000;

/**
 * A thrown value as plain data that survives JSON: what events, logs and snapshots hold in place of the error itself.
 *
 * A field exists only where the error has it.
 *
 * @example
 * ```ts
 * const record: ErrorRecord = { name: 'TypeError', message: 'x is not a function' };
 * ```
 */
export interface ErrorRecord {
  /** The error's `name`; of an object without one, its class; `NonError` for a primitive. At most 200 characters. */
  readonly name: string;
  /** The error's message, or what was thrown in a few words. At most 2,000 characters. */
  readonly message: string;
  /** The error's `code`; a number is written out. At most 200 characters. */
  readonly code?: string;
  /** At most 8,000 characters. */
  readonly stack?: string;
  /** Only of errors that state it themselves; see `classify` for that of any other. */
  readonly severity?: Severity;
  /** Chains are cut after 8 records and where they turn back on themselves. */
  readonly cause?: ErrorRecord;
  /** The first 8 members of an `AggregateError`. */
  readonly errors?: readonly ErrorRecord[];
}

/**
 * Any thrown value as plain data. Never throws, whatever it is given, and is bounded in size: at most 64 records.
 *
 * @param options - `stack: false` leaves stacks out: making the text of one costs more than all the rest
 *
 * @example
 * ```ts
 * errorRecord('boom'); // { name: 'NonError', message: 'boom' }
 * errorRecord({ status: 503 }); // { name: 'Object', message: '{ status: 503 }' }
 * ```
 */
export function errorRecord(
  error: unknown,
  { stack = true }: { readonly stack?: boolean } = {},
): ErrorRecord {
  return record(error, [], { left: MAX_RECORDS, stack });
}

type Draft = { -readonly [Field in keyof ErrorRecord]: ErrorRecord[Field] };

/** `outer` are the errors this one is nested in; `budget` bounds aggregates of aggregates, which depth alone would not. */
function record(
  error: unknown,
  outer: readonly unknown[],
  budget: { left: number; readonly stack: boolean },
): ErrorRecord {
  budget.left -= 1;
  const nested = (inner: unknown): readonly ErrorRecord[] => {
    const path = [...outer, error];
    const isCut = path.length >= MAX_DEPTH || budget.left <= 0 || path.includes(inner);
    return isCut ? [] : [record(inner, path, budget)];
  };

  const draft: Draft = { name: nameOf(error), message: messageOf(error) };
  const code = codeOf(error);
  if (code !== undefined) draft.code = code;
  const stack = budget.stack ? readProperty(error, 'stack') : undefined;
  if (typeof stack === 'string') draft.stack = cutText(stack, MAX_STACK);
  const severity = brandedSeverity(error);
  if (severity !== undefined) draft.severity = severity;
  const cause = causeOf(error);
  const causeRecord = cause === undefined ? undefined : nested(cause)[0];
  if (causeRecord !== undefined) draft.cause = causeRecord;
  const members = membersOf(error);
  if (members !== undefined) draft.errors = members.slice(0, MAX_MEMBERS).flatMap(nested);
  return draft;
}

function nameOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'NonError';
  const name = readProperty(error, 'name');
  if (typeof name === 'string' && name !== '') return cutText(name, MAX_NAME);
  return constructorName(error) ?? 'Object';
}

function messageOf(error: unknown): string {
  const message = typeof error === 'string' ? error : readProperty(error, 'message');
  return typeof message === 'string' ? cutText(message, MAX_MESSAGE) : showValue(error);
}

function codeOf(error: unknown): string | undefined {
  const code = readProperty(error, 'code');
  return typeof code === 'string' || typeof code === 'number'
    ? cutText(String(code), MAX_NAME)
    : undefined;
}
