import type { AnyActorRef, AnyActorScope, AnyEventObject, EventObject } from 'xstate';

/**
 * What a worker sends to its parent, with `sendParent` or `sendBack`. Marked, because the service would
 * take it for a message to the worker and hand it back: for ever, if the worker answers.
 */
export class FromWorker {
  readonly type: string;

  constructor({ type }: EventObject) {
    this.type = type;
  }
}

type Relay = (source: AnyActorRef, target: AnyActorRef, event: AnyEventObject) => void;

/**
 * The system as a worker sees it: what it sends to its parent is marked. Through `_relay`, which
 * XState keeps out of its types, and the scheduler goes whatever one actor sends another.
 */
export function markingSystem({ self, system }: AnyActorScope): AnyActorScope['system'] {
  const { _relay: relay, scheduler } = system as typeof system & { readonly _relay: Relay };
  const marked = (target: AnyActorRef, event: AnyEventObject) =>
    target === self._parent ? new FromWorker(event) : event;
  const marking: { readonly _relay: Relay; readonly scheduler: Partial<typeof scheduler> } = {
    _relay: (source, target, event) => relay(source, target, marked(target, event)),
    scheduler: {
      schedule: (source, target, event, delay, id) =>
        scheduler.schedule(source, target, marked(target, event), delay, id),
    },
  };
  Object.setPrototypeOf(marking.scheduler, scheduler);
  return Object.setPrototypeOf(marking, system);
}
