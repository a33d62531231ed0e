import { requireInteger, requireMs, refuseUnknownKeys, invalidOption } from '@kintsugi/core';
import type { AnyActorLogic, EventFromLogic, InputFrom } from 'xstate';
import type { AnyTree } from '../tree/paths.ts';

/** Key of the phantom that carries a description's types; it has no value at run time. */
export declare const serviceTypes: unique symbol;

/** What a service is to the type checker: one bag instead of four parameters. */
export interface ServiceTypes {
  readonly request: unknown;
  readonly reply: unknown;
  readonly input: unknown;
  readonly worker: AnyActorLogic | undefined;
}

/**
 * The description of a service: inert data, made by {@link service} or {@link serviceFrom}. Nothing
 * runs until a supervisor starts it, because its lifecycle chart depends on the supervisor's policy.
 */
export interface Service<Types extends ServiceTypes = ServiceTypes> {
  readonly kind: 'service';
  readonly [serviceTypes]?: Types;
  readonly hooks: ServiceHooks | undefined;
  readonly logic: AnyActorLogic | undefined;
  readonly settings: ServiceSettings;
}

/** The numbers of a service, checked and complete. */
export interface ServiceSettings {
  readonly concurrency: number;
  readonly mailboxSize: number;
  readonly startWithinMs: number;
  readonly handleWithinMs: number;
}

/** How a service may end by itself: `normal` when its work is done, `shutdown` when it chose to stop. */
export type ServiceExit = 'normal' | 'shutdown';

/** What `start` gets. */
export interface StartContext<Input> {
  /** From the child's spec. */
  readonly input: Input;
  /** Aborted when the start takes too long or the service is stopped. */
  readonly signal: AbortSignal;
  /** Which life this is, from 1. */
  readonly incarnation: number;
  /** Where the service stands in the tree. */
  readonly path: string;
  /**
   * Ends the start without a service: the child is `stopped`, without a fault, and keeps its place
   * unless it is temporary. OTP's `ignore`.
   *
   * @example
   * ```ts
   * start: ({ ignore }) => (config.metrics ? openMetrics() : ignore())
   * ```
   */
  readonly ignore: () => never;
  /**
   * Hands something to whoever asked for this start. OTP's `{ok, Pid, Info}`. The last call wins; once
   * the start has ended it says nothing.
   *
   * @example
   * ```ts
   * start: async ({ info }) => {
   *   const server = await listen(0);
   *   info({ port: server.port });
   *   return server;
   * }
   * ```
   */
  readonly info: (value: unknown) => void;
  /**
   * Ends the service by itself: at once, or when the start has succeeded. To be kept, and called
   * when a loop that the start has begun is done; a call after this life is over does nothing. Nothing
   * new is begun then; what is in flight, and who is started again, is as for {@link RequestContext.exit}.
   *
   * @throws InvalidOptionError for another exit
   * @example
   * ```ts
   * start: ({ input, signal, exit }) => {
   *   void copyAll(input.rows, signal).then(() => exit());
   * }
   * ```
   */
  readonly exit: (exit?: ServiceExit) => void;
  /**
   * The tree from its top: give it to `ask`, `tell` and all the others. What is asked through it is
   * given up, with the reason of `signal`, when this life ends; so in `stop`, ask through the tree itself.
   */
  readonly tree: AnyTree;
}

/** What `handle` gets beside the request. */
export interface RequestContext<Resource> {
  /** What `start` returned in this life. */
  readonly resource: Resource;
  /**
   * Aborted when the request takes too long, its caller gives up or its life ends. Made only when it
   * is read: a request that never looks at it costs no controller.
   */
  readonly signal: AbortSignal;
  /** The same over all attempts at one request: an idempotency key. */
  readonly requestId: string;
  /** Which attempt at this request this is, from 1. */
  readonly attempt: number;
  readonly incarnation: number;
  /**
   * Ends the service once this request has been answered: its work is done. OTP's `{stop, normal, …}`.
   * A permanent child is restarted, a transient one rests, a temporary one is removed; `stop` is called
   * in any case, requests in flight end as they do for a restart or a stop, and those that wait survive
   * the one and are refused after the other. When the request fails, that fault counts and nothing else.
   *
   * @param exit - `normal` when left out
   * @throws InvalidOptionError for another exit
   * @example
   * ```ts
   * handle: (row: Row, { resource, exit }) => {
   *   if (resource.write(row) === 'full') exit();
   * }
   * ```
   */
  readonly exit: (exit?: ServiceExit) => void;
  /**
   * The tree from its top: give it to `ask`, `tell` and all the others. What is asked through it is
   * given up, with the reason of `signal`, when this request is aborted or its life ends, and an ask that
   * would wait for this request itself is refused with `SelfCallError`. Made only when it is read.
   *
   * @example
   * ```ts
   * handle: async (order: Order, { tree }) => {
   *   await ask(tree, 'billing/payments', { amount: order.amount });
   * }
   * ```
   */
  readonly tree: AnyTree;
}

