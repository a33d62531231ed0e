import type { Command, CommandResult, UndatedInput } from '@kintsugi/core';
import type { AnyActorRef } from 'xstate';
import type { Child } from '../service/child.ts';
import type { SupervisorDefinition } from './definition.ts';

/** What an order came to, with what only the tree knows of it. */
export interface Answer {
  readonly result: CommandResult;
  /** The child, when it is one. */
  readonly ref?: AnyActorRef | undefined;
  /** What its start has handed to whoever asked for it. */
  readonly info?: unknown;
  /** What was thrown, when it has failed. */
  readonly error?: unknown;
}

type OfChild = Exclude<Command, 'startChild'>;

interface Order {
  readonly id: string;
  readonly answer: (answer: Answer) => void;
}

interface Reconfiguration {
  readonly definition: SupervisorDefinition;
  readonly done: (isDone: boolean) => void;
}

/** Orders that people have given to one supervisor, until they are answered. */
export class Operators {
  readonly #dispatch: (input: UndatedInput) => void;
  readonly #orders = new Map<number, Order>();
  /** Children to be added, by ticket. */
  readonly #offers = new Map<number, Child>();
  readonly #reconfigurations: Reconfiguration[] = [];
  #lastTicket = 0;

  constructor(dispatch: (input: UndatedInput) => void) {
    this.#dispatch = dispatch;
  }

  order(
    command: OfChild,
    id: string,
    options: { readonly brutal?: boolean } = {},
  ): Promise<Answer> {
    return this.#open(id, (ticket) =>
      this.#dispatch({ type: `command.${command}`, id, ticket, ...options }),
    );
  }

  startChild(child: Child): Promise<Answer> {
    const { id, spec } = child;
    return this.#open(id, (ticket) => {
      this.#offers.set(ticket, child);
      this.#dispatch({ type: 'command.startChild', id, ticket, spec });
    });
  }

  /** Answers false when the supervisor has ended before it came to it. */
  reconfigure(definition: SupervisorDefinition): Promise<boolean> {
    return new Promise((done) => {
      this.#reconfigurations.push({ definition, done });
      this.#dispatch({ type: 'supervisor.reconfigure' });
    });
  }

  /** The reconfiguration whose turn it is. */
  nextReconfiguration(): Reconfiguration | undefined {
    return this.#reconfigurations.shift();
  }

  /** The child that this ticket wants to be added. */
  offerOf(ticket: number | undefined): Child | undefined {
    return ticket === undefined ? undefined : this.#offers.get(ticket);
  }

  /** The child that a ticket is about. */
  subjectOf(ticket: number): string | undefined {
    return this.#orders.get(ticket)?.id;
  }

  answer(ticket: number, answer: Answer): void {
    this.#orders.get(ticket)?.answer(answer);
    this.#orders.delete(ticket);
    this.#offers.delete(ticket);
  }

  /** Nobody will answer any more. */
  close(result: CommandResult): void {
    for (const [ticket] of this.#orders) this.answer(ticket, { result });
    for (const { done } of this.#reconfigurations.splice(0)) done(false);
  }

  #open(id: string, send: (ticket: number) => void): Promise<Answer> {
    this.#lastTicket += 1;
    const ticket = this.#lastTicket;
    return new Promise((answer) => {
      this.#orders.set(ticket, { id, answer });
      send(ticket);
    });
  }
}
