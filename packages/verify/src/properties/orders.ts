import type { ChildRecord, Command, SupervisorInput } from '@kintsugi/core';
import { ofOneTurn, type SeenTurn, wanted } from './property.ts';

/** Rules 38 and 39. */
export const ordersAreCarriedOut = ofOneTurn(
  'an order that is answered ok is carried out',
  'When it is answered ok, a child that was to be started runs, unless its start had nothing to do; one that was to be terminated rests in stopped, or is none; one that was to be deleted is none.',
  (turn) => {
    const known = orders(turn);
    const granted = wanted(turn, 'answer').filter(({ result }) => result.ok);
    const done = granted.flatMap(({ ticket, result }) => {
      const order = known.get(ticket);
      return order === undefined ? [] : [{ ...order, isIgnored: 'ignored' in result }];
    });
    const vain = done.find(({ command, id, isIgnored }) => {
      const record = turn.after.children.get(id);
      return !(isIgnored ? isGone(record) : IS_DONE[command](record));
    });
    return {
      isTested: done.length > 0,
      broken: vain && `${vain.command}(${vain.id}) is answered ok, and ${stands(turn, vain.id)}`,
    };
  },
);

interface Order {
  readonly id: string;
  readonly command: Command;
}

/** By ticket, those that waited, and the one that has come. */
function orders({ input, before }: SeenTurn): ReadonlyMap<number, Order> {
  const waiting = [...before.children.values()].flatMap(({ id, tickets = [] }) =>
    tickets.map(({ ticket, command }): [number, Order] => [ticket, { id, command }]),
  );
  return new Map('ticket' in input ? [...waiting, [input.ticket, orderOf(input)]] : waiting);
}

function orderOf({ type, id }: Extract<SupervisorInput, { readonly ticket: number }>): Order {
  return { id, command: COMMAND_OF[type] };
}

const COMMAND_OF = {
  'command.recover': 'recover',
  'command.startChild': 'startChild',
  'command.restartChild': 'restartChild',
  'command.terminateChild': 'terminateChild',
  'command.deleteChild': 'deleteChild',
} as const;

const IS_DONE: Readonly<Record<Command, (record: ChildRecord | undefined) => boolean>> = {
  recover: runs,
  startChild: runs,
  restartChild: runs,
  terminateChild: isGone,
  deleteChild: (record) => record === undefined,
};

function runs(record: ChildRecord | undefined): boolean {
  return record?.state === 'running' && record.life === 'up';
}

function isGone(record: ChildRecord | undefined): boolean {
  return record === undefined || (record.state === 'stopped' && record.life === 'none');
}

function stands({ after }: SeenTurn, id: string): string {
  const record = after.children.get(id);
  return record === undefined ? 'it is no child' : `it is ${record.state}, life ${record.life}`;
}
