import { decide, type Directive, type SkipReason } from '../escalation/directive.ts';
import { isRetryable } from '../fault/fault.ts';
import { createRestartLog, reachesIntensity } from '../policy/intensity.ts';
import type { SupervisorSpec } from './spec.ts';
import type { ChildRecord, Incident } from './state.ts';
import type { JudgedFault } from './supervisor-input.ts';
import type { Turn } from './turn.ts';

/** What the choice looks at of a turn, and of a fault. */
type Moment = Pick<Turn, 'spec' | 'at'>;
type Came = Pick<JudgedFault, 'origin'>;

/** The chain's answer to the fault just counted. */
export function nextStep(
  turn: Moment,
  child: ChildRecord,
  incident: Incident,
  fault: Came,
): Directive {
  const directive = decide(turn.spec.policy, {
    severity: incident.failure,
    ...(incident.step === undefined ? undefined : { after: incident.step }),
    spent: incident.spent,
    attempts: incident.attempts,
    inapplicable: (step) => inapplicable(turn, child, fault, step),
  });
  return goesStraightBack(child, incident, directive)
    ? { ...directive, step: 'fallback', attempt: 1 }
    : directive;
}

/**
 * Which step would be taken if the one in progress failed now, by a fault of the same kind as the last and
 * as severe; undefined without an open incident. Decides nothing.
 *
 * @param at - milliseconds of the clock
 * @example
 * ```ts
 * foreseenStep(spec, child, clock.now()); // { step: 'restart', attempt: 1, skipped: [{ step: 'retry', … }] }
 * ```
 */
export function foreseenStep(
  spec: SupervisorSpec,
  child: ChildRecord,
  at: number,
): Directive | undefined {
  const { incident } = child;
  if (incident === undefined) return undefined;
  return nextStep({ spec, at }, child, incident, incident.last.at(-1) ?? incident.first);
}

/**
 * A child that has just returned from degraded goes back there, also when the chain of this severity
 * has no fallback: it has one to answer from. Unless entering degraded has failed just now.
 */
function goesStraightBack(
  { recovery }: ChildRecord,
  { attempts }: Incident,
  { step }: Directive,
): boolean {
  const isLast = step === 'fail' || step === 'escalate';
  return isLast && recovery?.onProbation === true && attempts['fallback'] === undefined;
}

/** Why a step cannot serve for this child and this fault, whatever is left of its budget. */
function inapplicable(
  turn: Moment,
  child: ChildRecord,
  fault: Came,
  step: string,
): SkipReason | undefined {
  const isHandling = step === 'retry' || step === 'fallback';
  if (child.spec.kind === 'supervisor' && isHandling) return 'not for a supervisor';
  if (step === 'retry') return canRetry(child, fault) ? undefined : 'not for this kind of fault';
  if (child.spec.restart === 'temporary') return 'its restart type ends it';
  return whyNotNow(turn, child, step);
}

function whyNotNow(turn: Moment, child: ChildRecord, step: string): SkipReason | undefined {
  if (step === 'restart' && hasReachedItsOwn(turn, child)) return 'its own intensity is reached';
  return isBarredOnReturn(child, step) ? 'it had just returned from degraded' : undefined;
}

function hasReachedItsOwn({ at }: Moment, { spec, ownRestarts }: ChildRecord): boolean {
  const { intensity } = spec;
  return intensity !== undefined && reachesIntensity(ownRestarts ?? NO_RESTARTS, intensity, at);
}

const NO_RESTARTS = createRestartLog();

function canRetry({ life }: ChildRecord, { origin }: Came): boolean {
  return life === 'up' && isRetryable(origin);
}

const ALSO_ON_RETURN = ['fallback', 'fail', 'escalate'];

function isBarredOnReturn({ recovery }: ChildRecord, step: string): boolean {
  return recovery?.onProbation === true && !ALSO_ON_RETURN.includes(step);
}
