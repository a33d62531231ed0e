/**
 * The chart of an actor that is no machine: what XState says of every actor. A configuration for XState 5, and for 4.
 *
 * @example
 * ```ts
 * Object.keys(statusChart('fetch').states); // ['active', 'done', 'error', 'stopped']
 * ```
 */
export function statusChart(id: string): StatusChart {
  return {
    id,
    initial: 'active',
    states: {
      active: { on: { 'xstate.done': 'done', 'xstate.error': 'error', 'xstate.stop': 'stopped' } },
      done: { type: 'final' },
      error: { type: 'final' },
      stopped: { type: 'final' },
    },
  };
}

interface Final {
  readonly type: 'final';
}

/** See {@link statusChart}. */
export interface StatusChart {
  readonly id: string;
  readonly initial: 'active';
  readonly states: {
    readonly active: { readonly on: Readonly<Record<string, 'done' | 'error' | 'stopped'>> };
    readonly done: Final;
    readonly error: Final;
    readonly stopped: Final;
  };
}
