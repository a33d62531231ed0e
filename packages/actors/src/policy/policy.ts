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

/** Its end is part of its type: nothing comes after the last step. */
type Chain<Name extends string> = readonly [
  ...(BuiltInStep | RunnableStep<Name>)[],
  'fail' | 'escalate',
];

/** What {@link policy} takes: all of it optional. */
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
  if (typeof options !== 'object' || options === null)
    throw invalidOption('policy', 'an object', options);
  const { rules = defaultRules, ...core } = options;
  checkRules(rules);
  return makePolicy(escalationPolicy(core), rules, runsOf(options));
}

function checkRules(rules: unknown): void {
  if (!Array.isArray(rules)) throw invalidOption('policy.rules', 'a list of rules', rules);
  rules.forEach((rule: unknown, index) => {
    if (!isRule(rule)) throw invalidOption(`policy.rules[${index}]`, '{ name, classify }', rule);
  });
}

function isRule(rule: unknown): rule is ClassifyRule {
  const isObject = typeof rule === 'object' && rule !== null;
  return isObject && 'name' in rule && 'classify' in rule && typeof rule.classify === 'function';
}

function runsOf(options: PolicyOptions<string>): Map<string, RunnableStep['run']> {
  const runs = new Map<string, RunnableStep['run']>();
  for (const severity of SEVERITIES) {
    const chain: readonly (BuiltInStep | RunnableStep)[] = options[severity] ?? [];
    for (const step of chain.filter(isRunnable))
      addRun(runs, `policy.${severity}: ${step.step}.run`, step);
  }
  return runs;
}

function isRunnable(step: BuiltInStep | RunnableStep): step is RunnableStep {
  return typeof step !== 'string';
}

function addRun(
  runs: Map<string, RunnableStep['run']>,
  option: string,
  { step, run }: RunnableStep,
): void {
  if (typeof run !== 'function') throw invalidOption(option, 'a function', run);
  if ((runs.get(step) ?? run) !== run)
    throw invalidOption(option, 'the same function in every chain', run);
  runs.set(step, run);
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
