import type { AdjacencyMap } from 'xstate/graph';

/** One move of a chart. */
export interface Transition<State extends string = string, Event extends string = string> {
  readonly from: State;
  readonly event: Event;
  readonly to: State;
}

/** One way through a model, from its initial state. */
export interface WalkPath<State extends string = string, Event extends string = string> {
  readonly initial: State;
  readonly steps: readonly Transition<State, Event>[];
}

/** Makes an event happen in the system under test; it may take its time. */
export type Cause<System, State extends string, Event extends string> = (
  system: System,
  transition: Transition<State, Event>,
) => unknown;

/** Throws when the system is not in this state; it may take its time. */
export type Assertion<System, State extends string> = (system: System, state: State) => unknown;

/** What `walk` needs of a model: a flat chart, as a test model of `xstate/graph`. */
export interface WalkModel<State extends string, Event extends string> {
  /** The machine, where it is known: then each of its states must be reached. */
  readonly testLogic?: object;
  getAdjacencyMap(): AdjacencyMap<InState<State>, OfType<Event>>;
  getShortestPaths(options: {
    filterEvents(snapshot: InState<State>, event: OfType<Event>): boolean;
    serializeState(
      snapshot: InState<State>,
      event: OfType<Event> | undefined,
      before?: InState<State>,
    ): string;
  }): readonly { readonly steps: readonly ModelStep<State, Event>[] }[];
}

interface InState<State extends string> {
  readonly value: State;
}

interface OfType<Event extends string> {
  readonly type: Event;
}

interface ModelStep<State extends string, Event extends string> {
  readonly state: InState<State>;
  readonly event: OfType<Event>;
}

/** What of a model is not walked: a state with all its moves, an event everywhere, or one move, `<state> <event>`. */
export type Excluded<State extends string, Event extends string> = Readonly<
  Partial<Record<State | Event | `${State} ${Event}`, string>>
>;

/**
 * A system under test: how a real thing is led along a model, and looked at in every state of it.
 * Write `start` first: the type of `system` is inferred from it.
 *
 * @example
 * ```ts
 * const sut = {
 *   start: () => openLamp(),
 *   events: { press: (lamp) => lamp.press() },
 *   states: { on: (lamp) => expect(lamp.lumen).toBe(800), off: (lamp) => expect(lamp.lumen).toBe(0) },
 *   stop: (lamp) => lamp.close(),
 * } satisfies Sut<Lamp, 'on' | 'off', 'press'>;
 * ```
 */
export interface Sut<System, State extends string, Event extends string> {
  /** Makes a system in the model's initial state: a fresh one for each path. */
  readonly start: (path: WalkPath<State, Event>) => System | PromiseLike<System>;
  /** How each event is made to happen. One that is missing is an error, unless it is excluded. */
  readonly events: Readonly<Partial<Record<Event, Cause<System, State, Event>>>>;
  /**
   * How each state is told from the others: one assertion each, or one for all. One that is missing is an
   * error. A move from a state to itself is seen only by an assertion that looks at what it does.
   */
  readonly states:
    | Readonly<Partial<Record<State, Assertion<System, State>>>>
    | Assertion<System, State>;
  /**
   * Instead of the shortest paths of the model, for a system in which some of them cannot be taken.
   * Together they must take every move that is not excluded. @default the model's shortest paths
   */
  readonly paths?: readonly WalkPath<State, Event>[];
  /** Cleans up after a path, also one that has failed. */
  readonly stop?: (system: System) => unknown;
  /**
   * What cannot be made to happen in this system, and why. It is listed among the tests, and tried where
   * the event is made to happen elsewhere: an exclusion that is not needed is an error, and so is a cause
   * that throws anything but a `MoveRefusedError`. @default none
   */
  readonly excluded?: Excluded<State, Event>;
}
