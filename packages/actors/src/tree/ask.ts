import { invalidOption, refuseUnknownKeys, requireMs } from '@kintsugi/core';
import { Operation } from '../service/operation.ts';
import { ServiceActor } from '../service/service-actor.ts';
import { type Caller, callerIn, CallerTree } from './caller.ts';
import { AskTimeoutError, NotAskableError } from './errors.ts';
import { findReceiver } from './find.ts';
import type { AskablePath, ReplyAt, RequestAt, TellablePath, Tree } from './paths.ts';
import { selfCall } from './self-call.ts';

/** The caller's own limits. */
export interface AskOptions {
  /** How long the caller waits: milliseconds. The service's own limit is `handleWithinMs`. @default Infinity */
  readonly timeoutMs?: number;
  /** Ends the waiting when it is aborted; the request's own signal is aborted with it. */
  readonly signal?: AbortSignal;
}

/**
 * Sends a request to a service and resolves with its reply. While the service is being healed the
 * request waits; it rejects at once where nobody will answer.
 *
 * @returns rejects with the service's own error when its operation failed for good, with
 * `UnknownChildError`, `MailboxFullError`, `ServiceDegradedError`, `ServiceUnavailableError`,
 * `IncarnationEndedError`, `AskTimeoutError` or `SelfCallError` when the tree refuses
 * @example
 * ```ts
 * const receipt = await ask(tree, 'billing/payments', { amount: 5 });
 * ```
 */
export function ask<Refs, const Path extends string>(
  tree: Tree<Refs>,
  path: AskablePath<Refs, Path>,
  request: RequestAt<Refs, Path>,
  options?: AskOptions,
): Promise<ReplyAt<Refs, Path>>;
export function ask(
  tree: Tree<unknown>,
  path: string,
  request: unknown,
  options?: AskOptions,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const service = askable(tree, path);
    const caller = callerIn(tree, service.tree);
    const limits = options === undefined ? undefined : checked(options);
    if (limits?.signal?.aborted === true) {
      reject(limits.signal.reason);
      return;
    }
    const operation = new Operation(service, request, resolve, reject);
    if (caller === undefined) service.work.submit(operation);
    else askFrom(caller, operation, service, CallerTree.callerOf(tree) !== undefined);
    if (limits !== undefined) limitWaiting(operation, service, limits);
  });
}

/** Asks from inside the tree. */
function askFrom(
  caller: Caller,
  operation: Operation,
  service: ServiceActor,
  isBound: boolean,
): void {
  const refusal = (isBound ? caller.endedBy : undefined) ?? selfCall(caller, service);
  if (refusal !== undefined) {
    operation.reject(refusal);
    return;
  }
  // Before it is submitted: the whole of it may happen in there.
  const open = caller.openAsks().add(operation, isBound);
  operation.onSettled = () => open.close();
  service.tree.callers.asNobody(() => service.work.submit(operation));
}

function askable(tree: Tree<unknown>, path: string): ServiceActor {
  const member = findReceiver(tree, path, 'ask');
  if (!(member instanceof ServiceActor))
    throw new NotAskableError(path, 'a supervisor has no handle: ask one of its children');
  if (member.service.hooks === undefined)
    throw new NotAskableError(path, 'XState logic sends no reply: use tell, or workerAt');
  return member;
}

function checked(options: AskOptions): AskOptions {
  refuseUnknownKeys('ask', options, ['timeoutMs', 'signal']);
  const { timeoutMs, signal } = options;
  if (timeoutMs !== undefined) requireMs('ask.timeoutMs', timeoutMs, { infinity: true });
  if (
    signal !== undefined &&
    !(typeof signal === 'object' && signal !== null && 'aborted' in signal)
  )
    throw invalidOption('ask.signal', 'an AbortSignal', signal);
  return options;
}

/** A longer delay overflows the platform's timers, which then fire at once: 24 days are as good as no limit. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** The caller's own limits; both are taken back as soon as there is an answer. */
function limitWaiting(
  operation: Operation,
  { path, tree: { clock } }: ServiceActor,
  { timeoutMs = Infinity, signal }: AskOptions,
): void {
  if (operation.isSettled) return;
  const onAbort = () => operation.cancel(signal?.reason);
  const timer =
    timeoutMs > LONGEST_TIMER_MS
      ? undefined
      : clock.setTimeout(() => operation.cancel(new AskTimeoutError(path, timeoutMs)), timeoutMs);
  signal?.addEventListener('abort', onAbort, { once: true });
  const { onSettled } = operation;
  operation.onSettled = () => {
    onSettled?.();
    if (timer !== undefined) clock.clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  };
}

/**
 * Sends a message without waiting for a reply. What cannot be delivered becomes a
 * `message.undeliverable` event.
 *
 * @throws UnknownChildError naming the known children
 * @example
 * ```ts
 * tell(tree, 'cart', { type: 'ADD', sku: 'tea' });
 * ```
 */
export function tell<Refs, const Path extends string>(
  tree: Tree<Refs>,
  path: TellablePath<Refs, Path>,
  message: RequestAt<Refs, Path>,
): void;
export function tell(tree: Tree<unknown>, path: string, message: unknown): void {
  const member = findReceiver(tree, path, 'tell');
  if (!(member instanceof ServiceActor))
    throw new NotAskableError(path, 'a supervisor takes no messages: tell one of its children');
  const operation = new Operation(member, message);
  const { callers } = member.tree;
  // By hand, because a closure a message is more than the message.
  if (callers.current === undefined) member.work.submit(operation);
  else callers.asNobody(() => member.work.submit(operation));
}
