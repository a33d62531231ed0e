import { type CommandRefusal, refuseUnknownKeys, requireMs } from '@kintsugi/core';
import type { Answer } from '../supervisor/operators.ts';
import { callerIn, isWithin } from './caller.ts';
import { findPlace, rootOf } from './find.ts';
import { orderStart } from './order-start.ts';
import type { KeptPath, PathIn, Tree } from './paths.ts';
import type { StopReport } from './stop-report.ts';

/**
 * The operator's act: brings a degraded or failed child back now, also one that only an operator may.
 * (Not the `catch` of other libraries: faults heal by themselves.) Resolves when the child has
 * settled.
 *
 * @returns `{ ok: true }` when it runs; otherwise why not: `in_progress` while it is being started or
 * healed anyway, `stopped` and `stopping` (use `restartChild`), `failed` when the attempt failed,
 * `dependency_down` while it waits for one, `not_found` for a child that is none; `self_call` when a hook
 * orders it that must have ended first: it is carried out all the same
 * @throws UnknownChildError when the supervisor in the path does not exist
 * @example
 * ```ts
 * await recover(tree, 'billing/payments'); // { ok: true }
 * ```
 */
export async function recover<Refs, const Path extends string>(
  tree: Tree<Refs>,
  path: PathIn<Refs, Path>,
): Promise<OperatorResult> {
  const { supervisor, id } = findPlace(tree, path);
  const answer = await orderStart(tree, supervisor, id, (to) => to.order('recover', id));
  return answer === 'self_call' ? SELF_CALL : operatorResult(answer);
}

/** Whoever has ordered it must have ended first: it is carried out, and nobody waits for it. */
export const SELF_CALL = { ok: false, reason: 'self_call', state: 'starting' } as const;

/** How a child is stopped. */
export interface TerminateOptions {
  /** Without cleanup and without waiting, whatever is under way. @default false */
  readonly brutal?: boolean;
}

/** What a stop or a removal came to. */
export type OperatorResult = { readonly ok: true } | Refusal;

/** Why an order was not carried out; OTP's words. */
export interface Refusal {
  readonly ok: false;
  readonly reason: CommandRefusal | 'self_call';
  /** The child's state when the answer was given. */
  readonly state: string;
  /** What was thrown, when a start has failed. */
  readonly error?: unknown;
}

/** What a start that was ordered came to. */
export type StartResult =
  | {
      readonly ok: true;
      /** What `start` handed over by `ctx.info`: OTP's `{ok, Pid, Info}`. */
      readonly info?: unknown;
    }
  /** Its start has answered `ignore`: it is idle. */
  | { readonly ok: true; readonly ignored: true }
  | Refusal;

/**
 * Stops a child in order and leaves it stopped; it keeps its place and can be started again, unless it
 * is temporary or an instance of a template: then it is gone. Resolves when it has stopped or is no
 * longer waited for.
 *
 * @returns `{ ok: true }`, also when it had stopped before; `not_found` for a child that is none;
 * `self_call` when one of the child's own hooks orders it, which the stop would wait for: it is carried
 * out all the same
 * @throws UnknownChildError when the supervisor in the path does not exist
 * @example
 * ```ts
 * await terminateChild(tree, 'worker'); // { ok: true }
 * ```
 * @see https://www.erlang.org/doc/apps/stdlib/supervisor.html#terminate_child/2
 */
export async function terminateChild<Refs, const Path extends string>(
  tree: Tree<Refs>,
  path: PathIn<Refs, Path>,
  options: TerminateOptions = {},
): Promise<OperatorResult> {
  refuseUnknownKeys('terminateChild', options, ['brutal']);
  const { brutal = false } = options;
  const { supervisor, id } = findPlace(tree, path);
  const caller = callerIn(tree, supervisor.tree);
  const given = supervisor.tree.callers.asNobody(() =>
    supervisor.order((operators) => operators.order('terminateChild', id, { brutal })),
  );
  if (caller !== undefined && isWithin(caller, supervisor.pathOf(id)))
    return { ok: false, reason: 'self_call', state: 'stopping' };
  return operatorResult(await given);
}

