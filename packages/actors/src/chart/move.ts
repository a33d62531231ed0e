/**
 * A move of a service's chart on its way to the service's actor. Only its supervisor makes one, and
 * it moves once: an event of the same name from anybody else, or this one again, moves nothing.
 */
export class Move {
  readonly type: string;
  #snapshot: unknown;

  constructor(type: string, snapshot: unknown) {
    this.type = type;
    this.#snapshot = snapshot;
  }

  /** The snapshot that the move leads to; undefined for any other event. */
  static carryOut(event: object): unknown {
    if (!(#snapshot in event)) return undefined;
    const snapshot = event.#snapshot;
    event.#snapshot = undefined;
    return snapshot;
  }
}
