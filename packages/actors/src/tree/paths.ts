import type { ActorRefFromLogic, AnyActorLogic, AnyActorRef } from 'xstate';
import type { templateTypes } from './refs.ts';
import type { NoReply, serviceTypes, ServiceTypes } from '../service/service.ts';

/**
 * Whatever holds a tree: an actor, or the ref a user's own machine holds. So small because it is
 * what inference looks at.
 */
export interface Tree<Refs> {
  getSnapshot(): { readonly children: Refs };
}

/**
 * A tree of whose children nothing is known: any path may be given, and requests and replies are
 * `unknown`.
 *
 * @example
 * ```ts
 * handle: (order: Order, { tree }) => ask(tree, 'billing/payments', { amount: order.amount }),
 * ```
 */
// oxlint-disable-next-line typescript/no-explicit-any -- the type of a tree that holds the service would refer to itself
export type AnyTree = Tree<any>;

type RefsOf<Ref> = Ref extends { getSnapshot(): { readonly children: infer Refs } } ? Refs : never;

/** The ref at a path, or `never`. Walks the path and never enumerates the tree. */
export type RefAt<Refs, Path extends string> = Path extends `${infer Head}/${infer Rest}`
  ? Head extends keyof Refs
    ? RefAt<RefsOf<Refs[Head]>, Rest>
    : never
  : Path extends keyof Refs
    ? Refs[Path]
    : never;

/** What may stand for a wrong path: the ids at the first level that is wrong. */
export type KnownPaths<
  Refs,
  Path extends string,
  Before extends string = '',
> = Path extends `${infer Head}/${infer Rest}`
  ? Head extends keyof Refs
    ? [RefsOf<Refs[Head]>] extends [never]
      ? `${Before}${Head}`
      : KnownPaths<RefsOf<Refs[Head]>, Rest, `${Before}${Head}/`>
    : `${Before}${keyof Refs & string}`
  : `${Before}${keyof Refs & string}`;

/** A path known at run time only, or a tree whose type has been lost: as in an untyped machine's context. */
type IsUntyped<Refs, Path extends string> = string extends Path
  ? true
  : 0 extends 1 & Refs
    ? true
    : 0 extends 1 & RefAt<Refs, Path>
      ? true
      : false;

/**
 * A path that exists. The naked parameter stands in the true branch, so that it is inferred and a
 * wrong one names the alternatives. A `string` known at run time only is let through.
 */
export type PathIn<Refs, Path extends string> =
  IsUntyped<Refs, Path> extends true
    ? Path
    : [RefAt<Refs, Path>] extends [never]
      ? KnownPaths<Refs, Path>
      : Path;

type TypesAt<Refs, Path extends string> =
  IsUntyped<Refs, Path> extends true
    ? ServiceTypes
    : [RefAt<Refs, Path>] extends [never]
      ? never
      : RefAt<Refs, Path> extends { readonly [serviceTypes]?: infer Types }
        ? Exclude<Types, undefined>
        : never;

export type RequestAt<Refs, Path extends string> =
  TypesAt<Refs, Path> extends { request: infer Request } ? Request : never;

export type ReplyAt<Refs, Path extends string> =
  TypesAt<Refs, Path> extends { reply: infer Reply } ? Reply : never;

/** A path whose service answers; otherwise a sentence that says why not. */
export type AskablePath<Refs, Path extends string> =
  IsUntyped<Refs, Path> extends true
    ? Path
    : [RefAt<Refs, Path>] extends [never]
      ? KnownPaths<Refs, Path>
      : RefAt<Refs, Path> extends { readonly role?: 'supervisor' }
        ? 'a supervisor has no handle: ask one of its children'
        : [ReplyAt<Refs, Path>] extends [NoReply]
          ? 'XState logic sends no reply: use tell, or workerAt'
          : Path;

/** A path that takes messages. */
export type TellablePath<Refs, Path extends string> =
  IsUntyped<Refs, Path> extends true
    ? Path
    : [RefAt<Refs, Path>] extends [never]
      ? KnownPaths<Refs, Path>
      : RefAt<Refs, Path> extends { readonly role?: 'supervisor' }
        ? 'a supervisor takes no messages: tell one of its children'
        : Path;

type ParentPath<Path extends string> = Path extends `${infer Head}/${infer Rest}`
  ? Rest extends `${string}/${string}`
    ? `${Head}/${ParentPath<Rest>}`
    : Head
  : '';

/**
 * A path of a child that keeps its place when it has ended: an instance of a template does not. Those of
 * a root that is dynamic itself are not told apart.
 */
export type KeptPath<Refs, Path extends string, WhyNot extends string> =
  IsUntyped<Refs, Path> extends true
    ? Path
    : [RefAt<Refs, Path>] extends [never]
      ? KnownPaths<Refs, Path>
      : RefAt<Refs, ParentPath<Path>> extends { readonly [templateTypes]?: infer Template }
        ? unknown extends Template
          ? Path
          : WhyNot
        : Path;

/** A supervisor's path, `''` for the root; otherwise a sentence that says why not. */
export type SupervisorPath<Refs, Path extends string> = Path extends ''
  ? ''
  : IsUntyped<Refs, Path> extends true
    ? Path
    : [RefAt<Refs, Path>] extends [never]
      ? KnownPaths<Refs, Path>
      : RefAt<Refs, Path> extends { readonly role?: 'supervisor' }
        ? Path
        : 'a service has no children: name a supervisor';

/** The ref of a supervisor. Unknown for the root, and for a path that is known at run time only. */
export type RefOfSupervisor<Refs, Path extends string> = Path extends ''
  ? unknown
  : [RefAt<Refs, Path>] extends [never]
    ? unknown
    : RefAt<Refs, Path>;

/** The worker of XState logic at a path: this incarnation's, or undefined while there is none. */
export type WorkerAt<Refs, Path extends string> =
  IsUntyped<Refs, Path> extends true
    ? AnyActorRef | undefined
    : TypesAt<Refs, Path> extends { worker: infer Logic }
      ? Logic extends AnyActorLogic
        ? ActorRefFromLogic<Logic> | undefined
        : undefined
      : undefined;