/** What `fallback` gets beside the request. It has no resource: the worker is stopped. */
export interface FallbackContext {
  readonly requestId: string;
  readonly signal: AbortSignal;
  /** As for `handle`. */
  readonly tree: AnyTree;
}

/** What has become of a sibling that a service depends on. */
export interface DependencyChange {
  /** Its id. */
  readonly dependency: string;
  readonly isUp: boolean;
}

/** Why a resource is let go of. */
export type StopReason = 'restart' | 'shutdown' | 'late';

/** The hooks and limits of a service made of functions; only `handle` is required. */
export interface ServiceOptions<Request, Reply, Resource, Input> {
  /**
   * Makes what the service works with. Write it before `handle`: the type of `resource` is inferred
   * from it. A throw or rejection is a fault of the start.
   */
  readonly start?: (ctx: StartContext<Input>) => Resource | PromiseLike<Resource>;
  /** Answers one request. A throw or rejection is a fault of the operation. */
  readonly handle: (
    request: Request,
    ctx: RequestContext<Awaited<Resource>>,
  ) => Reply | PromiseLike<Reply>;
  /** Lets go of the resource. Bounded by the child's `shutdown`; a throw is reported and fails nothing. */
  readonly stop?: (
    resource: NoInfer<Awaited<Resource>>,
    reason: StopReason,
  ) => void | PromiseLike<void>;
  /** Answers while the service is degraded. Without it, requests are refused then. */
  readonly fallback?: (
    request: NoInfer<Request>,
    ctx: FallbackContext,
  ) => NoInfer<Reply> | PromiseLike<NoInfer<Reply>>;
  /** Prepares the fallback; when it fails the next step of the chain is taken instead. */
  readonly degrade?: () => void | PromiseLike<void>;
  /** Whether this request may be handled a second time. @default () => true */
  readonly retryable?: (request: NoInfer<Request>) => boolean;
  /**
   * Told while it runs that a sibling named in `dependsOn` has gone down (degraded, failed, stopped or
   * paused), or has come back. A throw is reported and moves nothing. XState logic gets it as the event
   * `dependency.down` or `dependency.up`.
   */
  readonly dependencyChanged?: (change: DependencyChange) => void;
  /** Requests handled at a time: an integer of at least 1. @default 1 */
  readonly concurrency?: number;
  /** Requests that may wait: an integer of at least 0. One more is refused with `MailboxFullError`. @default 1_000 */
  readonly mailboxSize?: number;
  /** A start that takes longer is a TRANSIENT fault: milliseconds, or `Infinity`. @default 30_000 */
  readonly startWithinMs?: number;
  /** A request that takes longer is a TRANSIENT fault: milliseconds, or `Infinity`. @default 30_000 */
  readonly handleWithinMs?: number;
}

/** The hooks with their types forgotten: what the runtime calls. */
export interface ServiceHooks {
  readonly start?: (ctx: StartContext<unknown>) => unknown;
  readonly handle: (request: unknown, ctx: RequestContext<unknown>) => unknown;
  readonly stop?: (resource: unknown, reason: StopReason) => unknown;
  readonly fallback?: (request: unknown, ctx: FallbackContext) => unknown;
  readonly degrade?: () => unknown;
  readonly retryable?: (request: unknown) => boolean;
  readonly dependencyChanged?: (change: DependencyChange) => void;
}

/** Where those hooks are found that hold now: a reconfiguration may bring others. */
export interface HookSource {
  readonly hooks: ServiceHooks;
}

