import { invalidOption, refuseUnknownKeys, requireMs } from '@kintsugi/core';
import { Operation } from '../service/operation.ts';
import { ServiceActor } from '../service/service-actor.ts';
import { AskTimeoutError, NotAskableError } from './errors.ts';
import { findReceiver } from './find.ts';
import type { AskablePath, ReplyAt, RequestAt, TellablePath, Tree } from './paths.ts';

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
 * `IncarnationEndedError` or `AskTimeoutError` when the tree refuses
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
    if (options === undefined) {
      service.submit(new Operation(service, request, resolve, reject));
      return;
    }
    const wait = checked(options);
    if (wait.signal?.aborted === true) {
      reject(wait.signal.reason);
      return;
    }
    const operation = new Operation(service, request, resolve, reject);
    service.submit(operation);
    limitWaiting(operation, service, wait);
  });
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
  { path, clock }: ServiceActor,
  { timeoutMs = Infinity, signal }: AskOptions,
): void {
  if (operation.isSettled) return;
  const onAbort = () => operation.cancel(signal?.reason);
  const timer =
    timeoutMs > LONGEST_TIMER_MS
      ? undefined
      : clock.setTimeout(() => operation.cancel(new AskTimeoutError(path, timeoutMs)), timeoutMs);
  signal?.addEventListener('abort', onAbort, { once: true });
  operation.onSettled = () => {
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
  member.submit(new Operation(member, message));
}
