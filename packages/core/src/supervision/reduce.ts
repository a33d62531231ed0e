import { isExpected, onAttemptSettled } from './attempt.ts';
import { onCommand } from './commands.ts';
import { attemptRecovery, onAbandonedSettled } from './degraded.ts';
import type { Effect } from './effect.ts';
import { absorb } from './failure.ts';
import {
  onExited,
  onStarted,
  onStartFailed,
  onStopOverdue,
  onStopped,
  onWorkerFault,
} from './life.ts';
import { passOverWaiting } from './group-start.ts';
import { startNextInQueue } from './ordered-starts.ts';
import { onStable } from './probation.ts';
import { reconfigure } from './reconfigure.ts';
import { onRestartDue } from './restart.ts';
import { attemptRetry } from './retry.ts';
import type { SupervisorSpec } from './spec.ts';
import { startSupervisor } from './start-children.ts';
import type { ChildRecord, Life, SupervisorState, TimerKind } from './state.ts';
import { stopSupervisor } from './stop-children.ts';
import type { SupervisorInput, SupervisorInputOf } from './supervisor-input.ts';
import { ofChild, report, type Turn } from './turn.ts';

/**
 * The whole decision logic of a supervisor: one deterministic function of plain data.
 *
 * It owns `state` and updates it in place, so that one fault among 100,000 children costs no copy;
 * {@link cloneState} makes one where it is wanted. Time, chance and judgement arrive in `input`;
 * what is to be done is returned as effects, to be carried out in order.
 *
 * @param isHeard - false leaves out reports that change nothing unless somebody reads them
 * @example
 * ```ts
 * const state = createState(spec); // one child, "db"
 * reduce(state, { type: 'supervisor.start', at: 0, random: 0 }, spec);
 * // [{ type: 'startChild', id: 'db', epoch: 1, incarnation: 1 }]
 * ```
 */
export function reduce(
  state: SupervisorState,
  input: SupervisorInput,
  spec: SupervisorSpec,
  isHeard = true,
): readonly Effect[] {
  const turn: Turn = { state, spec, at: input.at, random: input.random, isHeard, effects: [] };
  if (input.type === 'supervisor.start') startSupervisor(turn);
  else if (input.type === 'supervisor.stop') stopSupervisor(turn, input);
  else if (input.type === 'supervisor.reconfigure') reconfigure(turn, input);
  else onChildInput(turn, input);
  if (state.group !== undefined) passOverWaiting(turn);
  if (state.orderedStarts.size > 0) startNextInQueue(turn);
  return turn.effects;
}

type ChildInput = Exclude<SupervisorInput, { readonly type: `supervisor.${string}` }>;

function onChildInput(turn: Turn, input: ChildInput): void {
  if ('ticket' in input) {
    onCommand(turn, input);
    return;
  }
  const child = turn.state.children.get(input.id);
  // A child that has been removed cannot be heard any more; the runtime knows it is gone.
  if (child === undefined) return;
  if (input.type === 'agenda.due') onDue(turn, child, input);
  else if (isTrue(child, input)) hear(turn, child, input.type, input);
  else fence(turn, child, input);
}

type Reports = {
  readonly [Type in Extract<SupervisorInput['type'], `report.${string}`>]: SupervisorInputOf<Type>;
};
type Report = Reports[keyof Reports];

/** In which lives a report of the current epoch can be true. */
const SPOKEN_BY: Readonly<Record<keyof Reports, readonly Life[]>> = {
  'report.started': ['starting'],
  'report.startFailed': ['starting'],
  'report.fault': ['up'],
  'report.exited': ['starting', 'up'],
  // A custom step, or `degrade()`, may run after a failed start.
  'report.attemptSettled': ['up', 'none'],
  'report.stopped': ['stopping'],
  'report.stopOverdue': ['stopping'],
  'report.stopSlow': ['stopping'],
  'report.abandonedSettled': [],
};

function isTrue(child: ChildRecord, input: Report): boolean {
  const { type, epoch } = input;
  if (type === 'report.abandonedSettled') return child.abandoned?.includes(epoch) === true;
  if (epoch !== child.epoch || !SPOKEN_BY[type].includes(child.life)) return false;
  return type !== 'report.attemptSettled' || isExpected(child, input.step);
}

const HEARD: {
  readonly [Type in keyof Reports]: (turn: Turn, child: ChildRecord, input: Reports[Type]) => void;
} = {
  'report.started': onStarted,
  'report.startFailed': onStartFailed,
  'report.fault': (turn, child, input) => onWorkerFault(turn, child, input.fault, input),
  'report.exited': onExited,
  'report.attemptSettled': onAttemptSettled,
  'report.stopped': onStopped,
  'report.stopOverdue': onStopOverdue,
  'report.stopSlow': (turn, child, { waitedMs }) => {
    child.phase = 'stoppingSlowly';
    report(turn, { type: 'child.stopSlow', ...ofChild(turn, child), waitedMs });
  },
  'report.abandonedSettled': (turn, child, { epoch }) => onAbandonedSettled(turn, child, epoch),
};

function hear<Type extends keyof Reports>(
  turn: Turn,
  child: ChildRecord,
  type: Type,
  input: Reports[Type],
): void {
  HEARD[type](turn, child, input);
}

/**
 * What is not, or no longer, true is told to whoever listens, and moves nothing. A fault of the
 * current epoch is absorbed: somebody may wait for an answer to what has failed.
 */
function fence(turn: Turn, child: ChildRecord, input: Report): void {
  const { type, epoch } = input;
  const fault = 'fault' in input ? input.fault : undefined;
  if (fault !== undefined && epoch === child.epoch) absorb(turn, child, fault);
  else
    report(turn, {
      type: 'report.fenced',
      ...ofChild(turn, child),
      report: type,
      epoch,
      current: child.epoch,
    });
}

const DUE: Readonly<Record<TimerKind, (turn: Turn, child: ChildRecord) => void>> = {
  retry: attemptRetry,
  restart: onRestartDue,
  stable: onStable,
  recovery: (turn, child) => attemptRecovery(turn, child, 'itself'),
};

function onDue(turn: Turn, child: ChildRecord, { kind }: SupervisorInputOf<'agenda.due'>): void {
  const { timers } = child;
  // Cancelled, or set anew, after it had fired: the instant in the record is the timer's fence.
  if (timers === undefined || timers[kind] > turn.at) return;
  timers[kind] = Infinity;
  DUE[kind](turn, child);
}
