import type { EventOf, SupervisionEvent, SupervisionEventType } from '@kintsugi/core';
import type { Watched } from './watched.ts';

/** How an event ends a child. */
export type EndCause = 'normal' | 'shutdown' | 'removed' | 'failed';

type Rule<Event> = (place: Watched, event: Event) => EndCause | undefined;
type Rules = { readonly [Type in SupervisionEventType]?: Rule<EventOf<Type>> };

const RULES: Rules = {
  'child.failed': () => 'failed',
  'child.notStarted': () => 'failed',
  'child.exited': (_, { exit }) => (exit === 'error' ? 'failed' : exit),
  'child.stopped': (place) => (endsInOrder(place) ? 'shutdown' : undefined),
  'child.leftIdle': (place) => (endsInOrder(place) ? 'shutdown' : undefined),
  'child.removed': (place) => {
    place.gaveUp = false;
    return 'removed';
  },
  'child.abandoned': (place) => {
    beginAgain(place);
    return undefined;
  },
  'supervisor.stopping': (place) => {
    place.isEnding = true;
    place.gaveUp = false;
    return undefined;
  },
  'supervisor.gaveUp': (place) => {
    place.isEnding = true;
    place.gaveUp = true;
    return undefined;
  },
  'supervisor.stopped': supervisorEnded,
  'supervisor.failed': supervisorEnded,
};

/**
 * How this event ends the child at this place for good, if it does; remembers what later events need.
 * A fold over the event stream: nothing else says what has ended.
 */
export function endBy(place: Watched, event: SupervisionEvent): EndCause | undefined {
  const rule: Rule<never> | undefined = RULES[event.type];
  return rule?.(place, event as never);
}

/**
 * An order has ended it, whatever it was about to do by itself. While its supervisor ends it may come
 * back with that one, unless the whole tree goes.
 */
function endsInOrder(place: Watched): boolean {
  place.gaveUp = false;
  return place.above?.isEnding !== true || place.top.isEnding;
}

/** Where it ends its parent decides; the root has none. */
function supervisorEnded(place: Watched): EndCause | undefined {
  place.isEnding = false;
  return place.above === undefined ? 'shutdown' : undefined;
}

/** Nothing below an abandoned supervisor is on its way out any more: it is all made anew. */
function beginAgain(place: Watched): void {
  place.isEnding = false;
  for (const below of place.below) beginAgain(below);
}
