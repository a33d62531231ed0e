import type { ErrorRecord } from './error-record.ts';

/** The same error without its stack and those of its causes: what is kept for every child must be small. */
export function withoutStacks(record: ErrorRecord): ErrorRecord {
  if (record.stack === undefined && record.cause === undefined && record.errors === undefined)
    return record;
  const { stack: _, cause, errors, ...rest } = record;
  return {
    ...rest,
    ...(cause && { cause: withoutStacks(cause) }),
    ...(errors && { errors: errors.map(withoutStacks) }),
  };
}
