import { attemptRecovery } from './degraded.ts';
import type { CommandResult } from './effect.ts';
import { awaitsTurn } from './start-children.ts';
import type { ChildRecord, Ticket } from './state.ts';
import { stopChild } from './stop-children.ts';
import { isEnding, move, startLife, type Turn } from './turn.ts';

/** An operator's order. It is answered when the child has settled, or at once when it cannot be obeyed. */
export function onCommand(turn: Turn, child: ChildRecord, ticket: Ticket, brutal = false): void {
  (child.tickets ??= []).push(ticket);
  const obey =
    ticket.command === 'terminateChild' && brutal ? terminateNow : COMMANDS[ticket.command];
  const result = isEnding(turn) ? refused(child, 'stopping') : obey(turn, child);
  if (result === undefined) return;
  const tickets = child.tickets.filter((waiting) => waiting !== ticket);
  child.tickets = tickets.length === 0 ? undefined : tickets;
  turn.effects.push({ type: 'answer', ticket: ticket.ticket, result });
}

/** Nobody is left to obey: the child was temporary, has ended, and its spec is gone. */
export function refuseForRemoved(turn: Turn, ticket: number): void {
  const result = { ok: false, reason: 'stopped', state: 'stopped' } as const;
  turn.effects.push({ type: 'answer', ticket, result });
}

type Answer = CommandResult | undefined;
type Refusal = Extract<CommandResult, { ok: false }>['reason'];

/** Each obeys and leaves the ticket waiting, or answers at once. */
const COMMANDS: Readonly<Record<Ticket['command'], (turn: Turn, child: ChildRecord) => Answer>> = {
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
  terminateChild: (turn, child) => terminate(turn, child, 'shutdown'),
  restartChild(turn, child) {
    if (child.state === 'failed') {
      startAfresh(turn, child);
      return undefined;
    }
    if (child.state !== 'stopped') return refused(child, NOT_STARTED[child.state] ?? 'in_progress');
    // It has ended by itself, and its cleanup goes on.
    if (child.life !== 'none') return refused(child, 'stopping');
    move(turn, child, 'service.start');
    forget(child);
    if (!awaitsTurn(turn, child)) startLife(turn, child);
    return undefined;
  },
};

/** Why a child in this state cannot be started; in any other it is on its way already. */
const NOT_STARTED: Readonly<Record<string, Refusal>> = {
  running: 'not_stopped',
  retrying: 'not_stopped',
  degraded: 'not_stopped',
  stopping: 'stopping',
};

function terminateNow(turn: Turn, child: ChildRecord): Answer {
  return terminate(turn, child, 'brutal_kill');
}

function terminate(turn: Turn, child: ChildRecord, mode: 'shutdown' | 'brutal_kill'): Answer {
  if (child.state === 'stopped' && child.life === 'none') return { ok: true };
  stopChild(turn, child, mode);
  return undefined;
}

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

function refused({ state }: ChildRecord, reason: Refusal): CommandResult {
  return { ok: false, reason, state };
}
