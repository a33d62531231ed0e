import { attemptRecovery } from './degraded.ts';
import { stopChild } from './start-stop.ts';
import type { ChildRecord, Ticket } from './state.ts';
import type { CommandResult } from './effect.ts';
import { isEnding, move, startLife, type Turn } from './turn.ts';

/** An operator's order. It is answered when the child has settled, or at once when it cannot be obeyed. */
export function onCommand(turn: Turn, child: ChildRecord, ticket: Ticket): void {
  (child.tickets ??= []).push(ticket);
  const refusal = isEnding(turn) ? refused(child, 'stopping') : COMMANDS[ticket.command](turn, child);
  if (refusal === undefined) return;
  const tickets = child.tickets.filter((waiting) => waiting !== ticket);
  child.tickets = tickets.length === 0 ? undefined : tickets;
  turn.effects.push({ type: 'answer', ticket: ticket.ticket, result: refusal });
}

type Refusal = CommandResult | undefined;

/** Each obeys and leaves the ticket waiting, or answers at once. */
const COMMANDS: Readonly<Record<Ticket['command'], (turn: Turn, child: ChildRecord) => Refusal>> = {
  recover(turn, child) {
    switch (child.state) {
      case 'running':
        return { ok: true };
      case 'degraded':
        if (child.life !== 'starting') attemptRecovery(turn, child, 'operator');
        return undefined;
      case 'failed':
        startAfresh(turn, child);
        return undefined;
      case 'stopping':
      case 'stopped':
        return refused(child, child.state);
      default:
        return refused(child, 'in_progress');
    }
  },
  terminateChild(turn, child) {
    if (child.state === 'stopped' && child.life === 'none') return { ok: true };
    stopChild(turn, child);
    return undefined;
  },
  restartChild(turn, child) {
    if (child.state === 'failed') {
      startAfresh(turn, child);
      return undefined;
    }
    if (child.state !== 'stopped' || child.life !== 'none') return refused(child, 'not_stopped');
    move(turn, child, 'service.start');
    forget(child);
    startLife(turn, child);
    return undefined;
  },
};

/** A parked child gets a new life with full budgets and an empty window. */
function startAfresh(turn: Turn, child: ChildRecord): void {
  forget(child);
  move(turn, child, 'service.restart');
  child.notBefore = turn.at;
  startLife(turn, child);
}

function forget(child: ChildRecord): void {
  child.window = undefined;
  child.history = undefined;
  child.recovery = undefined;
}

function refused(
  { state }: ChildRecord,
  reason: Extract<CommandResult, { ok: false }>['reason'],
): CommandResult {
  return { ok: false, reason, state };
}
