import {
  type FollowedActor,
  type Redact,
  type StatusChart,
  statusChart,
} from '@kintsugi/actors/inspection';
import { type V4Event, v5EventType } from './v4-event.ts';
import { type V4Config, v4Config } from './v4-machine.ts';
import type { V4State } from './v4-state.ts';

/** What @xstate/inspect shows: an XState 5 actor in the clothes of an XState 4 service. */
export class V4Service {
  readonly id: string;
  readonly sessionId: string;
  readonly machine: { readonly definition: V4Config | StatusChart; readonly toJSON: () => unknown };
  state: V4State;
  readonly #deliver: (event: { readonly type: string }) => void;
  #onState: ((state: V4State) => void) | undefined;
  readonly #onStop: (() => void)[] = [];
  #isReporting = false;

  constructor(
    actor: FollowedActor,
    state: V4State,
    redact: Redact,
    deliver: (event: { readonly type: string }) => void,
  ) {
    this.id = actor.path === '' ? actor.ref.id : actor.path;
    this.sessionId = actor.sessionId;
    const { machine } = actor;
    const definition = machine === undefined ? statusChart(this.id) : v4Config(machine, redact);
    // The key is the name that viewers show; ids stay, because targets name them.
    const named = { ...definition, key: this.id, predictableActionArguments: true };
    this.machine = { definition: named, toJSON: () => named };
    this.state = state;
    this.#deliver = deliver;
  }

  // What @xstate/inspect calls.

  subscribe(listener: (state: V4State) => void): { unsubscribe(): void } {
    this.#onState = listener;
    return {
      unsubscribe: () => {
        this.#onState = undefined;
      },
    };
  }

  onStop(listener: () => void): void {
    this.#onStop.push(listener);
  }

  /** From the viewer. @xstate/inspect puts its own in front of it, which reports. */
  send(event: V4Event): void {
    if (!this.#isReporting) this.#deliver({ ...event.data, type: v5EventType(event.data.type) });
  }

  // What we tell.

  /** An event is on its way to the actor: through the `send` that reports. */
  report(event: V4Event): void {
    this.#isReporting = true;
    this.send(event);
    this.#isReporting = false;
  }

  moved(state: V4State): void {
    this.state = state;
    this.#onState?.(state);
  }

  stopped(): void {
    for (const listener of this.#onStop) listener();
  }
}
