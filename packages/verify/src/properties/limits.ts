import {
  type EscalationPolicy,
  type EventOf,
  stepBudget,
  type SupervisionEvent,
  type SupervisorInput,
} from '@kintsugi/core';
import { counted } from '../counted.ts';
import type { ByChild } from './by-child.ts';
import { childOf, type SeenTurn, type TurnProperty } from './property.ts';

/** By child and step, how often it was taken in the open incident: `a retry`. */
type Counts = Readonly<Record<string, number>>;

/** Rule 9 and step 4 of the story: found necessary by an earlier model. */
export const budgetsAreKept: TurnProperty<Counts> = {
  name: 'the budget of each step is kept',
  demands:
    'No step is taken more often in one incident than its budget says, and each attempt is counted.',
  begin: () => ({}),
  see(counts, { events, spec }) {
    const memory: Record<string, number> = { ...counts };
    let isTested = false;
    let broken: string | undefined;
    for (const event of events) {
      isTested ||= event.type === 'child.faulted' && hasSpentAStep(memory, event, spec.policy);
      forgetWhatIsOver(memory, event);
      const attempt = attemptOf(event, spec.policy);
      if (attempt === undefined) continue;
      const times = (memory[attempt.key] ?? 0) + 1;
      memory[attempt.key] = times;
      broken ??= brokenByAttempt(times, attempt);
    }
    return { memory, isTested, broken };
  },
};

/** Only then could one more attempt be one too many. */
function hasSpentAStep(
  counts: Counts,
  event: EventOf<'child.faulted'>,
  policy: EscalationPolicy,
): boolean {
  const child = `${childOf(event)} `;
  return Object.entries(counts).some(
    ([key, times]) => key.startsWith(child) && times >= stepBudget(policy, key.slice(child.length)),
  );
}

function forgetWhatIsOver(counts: Record<string, number>, event: SupervisionEvent): void {
  if (event.type === 'incident.opened' || event.type === 'incident.closed')
    forget(counts, childOf(event));
  if (event.type === 'child.recovered' && event.by === 'retry')
    delete counts[`${childOf(event)} retry`];
}

function forget(counts: Record<string, number>, id: string): void {
  for (const key of Object.keys(counts)) if (key.startsWith(`${id} `)) delete counts[key];
}

/** A step with a budget, as it was told. */
interface Attempt {
  readonly key: string;
  readonly budget: number;
  /** Which attempt it is called; undefined where that is not told. */
  readonly calledAttempt: number | undefined;
}

function attemptOf(event: SupervisionEvent, policy: EscalationPolicy): Attempt | undefined {
  const step = stepOf(event);
  const budget = step === undefined ? Infinity : stepBudget(policy, step);
  if (budget === Infinity) return undefined;
  const calledAttempt = 'attempt' in event ? event.attempt : undefined;
  return { key: `${childOf(event)} ${step}`, budget, calledAttempt };
}

function stepOf(event: SupervisionEvent): string | undefined {
  if (event.type === 'child.retrying') return 'retry';
  if (event.type === 'child.restarting') return 'restart';
  return event.type === 'child.stepping' ? event.step : undefined;
}

function brokenByAttempt(
  times: number,
  { key, budget, calledAttempt = times }: Attempt,
): string | undefined {
  if (calledAttempt !== times)
    return `attempt ${times} of ${key} is called attempt ${calledAttempt}`;
  return times > budget
    ? `${key} is taken ${counted(times, 'time')}, ${budget} granted`
    : undefined;
}

/** The last delay before an attempt to return, and whether one was made since. */
interface Delay {
  readonly delayMs: number;
  readonly isTried: boolean;
}

/** Rule 35. */
export const recoveryWaitsLonger: TurnProperty<ByChild<Delay>> = {
  name: 'recovery waits longer each time',
  demands:
    'Until its health is proven, each attempt of a degraded child to return waits twice as long, up to the longest.',
  begin: () => ({}),
  see(delays, turn) {
    const { maxMs } = turn.spec.policy.recovery;
    const known = new Map(Object.entries(delays));
    for (const id of withoutDelays(turn)) known.delete(id);
    let isTested = false;
    let broken: string | undefined;
    for (const event of turn.events) {
      const id = childOf(event);
      const last = known.get(id);
      const delayMs = delayOf(event);
      if (delayMs !== undefined) {
        isTested ||= last?.isTried === true;
        broken ??= brokenByDelay(id, delayMs, last, maxMs);
      }
      note(known, event, delayMs);
    }
    return { memory: Object.fromEntries(known), isTested, broken };
  },
};

/** Whose way back is as short as at first: its health is proven, or its past is over. */
function withoutDelays({ input, effects, spec, after }: SeenTurn): readonly string[] {
  const removed = spec.children.filter(({ id }) => !after.children.has(id));
  return [
    ...(isOfNewBeginning(input) ? [input.id] : []),
    ...effects.flatMap((effect) =>
      effect.type === 'tell' && ENDS.has(effect.event) ? [effect.id] : [],
    ),
    ...removed.map(({ id }) => id),
  ];
}

function isOfNewBeginning(
  input: SupervisorInput,
): input is Extract<SupervisorInput, { readonly id: string }> {
  if (input.type === 'agenda.due') return input.kind === 'stable';
  return input.type === 'command.restartChild' || input.type === 'command.recover';
}

const ENDS: ReadonlySet<string> = new Set([
  'service.fail',
  'service.stop',
  'service.exited',
  'service.start',
]);

function delayOf(event: SupervisionEvent): number | undefined {
  if (!('nextAt' in event) || event.nextAt === undefined) return undefined;
  return event.nextAt - event.at;
}

function brokenByDelay(
  id: string,
  delayMs: number,
  last: Delay | undefined,
  maxMs: number,
): string | undefined {
  const { delayMs: lastMs, isTried } = last ?? { delayMs: 0, isTried: false };
  const leastMs = Math.min(maxMs, lastMs * (isTried ? 2 : 1));
  return delayMs < leastMs ? `${id} waits ${delayMs} ms, after ${lastMs} ms` : undefined;
}

function note(
  delays: Map<string, Delay>,
  event: SupervisionEvent,
  delayMs: number | undefined,
): void {
  const id = childOf(event);
  const last = delays.get(id);
  if (delayMs !== undefined) delays.set(id, { delayMs, isTried: false });
  else if (event.type === 'recovery.attempted' && last) delays.set(id, { ...last, isTried: true });
}
