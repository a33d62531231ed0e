import type { Operation } from '../service/operation.ts';

/** An ask of a caller in the tree, until it is answered. */
export class OpenAsk {
  readonly operation: Operation;
  /** Made through `ctx.tree`: it ends with its caller. */
  readonly isBound: boolean;
  /** Where it stands: it may outlive the request that made it. */
  holder: OpenAsks;

  constructor(operation: Operation, isBound: boolean, holder: OpenAsks) {
    this.operation = operation;
    this.isBound = isBound;
    this.holder = holder;
  }

  close(): void {
    this.holder.delete(this);
  }
}

/** The asks of one caller that are not answered: what it waits for, and what ends with it. */
export class OpenAsks {
  readonly #open = new Set<OpenAsk>();

  add(operation: Operation, isBound: boolean): OpenAsk {
    const ask = new OpenAsk(operation, isBound, this);
    this.#open.add(ask);
    return ask;
  }

  delete(ask: OpenAsk): void {
    this.#open.delete(ask);
  }

  [Symbol.iterator](): Iterator<OpenAsk> {
    return this.#open.values();
  }

  /** The caller has ended: whoever works on what it asked for learns it, too. */
  abort(reason: unknown): void {
    for (const { operation, isBound } of this.#open) if (isBound) operation.cancel(reason);
  }

  /** The caller has gone on without waiting: what is bound to it is bound to another from now on. */
  handOver(to: OpenAsks): void {
    for (const ask of this.#open) {
      if (!ask.isBound) continue;
      this.#open.delete(ask);
      to.#open.add(ask);
      ask.holder = to;
    }
  }
}
