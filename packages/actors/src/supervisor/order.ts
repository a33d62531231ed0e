import type { UndatedInput } from '@kintsugi/core';
import type { ParentLink } from './parent-link.ts';

/**
 * Something for the reducer on its way through the supervisor's own mailbox. Only the tree makes
 * one: an event of the same name from anybody else is no order.
 */
export class Order {
  readonly type: UndatedInput['type'];
  readonly #input: UndatedInput;

  constructor(input: UndatedInput) {
    this.type = input.type;
    this.#input = input;
  }

  /** What is ordered; undefined for any other event. */
  static inputOf(event: object): UndatedInput | undefined {
    return #input in event ? event.#input : undefined;
  }
}

/** Nobody is ordered by it: told, and moves nothing. */
export function refuseEvent({ tree, path }: ParentLink): void {
  const at = tree.clock.now();
  const reason = 'not a request';
  tree.publish({ type: 'message.undeliverable', at, path, kind: 'tell', reason });
}
