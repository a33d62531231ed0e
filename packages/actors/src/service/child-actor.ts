import { type AnyActorLogic, type AnyActorRef, createActor } from 'xstate';

/**
 * An actor below another that is no machine. XState's types know `parent`, but only of logic whose
 * parameters are known; ours is any.
 */
export function childActor(
  logic: object,
  id: string,
  parent: AnyActorRef,
  options: { readonly input?: unknown; readonly snapshot?: unknown } = {},
): AnyActorRef {
  return createActor(logic as AnyActorLogic, { id, parent, ...options } as never);
}
