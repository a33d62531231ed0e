import { InvalidOptionError } from '@kintsugi/core';
import type { AnyActorRef } from 'xstate';
import type { Child } from '../service/child.ts';
import { newChildOf } from '../supervisor/new-child.ts';
import type { Answer } from '../supervisor/operators.ts';
import { findSupervisor } from './find.ts';
import { operatorResult, type Refusal, SELF_CALL } from './operate.ts';
import { orderStart } from './order-start.ts';
import type { RefOfSupervisor, SupervisorPath, Tree } from './paths.ts';
import type { InstanceOptions, instanceTypes } from './refs.ts';

/** What {@link startChild} came to. */
export type StartChildResult =
  | {
      readonly ok: true;
      readonly id: string;
      readonly path: string;
      readonly ref: AnyActorRef;
      /** What `start` handed over by `ctx.info`: OTP's `{ok, Pid, Info}`. */
      readonly info?: unknown;
    }
  /** Its start has answered `ignore`: it is kept idle, unless it is temporary or an instance. */
  | { readonly ok: true; readonly id: string; readonly ignored: true }
  /** A child of this name runs already: this one. */
  | { readonly ok: false; readonly reason: 'already_started'; readonly ref: AnyActorRef }
  /** It cannot be a child of this supervisor. */
  | { readonly ok: false; readonly reason: 'invalid'; readonly error: InvalidOptionError }
  | (Refusal & { readonly reason: Exclude<Refusal['reason'], 'already_started'> });

/** A child, or for a dynamic supervisor an instance of its template. */
type NewChild<Ref> = Ref extends { readonly [instanceTypes]?: infer Instance }
  ? unknown extends Instance
    ? Child | InstanceOptions
    : Exclude<Instance, undefined>
  : Child | InstanceOptions;

/**
 * Adds a child to a running supervisor and starts it: the last in start order. Of a dynamic supervisor,
 * an instance of its template. Resolves when it has settled; the supervisor goes on meanwhile.
 *
 * A hook that must have ended before the child can start is answered `self_call`: it is started all the same.
 * Under the policy `otp` a start that fails leaves no child (`start_failed`, with its error), and counts
 * as no restart. Under other policies it is healed like any other.
 *
 * @param path - of the supervisor; `''` is the root
 * @throws UnknownChildError when there is no such supervisor
 * @example
 * ```ts
 * await startChild(tree, '', child('cache', cache)); // { ok: true, id: 'cache', path: 'cache', ref }
 * await startChild(tree, 'rooms', { input: { topic: 'tea' } }); // { ok: true, id: '1', path: 'rooms/1', ref }
 * await startChild(tree, '', child('cache', cache)); // { ok: false, reason: 'already_started', ref }
 * ```
 * @see https://www.erlang.org/doc/apps/stdlib/supervisor.html#start_child/2
 */
export function startChild<Refs, const Path extends string>(
  tree: Tree<Refs>,
  path: SupervisorPath<Refs, Path>,
  child: NewChild<RefOfSupervisor<Refs, Path>>,
): Promise<StartChildResult>;
export async function startChild(
  tree: Tree<unknown>,
  path: string,
  child: Child | InstanceOptions,
): Promise<StartChildResult> {
  const supervisor = findSupervisor(tree, path);
  let made: Child;
  try {
    made = newChildOf(supervisor, child);
  } catch (error) {
    if (error instanceof InvalidOptionError) return { ok: false, reason: 'invalid', error };
    throw error;
  }
  const answer = await orderStart(tree, supervisor, made.id, (to) => to.startChild(made));
  if (answer === 'self_call') return SELF_CALL;
  return resultOf(answer, { id: made.id, path: supervisor.pathOf(made.id) });
}

function resultOf(
  answer: Answer,
  place: { readonly id: string; readonly path: string },
): StartChildResult {
  const { result, ref, info } = answer;
  if (!result.ok) {
    const { reason } = result;
    return reason === 'already_started' && ref !== undefined
      ? { ok: false, reason, ref }
      : (operatorResult(answer) as StartChildResult);
  }
  if (result.ignored === true || ref === undefined)
    return { ok: true, id: place.id, ignored: true };
  const started = { ok: true, ...place, ref } as const;
  return info === undefined ? started : { ...started, info };
}
