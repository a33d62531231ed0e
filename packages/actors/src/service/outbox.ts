import type { AnyActorRef } from 'xstate';

/**
 * The parent that a worker sees: the service's actor, but with a mailbox of its own. What a worker sends
 * to its parent (`sendParent`, `sendBack`, its end) must not be taken for an event to the worker.
 */
export function outboxOf(
  service: AnyActorRef,
  onEvent: (event: { readonly type: string }) => void,
): AnyActorRef {
  return Object.create(service, { _send: { value: onEvent } }) as AnyActorRef;
}

/** XState's own `stopChild` wants the parent itself, not its outbox; this is what it then calls. */
export function stopWorker(worker: AnyActorRef): void {
  (worker as unknown as { readonly _stop: () => void })._stop();
}
