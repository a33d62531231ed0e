import { type ChildSpec, type EscalationPolicy, isRetryable, stepBudget } from '@kintsugi/core';
import {
  type Ages,
  aTickOlder,
  type ByChild,
  everyChild,
  ownPeriodMs,
  remembered,
  remembering,
  withOneMore,
  withoutPast,
} from './by-child.ts';
import { answerTo, type Failure, failureIn, specOf, startsUp } from './failure.ts';
import { childOf, type SeenTurn, told, type TurnProperty, type Verdict } from './property.ts';

/** What is left of a child's chain hangs on this. */
interface Tried {
  /** By step, in the open incident. */
  readonly attempts: Readonly<Record<string, number>>;
  readonly left: readonly string[];
  /** Its own restarts, where it has an intensity of its own. */
  readonly own: Ages;
}

const UNTRIED: Tried = { attempts: {}, left: [], own: [] };

/** Rules 9 to 11, 16 and 35. */
export const firstStepThatServes: TurnProperty<ByChild<Tried>> = {
  name: 'the first step that serves is taken',
  demands:
    "A failure is answered by the first step of its severity's chain that applies to it and is not spent: none is passed over, and the supervisor gives up only where the chain says so.",
  begin: () => ({}),
  see(known, turn) {
    const failure = failureIn(turn);
    return failure === undefined
      ? { memory: afterEvents(known, turn), broken: givesUpForNothing(turn) }
      : seeFailure(known, turn, failure);
  },
  tick: (memory, spec) =>
    everyChild(memory, (tried, id) => ({
      ...tried,
      own: aTickOlder(tried.own, ownPeriodMs(spec, id)),
    })),
};

function seeFailure(
  known: ByChild<Tried>,
  turn: SeenTurn,
  failure: Failure,
): Verdict<ByChild<Tried>> {
  const { id } = failure;
  const [event] = told(turn, 'child.faulted').filter((each) => childOf(each) === id);
  // Whether it is answered at all is asked with its severity.
  if (event === undefined) return { memory: known };
  const tried = remembered(known, id) ?? UNTRIED;
  const expected = expectedStep(turn, failure, tried, turn.spec.policy.chains[event.severity]);
  const step = answerTo(turn, failure);
  const next = triedAfter(tried, step, failure, turn);
  const memory = withoutPast(remembering(known, id, next), turn);
  const text = `${event.severity} of ${id} is answered by ${step ?? 'nothing'}, not by ${expected}`;
  return { memory, isTested: true, broken: step === expected ? undefined : text };
}

/** But for a first start that fails, under a policy that calls that fatal (rule 24). */
function givesUpForNothing(turn: SeenTurn): string | undefined {
  const [gaveUp] = told(turn, 'supervisor.gaveUp');
  if (gaveUp === undefined) return undefined;
  const isFatal = turn.spec.policy.initialStartFailure === 'fatal';
  const isFirstStart = startsUp(turn.before) && turn.input.type === 'report.startFailed';
  return isFatal && isFirstStart ? undefined : `it gives up at ${turn.input.type}`;
}

/** What the end of an incident, and a retry that has succeeded, make of it. */
function afterEvents(memory: ByChild<Tried>, turn: SeenTurn): ByChild<Tried> {
  let next = withoutPast(memory, turn);
  for (const event of turn.events) {
    const id = childOf(event);
    const tried = remembered(next, id);
    if (tried === undefined) continue;
    if (event.type === 'incident.closed')
      next = remembering(next, id, { ...UNTRIED, own: tried.own });
    else if (event.type === 'child.recovered' && event.by === 'retry')
      next = remembering(next, id, { ...tried, attempts: remembering(tried.attempts, 'retry', 0) });
  }
  return next;
}

function triedAfter(
  tried: Tried,
  step: string | undefined,
  { id, record, step: failed }: Failure,
  turn: SeenTurn,
): Tried {
  const { intensity } = specOf(turn.spec, record);
  const isRestarted = told(turn, 'child.restarting').some((event) => childOf(event) === id);
  const own = isRestarted ? withOneMore(tried.own, intensity?.maxRestarts ?? 0) : tried.own;
  if (turn.after.children.get(id)?.incident === undefined) return { ...UNTRIED, own };
  const left = failed === undefined || failed === step ? [] : [failed];
  return {
    attempts: attemptsAfter(tried.attempts, step, turn.spec.policy),
    left: [...new Set([...tried.left, ...left])].toSorted(),
    own,
  };
}

/** Those of a step without a limit are of no matter. */
function attemptsAfter(
  attempts: Tried['attempts'],
  step: string | undefined,
  policy: EscalationPolicy,
): Tried['attempts'] {
  if (step === undefined || stepBudget(policy, step) === Infinity) return attempts;
  return remembering(attempts, step, (attempts[step] ?? 0) + 1);
}

function expectedStep(
  turn: SeenTurn,
  failure: Failure,
  tried: Tried,
  chain: readonly string[],
): string {
  const from = failure.step === undefined ? 0 : Math.max(0, chain.indexOf(failure.step));
  const step = chain.slice(from).find((each) => serves(each, turn, failure, tried)) ?? 'end';
  const isLast = step === 'fail' || step === 'escalate';
  const goesBack = isLast && hasJustReturned(failure) && tried.attempts['fallback'] === undefined;
  return goesBack ? 'fallback' : step;
}

function serves(step: string, turn: SeenTurn, failure: Failure, tried: Tried): boolean {
  return applies(step, turn, failure, tried) && !isSpent(step, turn.spec.policy, tried);
}

function isSpent(step: string, policy: EscalationPolicy, { attempts, left }: Tried): boolean {
  return left.includes(step) || (attempts[step] ?? 0) >= stepBudget(policy, step);
}

/** Rule 10, and what a restart type and a way back leave of a chain (rules 7 and 35). */
function applies(step: string, { spec }: SeenTurn, failure: Failure, tried: Tried): boolean {
  const { record, fault } = failure;
  const child = specOf(spec, record);
  if (child.kind === 'supervisor' && HANDLES.has(step)) return false;
  if (step === 'retry') return record.life === 'up' && isRetryable(fault.origin);
  if (child.restart === 'temporary' || isBarred(step, failure)) return false;
  return step !== 'restart' || !hasReachedItsOwn(child, tried);
}

/** Rule 35: who has just returned from degraded goes straight back. */
function isBarred(step: string, failure: Failure): boolean {
  return hasJustReturned(failure) && !LAST_STEPS.has(step);
}

const HANDLES: ReadonlySet<string> = new Set(['retry', 'fallback']);

function hasReachedItsOwn({ intensity }: ChildSpec, { own }: Tried): boolean {
  return own.length >= (intensity?.maxRestarts ?? Infinity);
}

const LAST_STEPS: ReadonlySet<string> = new Set(['fallback', 'fail', 'escalate']);

function hasJustReturned({ record: { recovery } }: Failure): boolean {
  return recovery?.onProbation === true;
}