const HOOKS = [
  'start',
  'handle',
  'stop',
  'fallback',
  'degrade',
  'retryable',
  'dependencyChanged',
] as const;
const SETTINGS = ['concurrency', 'mailboxSize', 'startWithinMs', 'handleWithinMs'] as const;

/**
 * Describes a service made of plain functions: `start` makes its resource, `handle` answers one
 * request at a time, `stop` cleans up, `fallback` answers when it is degraded.
 *
 * @throws InvalidOptionError for a hook that is no function, a number out of range, an unknown key
 * @example
 * ```ts
 * const greeter = service({
 *   start: () => 'hello',
 *   handle: (name: string, { resource }) => `${resource} ${name}`,
 * });
 * const tree = createActor(fromSupervisor({ children: [child('greeter', greeter)] })).start();
 * await ask(tree, 'greeter', 'you'); // 'hello you'
 * ```
 */
export function service<Request, Reply, Resource = undefined, Input = void>(
  options: ServiceOptions<Request, Reply, Resource, Input>,
): Service<{ request: Request; reply: Awaited<Reply>; input: Input; worker: undefined }> {
  refuseUnknownKeys('service', options, [...HOOKS, ...SETTINGS]);
  for (const hook of HOOKS) {
    const isMissing = options[hook] === undefined && hook !== 'handle';
    if (!isMissing && typeof options[hook] !== 'function')
      throw invalidOption(`service.${hook}`, 'a function', options[hook]);
  }
  const settings = serviceSettings('service', options);
  // Parameters are contravariant: the runtime only ever passes what the types above have promised.
  return { kind: 'service', hooks: options as unknown as ServiceHooks, logic: undefined, settings };
}

/** Limits of a service that runs XState logic. */
export interface ServiceFromOptions {
  /** Events that may wait while the worker is not running: an integer of at least 0. @default 1_000 */
  readonly mailboxSize?: number;
}

/** The reply of XState logic: there is none, so `ask` refuses it at compile time. */
export interface NoReply {
  readonly 'use tell: XState logic sends no reply': never;
}

/** What XState logic is as a service. */
export interface LogicTypes<Logic extends AnyActorLogic> {
  readonly request: EventFromLogic<Logic>;
  readonly reply: NoReply;
  readonly input: InputFrom<Logic>;
  readonly worker: Logic;
}

/**
 * Describes a service whose worker is any XState v5 actor logic, with options. Without options,
 * give the logic to {@link child} as it is.
 *
 * @throws InvalidOptionError when `logic` is no actor logic, or for an option out of range
 * @example
 * ```ts
 * child('cart', serviceFrom(cartMachine, { mailboxSize: 10 }));
 * ```
 */
export function serviceFrom<Logic extends AnyActorLogic>(
  logic: Logic,
  options: ServiceFromOptions = {},
): Service<LogicTypes<Logic>> {
  if (!isActorLogic(logic)) throw invalidOption('serviceFrom.logic', 'XState actor logic', logic);
  refuseUnknownKeys('serviceFrom', options, ['mailboxSize']);
  const settings = serviceSettings('serviceFrom', options);
  return { kind: 'service', hooks: undefined, logic, settings };
}

function serviceSettings(option: string, options: Partial<ServiceSettings>): ServiceSettings {
  const {
    concurrency = 1,
    mailboxSize = 1_000,
    startWithinMs = 30_000,
    handleWithinMs = 30_000,
  } = options;
  if (concurrency !== Infinity) requireInteger(`${option}.concurrency`, concurrency, { min: 1 });
  if (mailboxSize !== Infinity) requireInteger(`${option}.mailboxSize`, mailboxSize, { min: 0 });
  requireMs(`${option}.startWithinMs`, startWithinMs, { min: 1, infinity: true });
  requireMs(`${option}.handleWithinMs`, handleWithinMs, { min: 1, infinity: true });
  return { concurrency, mailboxSize, startWithinMs, handleWithinMs };
}

/** Whether this is logic that `createActor` takes. */
export function isActorLogic(value: unknown): value is AnyActorLogic {
  return (
    typeof value === 'object' &&
    value !== null &&
    'transition' in value &&
    typeof value.transition === 'function' &&
    'getInitialSnapshot' in value &&
    typeof value.getInitialSnapshot === 'function'
  );
}
