/** The steps that Kintsugi brings, mildest first. */
export const BUILT_IN_STEPS = ['retry', 'restart', 'fallback', 'fail', 'escalate'] as const;

/** One of the steps that Kintsugi brings. */
export type BuiltInStep = (typeof BUILT_IN_STEPS)[number];

/**
 * A step of the user's own. It takes its place in a chain and becomes a state of its name in the
 * lifecycle chart.
 *
 * @example
 * ```ts
 * policy({ TRANSIENT: ['retry', { step: 'drain' }, 'fail'] }); // … retrying → drain → failed
 * ```
 */
export interface CustomStep<Name extends string = string> {
  /** Letters, digits, `_` and `-`; not the name of a lifecycle state or of a built-in step. */
  readonly step: Name;
  /** How often it is tried per incident; an integer of at least 1. @default 1 */
  readonly maxAttempts?: number;
}

/** A step of a chain: one that Kintsugi brings, or the user's own. */
export type Step<Name extends string = never> = BuiltInStep | CustomStep<Name>;

/** A severity's ordered list of steps. The last is `fail` or `escalate`. */
export type Chain<Name extends string = never> = readonly Step<Name>[];

/** The name under which a step stands in ledgers, events and the chart. */
export function stepName(step: BuiltInStep | CustomStep): string {
  return typeof step === 'string' ? step : step.step;
}

/** Whether a step is the end of its chain: nothing can come after it. */
export function isLastStep(name: string): name is 'fail' | 'escalate' {
  return name === 'fail' || name === 'escalate';
}

/** Whether this is one of the five steps that Kintsugi brings. */
export function isBuiltInStep(name: string): name is BuiltInStep {
  return (BUILT_IN_STEPS as readonly string[]).includes(name);
}
