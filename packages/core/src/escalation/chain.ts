import type { Severity } from '../fault/severity.ts';
import { invalidOption, requireInteger } from '../fault/supervision-error.ts';
import { BUILT_IN_STEPS, type CustomStep, isBuiltInStep, isLastStep, stepName } from './step.ts';

/** Steps of every severity by name: what is left of the chains once they have been checked. */
export type Chains = Readonly<Record<Severity, readonly string[]>>;

/** Words that are states, events or directives already. */
const TAKEN: ReadonlySet<string> = new Set([
  ...BUILT_IN_STEPS,
  'starting',
  'running',
  'retrying',
  'restarting',
  'degraded',
  'failed',
  'stopping',
  'stopped',
  'start',
  'started',
  'recovered',
  'degrade',
  'exited',
  'stop',
  'end',
]);

/** Ledgers are plain records by step: a name that every object has would be found in an empty one. */
function isTaken(name: string): boolean {
  return TAKEN.has(name) || name in {};
}

/**
 * The names of a chain's steps, in order.
 *
 * @throws InvalidOptionError when the chain cannot work: empty, a step twice, a step after `fail`
 * or `escalate`, an unknown step, no end, or a custom step whose name the chart already uses
 * @example
 * ```ts
 * chainNames('policy.CRITICAL', ['fallback', 'fail']); // ['fallback', 'fail']
 * chainNames('policy.CRITICAL', ['fallback']); // throws: policy.CRITICAL must end in "fail" or "escalate", got …
 * ```
 */
export function chainNames(option: string, chain: unknown): readonly string[] {
  if (!Array.isArray(chain) || chain.length === 0)
    throw invalidOption(option, 'a list of at least one step', chain);
  const names = chain.map((step: unknown, index) => checkedName(`${option}[${index}]`, step));
  names.forEach((name, index) => {
    if (names.indexOf(name) < index)
      throw invalidOption(
        `${option}[${index}]`,
        'a step that does not stand earlier in the chain',
        name,
      );
    if (isLastStep(name) && index < names.length - 1)
      throw invalidOption(
        `${option}[${index + 1}]`,
        `absent: nothing can follow "${name}"`,
        names[index + 1],
      );
  });
  const last = names.at(-1) ?? '';
  if (!isLastStep(last))
    throw invalidOption(option, 'a chain that ends in "fail" or "escalate"', names);
  return names;
}

function checkedName(option: string, step: unknown): string {
  if (typeof step === 'string') {
    if (isBuiltInStep(step)) return step;
    throw invalidOption(option, `one of ${BUILT_IN_STEPS.join(', ')}, or a step of your own`, step);
  }
  if (!isCustomStep(step))
    throw invalidOption(option, 'the name of a step, or { step, run }', step);
  if (!/^[A-Za-z][\w-]*$/.test(step.step))
    throw invalidOption(`${option}.step`, 'a name of letters, digits, "_" and "-"', step.step);
  if (isTaken(step.step))
    throw invalidOption(
      `${option}.step`,
      'a name that the lifecycle chart does not use already',
      step.step,
    );
  if (step.maxAttempts !== undefined)
    requireInteger(`${option}.maxAttempts`, step.maxAttempts, { min: 1 });
  return stepName(step);
}

function isCustomStep(step: unknown): step is CustomStep {
  return (
    typeof step === 'object' && step !== null && 'step' in step && typeof step.step === 'string'
  );
}
