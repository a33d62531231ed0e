import { DEFAULT_PATTERN, type EscalationPattern } from '../fault/failure-window.ts';
import { SEVERITIES, type Severity } from '../fault/severity.ts';
import { refuseUnknownKeys } from '../fault/supervision-error.ts';
import { type Backoff, DEFAULT_RESTART_BACKOFF, DEFAULT_RETRY_BACKOFF } from '../policy/backoff.ts';
import { DEFAULT_RESTART_BUDGET, DEFAULT_RETRY_BUDGET } from '../policy/budget.ts';
import { DEFAULT_OTP_INTENSITY, type Intensity } from '../policy/intensity.ts';
import { DEFAULT_LONG_WINDOW, type LongWindow } from '../policy/restart-history.ts';
import { chainNames, type Chains } from './chain.ts';
import { checkPolicy } from './policy-validation.ts';
import type { Chain, CustomStep } from './step.ts';

/** How often a step is tried per incident, and how long it waits between attempts. */
export interface StepBudget {
  /** Attempts per incident: an integer of at least 1, or `Infinity`. */
  readonly maxAttempts: number;
  /** The wait before each attempt. */
  readonly backoff: Backoff;
}

/** Waits between a degraded service's own attempts to return: doubling from `baseMs` to `maxMs`. */
export interface SelfRecovery {
  /** Milliseconds. @default 30_000 */
  readonly baseMs: number;
  /** Milliseconds, or more than `baseMs`. @default 300_000 */
  readonly maxMs: number;
}

/**
 * What a supervisor does about the faults of its children. Plain data, checked and complete.
 * Made by {@link escalationPolicy}; the presets are {@link selfHealing} and {@link otp}.
 */
export interface EscalationPolicy {
  readonly chains: Chains;
  /** Names of custom steps and their budgets. */
  readonly customSteps: Readonly<Record<string, number>>;
  readonly retry: StepBudget;
  readonly restart: StepBudget;
  readonly recovery: SelfRecovery;
  /** A restarted child is on probation for this long: milliseconds. @default 10_000 */
  readonly stableAfterMs: number;
  /** When repeated failures raise the severity one tier. @default five in 60 s, at half of the operations */
  readonly pattern: EscalationPattern;
  /** When many restarts over a long time raise the severity to one that is not restarted. @default 12 in an hour */
  readonly longWindow: LongWindow;
  /** Whether a first start that fails ends the supervisor, or is healed like any other. @default 'heal' */
  readonly initialStartFailure: 'fatal' | 'heal';
  /**
   * How a supervisor that gives up ends, for its own parent: `error` is a fault; after `shutdown` a
   * transient or temporary one is not started again, as in OTP. @default 'error'
   */
  readonly giveUpExit: 'error' | 'shutdown';
  /** The intensity of a supervisor that names none; absent: no shared limit. */
  readonly intensity?: Intensity;
}

/** What {@link escalationPolicy} takes: all of it optional, the rest is {@link selfHealing}'s. */
export interface PolicyOptions<Name extends string = never> {
  readonly TRANSIENT?: Chain<Name>;
  readonly RECOVERABLE?: Chain<Name>;
  readonly CRITICAL?: Chain<Name>;
  readonly retry?: Partial<StepBudget>;
  readonly restart?: Partial<StepBudget>;
  readonly recovery?: Partial<SelfRecovery>;
  readonly stableAfterMs?: number;
  readonly pattern?: Partial<EscalationPattern>;
  readonly longWindow?: Partial<LongWindow>;
  readonly initialStartFailure?: 'fatal' | 'heal';
}

/**
 * The default: heal by the mildest step that may work, park what cannot be healed.
 *
 * TRANSIENT: retry → restart → fallback → fail. RECOVERABLE: restart → fallback → fail.
 * CRITICAL: fallback → fail. Four retries (0, 1, 2, 4 s), three restarts (0, 1, 2 s) per incident.
 */
