import type { Undated } from './input.ts';
import type { ParentLink } from './parent-link.ts';

/**
 * Something for the reducer on its way through the supervisor's own mailbox. Only the tree makes
 * one: an event of the same name from anybody else is no order.
 */
export class Order {
  readonly type: Undated['type'];
  readonly #input: Undated;

  constructor(input: Undated) {
    this.type = input.type;
    this.#input = input;
  }

  /** What is ordered; undefined for any other event. */
  static inputOf(event: object): Undated | undefined {
    return #input in event ? event.#input : undefined;
  }
}

/** Nobody is ordered by it: told, and moves nothing. */
export function refuseEvent({ tree, path }: ParentLink): void {
  const at = tree.clock.now();
  const reason = 'not a request';
  tree.publish({ type: 'message.undeliverable', at, path, kind: 'tell', reason });
}
