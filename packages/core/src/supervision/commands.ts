import { add } from './add-child.ts';
import { attemptRecovery } from './degraded.ts';
import { startOrWait } from './dependencies.ts';
import type { CommandRefusal, CommandResult } from './effect.ts';
import { stopChild } from './ending.ts';
import { cyclesSiblings } from './group.ts';
import { awaitsTurn } from './group-turn.ts';
import { remove } from './remove-ended.ts';
import type { ChildRecord, Command, Ticket } from './state.ts';
import { isGone } from './stop-child.ts';
import type { SupervisorInput } from './supervisor-input.ts';
import { isEnding, move, type Turn } from './turn.ts';

type CommandInput = Extract<SupervisorInput, { readonly ticket: number }>;
type Answer = CommandResult | undefined;

/** An operator's order. It is answered when the child has settled, or at once when it cannot be obeyed. */
export function onCommand(turn: Turn, input: CommandInput): void {
  const result =
    input.type === 'command.startChild' ? startChild(turn, input) : orderChild(turn, input);
  if (result !== undefined) turn.effects.push({ type: 'answer', ticket: input.ticket, result });
}

type OfChild = Exclude<CommandInput, { readonly type: 'command.startChild' }>;

function orderChild(turn: Turn, input: OfChild): Answer {
  const child = turn.state.children.get(input.id);
  const command = COMMAND_OF[input.type];
  // Whether or not there is such an instance: it is never done.
  if (turn.spec.strategy === 'simple_one_for_one' && !FOR_INSTANCES.has(command))
    return { ok: false, reason: 'simple_one_for_one', state: child?.state ?? 'stopped' };
  if (child === undefined) return { ok: false, reason: 'not_found', state: 'stopped' };
  if (isEnding(turn)) return refused(child, 'stopping');
  return withTicket(child, { ticket: input.ticket, command }, () =>
    command === 'terminateChild' && input.brutal === true
      ? terminate(turn, child, 'brutal_kill')
      : OBEY[command](turn, child),
  );
}

/** The ticket waits for the answer, unless there is one at once. */
function withTicket(child: ChildRecord, ticket: Ticket, obey: () => Answer): Answer {
  (child.tickets ??= []).push(ticket);
  const result = obey();
  if (result === undefined) return undefined;
  const others = child.tickets.filter((waiting) => waiting !== ticket);
  child.tickets = others.length === 0 ? undefined : others;
  return result;
}

const COMMAND_OF = {
  'command.recover': 'recover',
  'command.terminateChild': 'terminateChild',
  'command.restartChild': 'restartChild',
  'command.deleteChild': 'deleteChild',
} as const;

const FOR_INSTANCES: ReadonlySet<Command> = new Set(['recover', 'terminateChild']);

/** Each obeys and leaves the ticket waiting, or answers at once. */
const OBEY: Readonly<
  Record<Exclude<Command, 'startChild'>, (turn: Turn, child: ChildRecord) => Answer>
> = {
  recover(turn, child) {
    switch (child.state) {
      case 'running':
        return recoverRunning(child);
      case 'degraded':
        // One that has come up while its group is being stopped is started again with the others.
        if (child.life === 'none' || child.life === 'stopping')
          attemptRecovery(turn, child, 'operator');
        return undefined;
      case 'failed':
        return startAfresh(turn, child);
      case 'stopping':
      case 'stopped':
        return refused(child, child.state);
      default:
        return refused(child, 'in_progress');
    }
  },
  terminateChild: (turn, child) => terminate(turn, child, 'shutdown'),
  restartChild(turn, child) {
    if (child.state === 'failed') return startAfresh(turn, child);
    const reason = whyNotIdle(child);
    if (reason !== undefined) return refused(child, reason);
    move(turn, child, 'service.start');
    forget(turn, child);
    // An operator's order counts for more than one that has taken it out of a group restart.
    turn.state.group?.leftOut.delete(child.id);
    return startInTurn(turn, child);
  },
  deleteChild(turn, child) {
    const reason = child.state === 'failed' ? undefined : whyNotIdle(child);
    if (reason !== undefined) return refused(child, reason);
    if (child.life !== 'none') return refused(child, 'stopping');
    remove(turn, child);
    return undefined;
  },
};

/** A child that is added at run time is the last in the start order. */
function startChild(
  turn: Turn,
  { id, spec, ticket }: Extract<CommandInput, { readonly type: 'command.startChild' }>,
): Answer {
  const known = turn.state.children.get(id);
  if (isEnding(turn)) return { ok: false, reason: 'stopping', state: 'stopped' };
  if (known !== undefined)
    return refused(known, isStarted(known) ? 'already_started' : 'already_present');
  if (turn.state.children.size >= turn.spec.maxChildren)
    return { ok: false, reason: 'max_children', state: 'stopped' };
  const child = add(turn, id, spec, ticket);
  turn.state.awaited?.add(id);
  return withTicket(child, { ticket, command: 'startChild' }, () => startInTurn(turn, child));
}

function isStarted({ state, life }: ChildRecord): boolean {
  return life === 'up' || (state === 'starting' && life === 'starting') || state === 'degraded';
}

/** Why this child is not one that rests idle; OTP's words. */
function whyNotIdle(child: ChildRecord): CommandRefusal | undefined {
  if (child.state === 'stopped') return isGone(child) ? undefined : 'stopping';
  return NOT_IDLE[child.state] ?? 'restarting';
}

/** In any other state it is on its way already. */
const NOT_IDLE: Readonly<Record<string, CommandRefusal>> = {
  running: 'running',
  retrying: 'running',
  degraded: 'running',
  stopping: 'stopping',
};

function terminate(turn: Turn, child: ChildRecord, mode: 'shutdown' | 'brutal_kill'): Answer {
  if (isGone(child)) return { ok: true };
  stopChild(turn, child, mode);
  return undefined;
}

/** Nothing to recover; but while `degrade()` runs it is on its way out of `running`. */
function recoverRunning(child: ChildRecord): Answer {
  return child.incident?.step === undefined ? { ok: true } : refused(child, 'in_progress');
}

/** A parked child gets a new life with full budgets and an empty window. */
function startAfresh(turn: Turn, child: ChildRecord): Answer {
  forget(turn, child);
  move(turn, child, 'service.restart');
  return startInTurn(turn, child);
}

/** Now, unless the supervisor will come to it, or others come first. */
function startInTurn(turn: Turn, child: ChildRecord): Answer {
  if (awaitsTurn(turn, child)) return undefined;
  if (cyclesSiblings(turn)) turn.state.orderedStarts.add(child.id);
  else startOrWait(turn, child);
  return undefined;
}

function forget(turn: Turn, child: ChildRecord): void {
  child.window = undefined;
  child.history = undefined;
  child.recovery = undefined;
  child.ownRestarts = undefined;
  child.notBefore = turn.at;
  if (child.life === 'none') child.phase = undefined;
}

function refused({ state }: ChildRecord, reason: CommandRefusal): CommandResult {
  return { ok: false, reason, state };
}