/**
 * Starts a child that is stopped or failed. Resolves when it has settled.
 *
 * @returns `running`, `restarting` or `stopping` when it is not idle; `start_failed`, with its error,
 * when it stays idle; `failed` when it was healed as far as degraded or failed; `not_found`;
 * `simple_one_for_one` for an instance of a template, which is gone when it has ended; `self_call` when a
 * hook orders it that must have ended first: it is carried out all the same
 * @throws UnknownChildError when the supervisor in the path does not exist
 * @example
 * ```ts
 * await restartChild(tree, 'worker'); // { ok: true }
 * ```
 * @see https://www.erlang.org/doc/apps/stdlib/supervisor.html#restart_child/2
 */
export async function restartChild<Refs, const Path extends string>(
  tree: Tree<Refs>,
  path: KeptPath<Refs, Path, 'an instance that has ended is gone: startChild starts another'>,
): Promise<StartResult> {
  const { supervisor, id } = findPlace(tree, path);
  const answer = await orderStart(tree, supervisor, id, (to) => to.order('restartChild', id));
  return answer === 'self_call' ? SELF_CALL : startResult(answer);
}

/**
 * Forgets a child that is stopped or failed: its name is free again.
 *
 * @returns `running`, `restarting` or `stopping` when it is not idle; `not_found`; `simple_one_for_one`
 * for an instance of a template, which goes by `terminateChild`
 * @throws UnknownChildError when the supervisor in the path does not exist
 * @example
 * ```ts
 * await terminateChild(tree, 'worker');
 * await deleteChild(tree, 'worker'); // { ok: true }
 * ```
 * @see https://www.erlang.org/doc/apps/stdlib/supervisor.html#delete_child/2
 */
export async function deleteChild<Refs, const Path extends string>(
  tree: Tree<Refs>,
  path: KeptPath<Refs, Path, 'an instance goes by terminateChild: nothing is left to delete'>,
): Promise<OperatorResult> {
  const { supervisor, id } = findPlace(tree, path);
  return operatorResult(await supervisor.order((operators) => operators.order('deleteChild', id)));
}

/** An answer as whoever gave the order reads it. */
export function operatorResult({ result, error }: Answer): OperatorResult {
  if (result.ok) return { ok: true };
  const { reason, state } = result;
  return error === undefined ? { ok: false, reason, state } : { ok: false, reason, state, error };
}

/** {@link operatorResult} of an order to start something. */
function startResult(answer: Answer): StartResult {
  const { result, info } = answer;
  if (!result.ok) return operatorResult(answer);
  if (result.ignored === true) return { ok: true, ignored: true };
  return info === undefined ? { ok: true } : { ok: true, info };
}

/** How a tree is stopped. */
export interface StopOptions {
  /** Told by the `supervisor.stopping` event. @default 'shutdown' */
  readonly reason?: string;
  /** A limit for each child's stop, where it is shorter than its own `shutdown`: milliseconds. @default Infinity */
  readonly withinMs?: number;
}

/**
 * Stops a tree in order: children in reverse, each awaited up to its `shutdown`. Resolves when all are
 * stopped or no longer waited for, with what was left behind. A second call resolves with the same; with a
 * shorter limit it cuts the waiting short. (`actor.stop()` cannot wait: it calls the stop hooks and goes.)
 *
 * @returns `self_call` when a hook of the tree orders it, which the stop would wait for: it is carried out
 * all the same; `gave_up`, with its error, when it was giving up already; `not_running` when it had ended
 * before or was never started
 * @example
 * ```ts
 * const report = await stop(tree, { reason: 'SIGTERM', withinMs: 5_000 });
 * if (report.ok && report.leftBehind.length > 0) process.exit(1); // [{ path: 'db', incarnation: 3 }]
 * ```
 */
export async function stop<Refs>(tree: Tree<Refs>, options: StopOptions = {}): Promise<StopReport> {
  refuseUnknownKeys('stop', options, ['reason', 'withinMs']);
  const { reason = 'shutdown', withinMs = Infinity } = options;
  requireMs('stop.withinMs', withinMs, { infinity: true });
  const root = rootOf(tree);
  const caller = callerIn(tree, root.tree);
  const given = root.tree.callers.asNobody(() => root.stop(reason, withinMs));
  const isOwn = caller !== undefined && isWithin(caller, root.parent.path);
  return isOwn ? { ok: false, reason: 'self_call' } : given;
}
