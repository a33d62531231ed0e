import { hasName, readProperty } from './read-property.ts';

const MAX_CHAIN = 8;
const MAX_MEMBERS = 1_000;

/**
 * The error's `cause`; `undefined` where there is none (`null` counts as none).
 *
 * @see https://tc39.es/ecma262/#sec-installerrorcause
 * @example
 * ```ts
 * causeOf(new Error('x', { cause: 'y' })); // 'y'
 * ```
 */
export function causeOf(error: unknown): unknown {
  return readProperty(error, 'cause') ?? undefined;
}

/**
 * The error, its cause, the cause of that, and so on: outermost first, at most 8, so that a circle of causes ends too.
 *
 * @example
 * ```ts
 * causeChain(new Error('x', { cause: 'y' })); // [Error: x, 'y']
 * ```
 */
export function causeChain(error: unknown): readonly unknown[] {
  const chain = [error];
  for (
    let cause = causeOf(error);
    cause !== undefined && chain.length < MAX_CHAIN;
    cause = causeOf(cause)
  ) {
    chain.push(cause);
  }
  return chain;
}

/**
 * The members of an `AggregateError`, at most the first 1,000; `undefined` for anything else.
 *
 * @example
 * ```ts
 * membersOf(new AggregateError(['a', 'b'])); // ['a', 'b']
 * membersOf(new Error('x')); // undefined
 * ```
 */
export function membersOf(error: unknown): readonly unknown[] | undefined {
  if (!isAggregate(error)) return undefined;
  const errors = readProperty(error, 'errors');
  const length = readProperty(errors, 'length');
  if (typeof length !== 'number' || !(length > 0)) return [];
  // Read one by one: the list may be a proxy whose methods and items throw.
  return Array.from({ length: Math.min(length, MAX_MEMBERS) }, (_, at) => readProperty(errors, at));
}

function isAggregate(error: unknown): boolean {
  if (hasName(error, 'AggregateError')) return true;
  try {
    return error instanceof AggregateError;
  } catch {
    // A revoked proxy has no prototype to ask for.
    return false;
  }
}
