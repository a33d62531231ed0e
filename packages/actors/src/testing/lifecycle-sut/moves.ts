import type { AnyActorRef, InspectionEvent } from 'xstate';
import { MoveRefusedError } from '../walk/move-refused.ts';
import type { Transition } from '../walk/sut.ts';

/** The moves of a service's chart, in the order in which they were made, read one after the other. */
export class Moves {
  readonly #events: string[] = [];
  #read = 0;

  /** Gives the inspector that sees them; for `createActor`. */
  inspector(isSubject: (ref: AnyActorRef) => boolean): (event: InspectionEvent) => void {
    return (seen) => {
      const isMove = seen.type === '@xstate.event' && seen.event.type.startsWith('service.');
      if (
        isMove &&
        seen.event.type !== 'service.recover' &&
        isSubject(seen.actorRef as AnyActorRef)
      )
        this.#events.push(seen.event.type);
    };
  }

  /** Whether a move has been made that has not been read. */
  get isAhead(): boolean {
    return this.#read < this.#events.length;
  }

  /**
   * Reads on to this move, if it has been made. Before it the same step may have been tried again.
   *
   * @param again - the event that leads from the state to itself, if there is one
   * @throws MoveRefusedError when the chart has moved otherwise
   */
  take({ from, event }: Transition, again: string | undefined): boolean {
    while (this.isAhead) {
      const next = this.#events[this.#read] ?? '';
      this.#read += 1;
      if (next === event) return true;
      if (next !== again)
        throw new MoveRefusedError(`${from} was left by ${next}, not by ${event}`);
    }
    return false;
  }
}
