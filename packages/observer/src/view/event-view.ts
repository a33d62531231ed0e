import { describeEvent, redaction, type SupervisionEvent } from '@kintsugi/core';
import type { EventView } from '../protocol/frame.ts';

/** Events with their numbers and words, and without what must not leave the house. */
export class EventTeller {
  readonly #redact: (event: SupervisionEvent) => SupervisionEvent;
  #number = 0;

  constructor(redact: readonly string[]) {
    this.#redact = redaction(redact);
  }

  view(event: SupervisionEvent): EventView {
    this.#number += 1;
    return this.numbered(event, this.#number);
  }

  /** One that has its number from elsewhere. */
  numbered(event: SupervisionEvent, number: number): EventView {
    const told = this.#redact(event);
    return { number, event: told, text: describeEvent(told) };
  }

  /** Events that nobody is told of have numbers, too. */
  skip(count: number): void {
    this.#number += count;
  }
}
