import type { Directive } from '../escalation/directive.ts';
import { type Backoff, backoffDelay, LONGEST_DELAY_MS } from '../policy/backoff.ts';
import { honourRetryAfter } from '../policy/retry-after.ts';
import type { Incident } from './state.ts';
import type { JudgedFault } from './supervisor-input.ts';
import type { Turn } from './turn.ts';

/** The step is in progress now, and has cost one attempt. */
export function begin(incident: Incident, { step, attempt }: Directive): void {
  incident.step = step;
  incident.attempts[step] = attempt;
}

/** How long this attempt waits: the backoff's delay, or what the other side asked for. */
export function nextDelay(
  turn: Turn,
  incident: Incident,
  backoff: Backoff,
  { step, attempt }: Directive,
  fault: JudgedFault,
): number {
  const { delayMs, carry } = backoffDelay(backoff, attempt, turn.random, incident.carry[step]);
  incident.carry[step] = carry;
  return honourRetryAfter(delayMs, fault.retryAfterMs, longestDelay(backoff));
}

function longestDelay(backoff: Backoff): number {
  if (backoff.kind === 'constant') return backoff.delayMs;
  return Math.min(backoff.maxMs ?? LONGEST_DELAY_MS, LONGEST_DELAY_MS);
}
