import type { EventOf, SupervisionEvent, SupervisionEventType } from '@kintsugi/core';
import { rootOf } from '../tree/find.ts';

/** Everything that has happened in a tree since the probe was put to it. */
export interface EventProbe {
  readonly events: readonly SupervisionEvent[];
  /** The events of one type. */
  of<Type extends SupervisionEventType>(type: Type): readonly EventOf<Type>[];
  /** Each event as `type path`, for comparing a whole story; `types` leaves out all others. */
  story(...types: readonly SupervisionEventType[]): readonly string[];
  /** Forgets what has happened so far. */
  clear(): void;
}

/**
 * Records the events of a tree. Put it there before the tree is started to see it start.
 *
 * @example
 * ```ts
 * const probe = probeEvents(tree);
 * tree.start();
 * probe.story('child.started'); // ['child.started db', 'child.started payments']
 * ```
 */
export function probeEvents(tree: { getSnapshot(): unknown }): EventProbe {
  const events: SupervisionEvent[] = [];
  rootOf(tree).tree.observe((event) => events.push(event));
  return {
    events,
    of: <Type extends SupervisionEventType>(type: Type) =>
      events.filter((event): event is EventOf<Type> => event.type === type),
    story: (...types) =>
      events
        .filter(({ type }) => types.length === 0 || types.includes(type))
        .map(({ type, path }) => `${type} ${path}`),
    clear: () => {
      events.length = 0;
    },
  };
}
