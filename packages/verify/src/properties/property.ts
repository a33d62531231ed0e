import type {
  Effect,
  EventOf,
  SupervisionEvent,
  SupervisionEventType,
  SupervisorInput,
  SupervisorSpec,
  SupervisorState,
} from '@kintsugi/core';

/** One turn of a supervisor, as a property sees it. */
export interface SeenTurn {
  readonly spec: SupervisorSpec;
  readonly input: SupervisorInput;
  readonly before: SupervisorState;
  readonly after: SupervisorState;
  readonly effects: readonly Effect[];
  /** What of it is told: the events of its reports. */
  readonly events: readonly SupervisionEvent[];
}

/** What a property makes of a turn. */
export interface Verdict<Memory> {
  readonly memory: Memory;
  /** Whether the turn was one in which the property could have been broken. */
  readonly isTested?: boolean;
  /** How it was broken, in words; undefined when it holds. */
  readonly broken?: string | undefined;
  /** Lives that must really be over at this moment. */
  readonly gone?: readonly MustBeGone[];
  /** Whether the turn must have left the supervisor as it was. */
  readonly mustChangeNothing?: boolean;
}

/** This child is started or stopped, or nobody in particular; those others may not be alive then. */
export interface MustBeGone {
  readonly id: string;
  readonly others: readonly string[];
}

/**
 * Something that must hold of every turn, whatever came before. `Memory` is what it remembers of the past:
 * JSON, of finitely many values, because it is a part of the explored state. One that is not (a `Map`, `undefined`, `Infinity`) is refused.
 */
export interface TurnProperty<Memory = unknown> {
  /** What a report calls it: none that another property has. */
  readonly name: string;
  /** What it demands, in one sentence. */
  readonly demands: string;
  /** What it remembers before the supervisor has been started. */
  begin(): Memory;
  /**
   * What it makes of a turn, and remembers after it. It must change nothing, and answer the same whenever it is asked; one
   * that throws is broken.
   */
  see(memory: Memory, turn: SeenTurn): Verdict<Memory>;
  /** What it remembers when a tick of time has passed. @default the same as before */
  tick?(memory: Memory, spec: SupervisorSpec): Memory;
}

/**
 * A property that looks at one turn alone.
 *
 * @param name - what a report calls it: none that another property has
 * @param demands - what it demands, in one sentence
 * @param see - how the turn breaks it, in words; it must say `isTested` where it could have
 * @example
 * ```ts
 * const nobodyFails = turnProperty('nobody fails', 'No child ever fails for good.', ({ after }) => {
 *   const failed = [...after.children.values()].find(({ state }) => state === 'failed');
 *   return { isTested: true, broken: failed && `${failed.id} has failed` };
 * });
 * verify(shop, { properties: [nobodyFails] });
 * ```
 */
export function ofOneTurn(
  name: string,
  demands: string,
  see: (turn: SeenTurn) => Omit<Verdict<null>, 'memory'>,
): TurnProperty<null> {
  return {
    name,
    demands,
    begin: () => null,
    see: (_, turn) => ({ ...see(turn), memory: null }),
  };
}

/** The events of one type that the turn has told. */
export function told<Type extends SupervisionEventType>(
  { events }: Pick<SeenTurn, 'events'>,
  type: Type,
): readonly EventOf<Type>[] {
  return events.filter((event): event is EventOf<Type> => event.type === type);
}

/** Whom an event is about. */
export function childOf({ path }: { readonly path: string }): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The effects of one type. */
export function wanted<Type extends Effect['type']>(
  { effects }: Pick<SeenTurn, 'effects'>,
  type: Type,
): readonly Extract<Effect, { readonly type: Type }>[] {
  return effects.filter(
    (effect): effect is Extract<Effect, { readonly type: Type }> => effect.type === type,
  );
}

/** Whether the supervisor is on its way out, or gone. */
export function isEnding({ state }: SupervisorState): boolean {
  return state === 'stopping' || state === 'stopped' || state === 'failed';
}
