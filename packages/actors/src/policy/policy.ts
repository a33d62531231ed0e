import {
  type BuiltInStep,
  type ClassifyRule,
  type CustomStep,
  defaultRules,
  type EscalationPolicy,
  escalationPolicy,
  invalidOption,
  otp as otpPolicy,
  type PolicyOptions as CorePolicyOptions,
  SEVERITIES,
  selfHealing as selfHealingPolicy,
  type Severity,
} from '@kintsugi/core';
import { type CompiledChart, compileLifecycle, type policySteps } from '../chart/compile-chart.ts';

/** What a custom step's `run` gets. */
export interface StepContext {
  /** Where the service stands in the tree. */
  readonly path: string;
  /** What was thrown. */
  readonly error: unknown;
  /** Aborted when the service is stopped or restarted meanwhile. */
  readonly signal: AbortSignal;
}

/**
 * A step of your own: it takes its place in a chain, becomes a typed state of the service, and has
 * succeeded when `run` returns or resolves. The service keeps its resource meanwhile.
 */
export interface RunnableStep<Name extends string = string> extends CustomStep<Name> {
  readonly run: (ctx: StepContext) => void | PromiseLike<void>;
}

type Chain<Name extends string> = readonly (BuiltInStep | RunnableStep<Name>)[];

export interface PolicyOptions<Name extends string> extends Omit<CorePolicyOptions, Severity> {
  /** @default ['retry', 'restart', 'fallback', 'fail'] */
  readonly TRANSIENT?: Chain<Name>;
  /** @default ['restart', 'fallback', 'fail'] */
  readonly RECOVERABLE?: Chain<Name>;
  /** @default ['fallback', 'fail'] */
  readonly CRITICAL?: Chain<Name>;
  /** Tells errors apart, first match wins. Put your own rules before `...defaultRules`. @default defaultRules */
  readonly rules?: readonly ClassifyRule[];
}

/** What a supervisor does about faults of its children. Made by {@link policy}; not inherited down the tree. */
export interface Policy<Step extends string = never> {
  readonly kind: 'policy';
  readonly [policySteps]?: Step;
  readonly escalation: EscalationPolicy;
  readonly rules: readonly ClassifyRule[];
  readonly runs: ReadonlyMap<string, RunnableStep['run']>;
  readonly chart: CompiledChart;
}

/**
 * A policy: the default one with the given parts replaced.
 *
 * @throws InvalidOptionError naming the option, the rule and the value, for a chain that cannot work
 * or a number out of range
 * @example
 * ```ts
 * const drain = { step: 'drain', run: () => queue.drain() } as const;
 * const patient = policy({ TRANSIENT: ['retry', drain, 'fail'], retry: { maxAttempts: 10 } });
 * ```
 */
export function policy<Step extends string = never>(
  options: PolicyOptions<Step> = {},
): Policy<Step> {
  const { rules = defaultRules, ...core } = options;
  if (!Array.isArray(rules)) throw invalidOption('policy.rules', 'a list of rules', rules);
  return makePolicy(escalationPolicy(core), rules, runsOf(options));
}

function runsOf<Step extends string>(
  options: PolicyOptions<Step>,
): Map<string, RunnableStep['run']> {
  const runs = new Map<string, RunnableStep['run']>();
  for (const severity of SEVERITIES)
    for (const step of options[severity] ?? []) {
      if (typeof step !== 'object' || step === null) continue;
      if (typeof step.run !== 'function')
        throw invalidOption(`policy.${severity}: ${step.step}.run`, 'a function', step.run);
      const other = runs.get(step.step);
      if (other !== undefined && other !== step.run)
        throw invalidOption(
          `policy.${severity}: ${step.step}.run`,
          'the same function in every chain',
          step.run,
        );
      runs.set(step.step, step.run);
    }
  return runs;
}

function makePolicy<Step extends string>(
  escalation: EscalationPolicy,
  rules: readonly ClassifyRule[],
  runs: ReadonlyMap<string, RunnableStep['run']>,
): Policy<Step> {
  return { kind: 'policy', escalation, rules, runs, chart: compileLifecycle(escalation) };
}

/** The default policy: retry → restart → fallback → fail, by severity. */
export const selfHealing: Policy = makePolicy(selfHealingPolicy, defaultRules, new Map());

/** Erlang/OTP's: any crash restarts at once; more than the intensity (1 in 5 s) and the supervisor fails. */
export const otp: Policy = makePolicy(otpPolicy, defaultRules, new Map());
