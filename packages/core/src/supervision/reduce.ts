import { onCommand } from './commands.ts';
import { attemptRecovery, onAbandonedSettled } from './degraded.ts';
import type { Effect } from './effect.ts';
import { onFault } from './failure.ts';
import {
  onAttemptSettled,
  onExited,
  onStable,
  onStarted,
  onStartFailed,
  onStopOverdue,
  onStopped,
} from './life.ts';
import type { SupervisorSpec } from './spec.ts';
import { startSupervisor, stopSupervisor } from './start-stop.ts';
import type { ChildRecord, SupervisorState, Ticket } from './state.ts';
import { attemptRetry, startWhenDue } from './step-entry.ts';
import type { SupervisorInput, SupervisorInputOf } from './supervisor-input.ts';
import { ofChild, report, type Turn } from './turn.ts';

/**
 * The whole decision logic of a supervisor: one deterministic function of plain data.
 *
 * It owns `state` and updates it in place, so that one fault among 100,000 children costs no copy;
 * {@link cloneState} makes one where it is wanted. Time, chance and judgement arrive in `input`;
 * what is to be done is returned as effects, to be carried out in order.
 *
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
): readonly Effect[] {
  const turn: Turn = { state, spec, at: input.at, random: input.random, effects: [] };
  switch (input.type) {
    case 'supervisor.start':
      startSupervisor(turn);
      break;
    case 'supervisor.stop':
      stopSupervisor(turn, input);
      break;
    default: {
      const child = state.children.get(input.id);
      // A child that has been removed cannot be asked or heard any more; the runtime knows it is gone.
      if (child !== undefined) onChildInput(turn, child, input);
    }
  }
  return turn.effects;
}

type ChildInput = Exclude<SupervisorInput, SupervisorInputOf<'supervisor.start' | 'supervisor.stop'>>;

function onChildInput(turn: Turn, child: ChildRecord, input: ChildInput): void {
  switch (input.type) {
    case 'agenda.due':
      onDue(turn, child, input);
      break;
    case 'command.recover':
    case 'command.terminateChild':
    case 'command.restartChild':
      onCommand(turn, child, { ticket: input.ticket, command: commandOf(input.type) });
      break;
    case 'report.abandonedSettled':
      onAbandonedSettled(turn, child);
      break;
    default:
      if (input.epoch === child.epoch) onReport(turn, child, input);
      else fence(turn, child, input);
  }
}

type ReportInput = Exclude<
  ChildInput,
  SupervisorInputOf<'agenda.due' | 'report.abandonedSettled' | `command.${Ticket['command']}`>
>;

function onReport(turn: Turn, child: ChildRecord, input: ReportInput): void {
  switch (input.type) {
    case 'report.started':
      onStarted(turn, child);
      break;
    case 'report.startFailed':
      onStartFailed(turn, child, input);
      break;
    case 'report.fault':
      onFault(turn, child, input.fault, input);
      break;
    case 'report.exited':
      onExited(turn, child, input);
      break;
    case 'report.attemptSettled':
      onAttemptSettled(turn, child, input);
      break;
    case 'report.stopped':
      if (input.error !== undefined)
        report(turn, { type: 'hook.failed', ...ofChild(turn, child), hook: 'stop', error: input.error });
      onStopped(turn, child);
      break;
    case 'report.stopOverdue':
      onStopOverdue(turn, child);
      break;
    case 'report.stopSlow':
      report(turn, { type: 'child.stopSlow', ...ofChild(turn, child), waitedMs: input.waitedMs });
      break;
  }
}

/** What an earlier life has to say is told to whoever listens, and moves nothing. */
function fence(turn: Turn, child: ChildRecord, { type, epoch }: ReportInput): void {
  report(turn, { type: 'report.fenced', ...ofChild(turn, child), report: type, epoch, current: child.epoch });
}

function onDue(turn: Turn, child: ChildRecord, { kind }: SupervisorInputOf<'agenda.due'>): void {
  const due = child.timers?.[kind];
  // Cancelled, or set anew, after it had fired: the instant in the record is the timer's fence.
  if (due === undefined || due > turn.at) return;
  const { [kind]: _, ...others } = child.timers ?? {};
  child.timers = Object.keys(others).length === 0 ? undefined : others;
  switch (kind) {
    case 'retry':
      attemptRetry(turn, child);
      break;
    case 'restart':
      startWhenDue(turn, child, false);
      break;
    case 'stable':
      onStable(turn, child);
      break;
    case 'recovery':
      attemptRecovery(turn, child, 'itself');
      break;
  }
}

const COMMAND_OF = {
  'command.recover': 'recover',
  'command.terminateChild': 'terminateChild',
  'command.restartChild': 'restartChild',
} as const satisfies Record<`command.${Ticket['command']}`, Ticket['command']>;

function commandOf(type: keyof typeof COMMAND_OF): Ticket['command'] {
  return COMMAND_OF[type];
}
