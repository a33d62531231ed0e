import { errorRecord, type PlainData, plainData } from '@kintsugi/core';
import type { Redact } from './redacting.ts';

/** A snapshot of any actor as bounded plain data: children, machines and functions are left out. */
export interface PlainSnapshot {
  readonly status: 'active' | 'done' | 'error' | 'stopped';
  /** State of its chart, if it has one. */
  readonly value?: PlainData;
  readonly context?: PlainData;
  readonly output?: PlainData;
  /** What it has crashed with. */
  readonly error?: PlainData;
  readonly tags?: readonly string[];
}

/**
 * A snapshot as bounded plain data that survives JSON. Never throws.
 *
 * @param redact - what context, output and error go through; states and tags are the author's own. @default nothing is left out
 * @example
 * ```ts
 * plainSnapshot(tree.getSnapshot()); // { status: 'active', value: 'running', context: {}, tags: ['up'] }
 * ```
 */
export function plainSnapshot(snapshot: unknown, redact: Redact = (data) => data): PlainSnapshot {
  const own = (data: unknown) => redact(plainData(data)) as PlainData;
  const { status, value, context, output, error, tags, machine } = snapshot as Parts;
  return {
    status,
    ...(value !== undefined && { value: machine ? stateValue(value) : plainData(value) }),
    ...(context !== undefined && { context: own(context) }),
    ...(output !== undefined && { output: own(output) }),
    ...(status === 'error' && { error: own(errorRecord(error)) }),
    ...(tags !== undefined && { tags: [...tags] }),
  };
}

/** As deep as the machine is. */
function stateValue(value: unknown): PlainData {
  if (typeof value !== 'object' || value === null) return plainData(value);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, stateValue(part)]));
}

interface Parts {
  readonly status: PlainSnapshot['status'];
  readonly value?: unknown;
  readonly context?: unknown;
  readonly output?: unknown;
  readonly error?: unknown;
  readonly tags?: Iterable<string>;
  /** XState's own, whose state values are plain. */
  readonly machine?: object;
}