export const selfHealing: EscalationPolicy = {
  chains: {
    TRANSIENT: ['retry', 'restart', 'fallback', 'fail'],
    RECOVERABLE: ['restart', 'fallback', 'fail'],
    CRITICAL: ['fallback', 'fail'],
  },
  customSteps: {},
  retry: { maxAttempts: DEFAULT_RETRY_BUDGET, backoff: DEFAULT_RETRY_BACKOFF },
  restart: { maxAttempts: DEFAULT_RESTART_BUDGET, backoff: DEFAULT_RESTART_BACKOFF },
  recovery: { baseMs: 30_000, maxMs: 300_000 },
  stableAfterMs: 10_000,
  pattern: DEFAULT_PATTERN,
  longWindow: DEFAULT_LONG_WINDOW,
  initialStartFailure: 'heal',
  giveUpExit: 'error',
};

/**
 * Erlang/OTP's behaviour: any crash restarts at once and without limit per child; more restarts
 * than the supervisor's intensity (1 in 5 s unless given) and it fails, for its parent to decide.
 *
 * @see https://www.erlang.org/doc/system/sup_princ.html
 */
export const otp: EscalationPolicy = {
  ...selfHealing,
  chains: {
    TRANSIENT: ['restart', 'escalate'],
    RECOVERABLE: ['restart', 'escalate'],
    CRITICAL: ['restart', 'escalate'],
  },
  restart: { maxAttempts: Infinity, backoff: { kind: 'constant', delayMs: 0 } },
  longWindow: { ...DEFAULT_LONG_WINDOW, restarts: Infinity },
  initialStartFailure: 'fatal',
  giveUpExit: 'shutdown',
  intensity: DEFAULT_OTP_INTENSITY,
};

/** The options that are objects of their own, with what each may hold. */
const GROUPS = {
  retry: ['maxAttempts', 'backoff'],
  restart: ['maxAttempts', 'backoff'],
  recovery: ['baseMs', 'maxMs'],
  pattern: ['failures', 'windowMs', 'minFailureRate'],
  longWindow: ['restarts', 'withinMs'],
} as const satisfies Partial<Record<keyof PolicyOptions, readonly string[]>>;

const OPTIONS = [
  ...SEVERITIES,
  'retry',
  'restart',
  'recovery',
  'stableAfterMs',
  'pattern',
  'longWindow',
  'initialStartFailure',
];

/**
 * A checked policy: {@link selfHealing} with the given parts replaced.
 *
 * @throws InvalidOptionError naming the option, the rule and the value: for a chain that cannot
 * work, a number out of range, or a probation too long for the pattern to be reached
 * (4 × `stableAfterMs` must be less than `pattern.windowMs`)
 * @example
 * ```ts
 * escalationPolicy({ CRITICAL: ['escalate'] }).chains.CRITICAL; // ['escalate']
 * ```
 */
export function escalationPolicy<Name extends string = never>(
  options: PolicyOptions<Name> = {},
): EscalationPolicy {
  refuseUnknownKeys('policy', options, OPTIONS);
  for (const group of ['retry', 'restart', 'recovery', 'pattern', 'longWindow'] as const)
    refuseUnknownKeys(`policy.${group}`, options[group] ?? {}, GROUPS[group]);
  const base = selfHealing;
  const chainOf = (severity: Severity) =>
    options[severity] === undefined
      ? base.chains[severity]
      : chainNames(`policy.${severity}`, options[severity]);
  const policy: EscalationPolicy = {
    ...base,
    chains: {
      TRANSIENT: chainOf('TRANSIENT'),
      RECOVERABLE: chainOf('RECOVERABLE'),
      CRITICAL: chainOf('CRITICAL'),
    },
    customSteps: customSteps(options),
    retry: { ...base.retry, ...options.retry },
    restart: { ...base.restart, ...options.restart },
    recovery: { ...base.recovery, ...options.recovery },
    stableAfterMs: options.stableAfterMs ?? base.stableAfterMs,
    pattern: { ...base.pattern, ...options.pattern },
    longWindow: { ...base.longWindow, ...options.longWindow },
    initialStartFailure: options.initialStartFailure ?? base.initialStartFailure,
    giveUpExit: base.giveUpExit,
  };
  checkPolicy(policy);
  return policy;
}

function customSteps(options: PolicyOptions<string>): Readonly<Record<string, number>> {
  const steps = SEVERITIES.flatMap((severity) => options[severity] ?? []).filter(isCustom);
  return Object.fromEntries(steps.map(({ step, maxAttempts = 1 }) => [step, maxAttempts]));
}

function isCustom(step: string | CustomStep): step is CustomStep {
  return typeof step !== 'string';
}
