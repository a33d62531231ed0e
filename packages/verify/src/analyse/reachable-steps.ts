import {
  type ChildSpec,
  decide,
  type EscalationPolicy,
  raiseSeverity,
  type Severity,
  type SkipReason,
  stepBudget,
  worstSeverity,
} from '@kintsugi/core';
import { inapplicableToLost, severitiesOf } from './chain-answer.ts';

/** Where a child is, as far as the choice of its next step goes. */
interface Situation {
  /** The step in progress. */
  readonly step: string | undefined;
  readonly failure: Severity | undefined;
  readonly attempts: Readonly<Record<string, number>>;
  readonly spent: readonly string[];
  /** It has just returned from degraded. */
  readonly hasReturned: boolean;
}

const FRESH: Situation = {
  step: undefined,
  failure: undefined,
  attempts: {},
  spent: [],
  hasReturned: false,
};

/** A budget of more than two is left like one of two. */
const ENOUGH = 2;

/**
 * The steps of its chains that some sequence of faults brings this child to, each as `SEVERITY step`:
 * every situation of its incident is visited, and what the chain answers to every kind of fault in it.
 *
 * @param unspendable - steps whose budget something else ends first
 */
export function reachableSteps(
  policy: EscalationPolicy,
  child: ChildSpec,
  unspendable: readonly string[] = [],
): ReadonlySet<string> {
  const search = { policy: withSmallBudgets(policy, unspendable), child };
  const reached = new Set<string>();
  const known = new Map([[keyOf(FRESH), FRESH]]);
  // A map is walked in the order of its entries, those that are added meanwhile included.
  for (const situation of known.values()) {
    const found = answers(search, situation);
    for (const { at } of found) reached.add(at);
    for (const next of found.flatMap((answer) => answer.next)) known.set(keyOf(next), next);
  }
  reached.delete(ELSEWHERE);
  return reached;
}

/** Of a step that does not stand in the chain. */
const ELSEWHERE = '';

const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]) =>
  one < other ? -1 : 1;

const keyOf = ({ attempts, spent, ...rest }: Situation) =>
  JSON.stringify([rest, Object.entries(attempts).toSorted(byName), spent.toSorted()]);

interface Search {
  readonly policy: EscalationPolicy;
  readonly child: ChildSpec;
}

function withSmallBudgets(
  policy: EscalationPolicy,
  unspendable: readonly string[],
): EscalationPolicy {
  const small = (step: string, budget: number) =>
    unspendable.includes(step) || budget === Infinity ? Infinity : Math.min(ENOUGH, budget);
  const custom = Object.entries(policy.customSteps);
  return {
    ...policy,
    retry: { ...policy.retry, maxAttempts: small('retry', policy.retry.maxAttempts) },
    restart: { ...policy.restart, maxAttempts: small('restart', policy.restart.maxAttempts) },
    customSteps: Object.fromEntries(custom.map(([step, budget]) => [step, small(step, budget)])),
  };
}

interface Fault {
  readonly severity: Severity;
  readonly isOfOperation: boolean;
  readonly isOwnIntensityReached: boolean;
}

function faultsOf({ kind, intensity }: ChildSpec): readonly Fault[] {
  const ofOperation = kind === 'service' ? [false, true] : [false];
  const reached = intensity === undefined ? [false] : [intensity.maxRestarts === 0, true];
  return severitiesOf({ kind }).flatMap((severity) =>
    ofOperation.flatMap((isOfOperation) =>
      reached.map((isOwnIntensityReached) => ({ severity, isOfOperation, isOwnIntensityReached })),
    ),
  );
}

interface Answer {
  /** The step of its chain that it is brought to. */
  readonly at: string;
  readonly next: readonly Situation[];
}

function answers(search: Search, situation: Situation): readonly Answer[] {
  return faultsOf(search.child).map((fault) => answerTo(search, situation, fault));
}

function answerTo(search: Search, situation: Situation, fault: Fault): Answer {
  const { step: after, failure } = situation;
  const severity =
    failure === undefined
      ? raisedIfAlways(search, fault.severity)
      : worstSeverity(failure, fault.severity);
  const { step, attempt } = decide(search.policy, {
    severity,
    ...(after === undefined ? undefined : { after }),
    spent: situation.spent,
    attempts: situation.attempts,
    inapplicable: (each) => inapplicable(search.child, situation, fault, each),
  });
  const next = {
    ...situation,
    step: undefined,
    failure: severity,
    spent: after === undefined || after === step ? situation.spent : [...situation.spent, after],
  };
  if (goesStraightBack(situation, step)) return { at: ELSEWHERE, next: [RETURNED] };
  return { at: `${severity} ${step}`, next: entered(search, next, step, attempt) };
}

/** A pattern of one failure raises every one, unless operations that succeed beside it keep the rate low. */
function raisedIfAlways({ policy, child }: Search, severity: Severity): Severity {
  const { failures, minFailureRate } = policy.pattern;
  const isAlways = failures === 1 && (child.kind === 'supervisor' || minFailureRate === 0);
  return isAlways ? raiseSeverity(severity) : severity;
}

function inapplicable(child: ChildSpec, situation: Situation, fault: Fault, step: string) {
  if (step === 'retry' && fault.isOfOperation && situation.step !== 'restart') return undefined;
  return inapplicableToLost(child, step) ?? whyNotNow(situation, fault, step);
}

function whyNotNow(
  { hasReturned }: Situation,
  { isOwnIntensityReached }: Fault,
  step: string,
): SkipReason | undefined {
  if (step === 'restart' && isOwnIntensityReached) return 'its own intensity is reached';
  const isBarred = hasReturned && !ALSO_ON_RETURN.includes(step);
  return isBarred ? 'it had just returned from degraded' : undefined;
}

const ALSO_ON_RETURN = ['fallback', 'fail', 'escalate'];

/** One that has returned has a fallback to go back to, whatever ends this severity's chain. */
function goesStraightBack({ hasReturned, attempts }: Situation, step: string): boolean {
  return hasReturned && isLast(step) && attempts['fallback'] === undefined;
}

const isLast = (step: string) => step === 'fail' || step === 'escalate' || step === 'end';

/** What can have become of it when the next fault comes: the step still in progress, done, or long ago. */
function entered(
  { child, policy }: Search,
  before: Situation,
  step: string,
  attempt: number,
): readonly Situation[] {
  if (isLast(step)) return [];
  // Without a limit there is nothing to count.
  const made = stepBudget(policy, step) === Infinity ? 0 : attempt;
  const inProgress = { ...before, step, attempts: { ...before.attempts, [step]: made } };
  if (step === 'fallback') return child.hasDegradeHook ? [inProgress, RETURNED] : [RETURNED];
  const attempts = { ...inProgress.attempts, retry: 0 };
  const done = step === 'retry' ? { ...before, attempts } : { ...inProgress, step: undefined };
  return [inProgress, { ...done, failure: undefined }, FRESH];
}

const RETURNED: Situation = { ...FRESH, hasReturned: true };
