import type {
  FaultContext,
  LifecycleState,
  LifecycleTag,
  Phase,
  SupervisionEvent,
  SupervisorChartState,
} from '@kintsugi/core';
import type {
  ActorLogic,
  ActorRef,
  ActorRefFromLogic,
  ActorSystem,
  AnyActorLogic,
  EventFromLogic,
} from 'xstate';
import type { ChartSnapshot } from '../chart/compile-chart.ts';
import type { Child, InputOf } from '../service/child.ts';
import type { DynamicSupervisorSettings } from '../supervisor/from-dynamic-supervisor.ts';
import type { SupervisorSettings } from '../supervisor/from-supervisor.ts';
import type { LogicTypes, serviceTypes, ServiceTypes } from '../service/service.ts';
import type { SupervisorGaveUpError } from './supervisor-gave-up-error.ts';

declare const childTypes: unique symbol;
/** Key of the phantom that carries what the instances of a dynamic supervisor run. */
export declare const templateTypes: unique symbol;
/** Key of the phantom that carries what an instance of it is started with. */
export declare const instanceTypes: unique symbol;
declare const stepTypes: unique symbol;

/** Children by id. */
export type ChildTypes = Readonly<Record<string, unknown>>;

/** What a list of children is by id. */
export type ById<List extends readonly Child[]> = {
  readonly [Each in List[number] as Each['id']]: Each['runs'];
};

/** What an operator, or a user's own machine, may send to a service. */
export interface ServiceCommand {
  readonly type: 'service.recover';
}

/**
 * What an operator, or a user's own machine, may send to a supervisor. Nobody waits for an answer: what
 * cannot be obeyed is told by the event `command.refused`.
 */
export type SupervisorCommand =
  /** An ordered stop. */
  | { readonly type: 'supervisor.stop'; readonly reason?: string; readonly withinMs?: number }
  /** Adds a child, or an instance of a dynamic supervisor's template. */
  | { readonly type: 'supervisor.startChild'; readonly child: Child | InstanceOptions }
  | { readonly type: 'supervisor.terminateChild'; readonly id: string; readonly brutal?: boolean }
  | { readonly type: 'supervisor.restartChild'; readonly id: string }
  | { readonly type: 'supervisor.deleteChild'; readonly id: string }
  /** Gives it another description of itself. */
  | {
      readonly type: 'supervisor.reconfigure';
      readonly settings: SupervisorSettings | DynamicSupervisorSettings;
    };

/** An instance of a dynamic supervisor's template. */
export interface InstanceOptions<Input = unknown> {
  /** A name without `/`, unique among the instances. @default the next free number */
  readonly id?: string;
  /** What its `start` gets, at every start; the XState logic's own input. @default the template's */
  readonly input?: Input;
  /** Instead of the template's. */
  readonly shutdown?: 'brutal_kill' | number;
}

type WorkerRef<Types extends ServiceTypes> = Types['worker'] extends AnyActorLogic
  ? ActorRefFromLogic<Types['worker']> | undefined
  : undefined;

/** A service's snapshot: XState's own of its chart, and why it is where it is while it is not well. */
export type ServiceSnapshot<
  Types extends ServiceTypes = ServiceTypes,
  Step extends string = never,
> = ChartSnapshot<LifecycleState | Step, { worker: WorkerRef<Types> }> & {
  readonly context: Partial<FaultContext>;
  /** What goes on inside the state. */
  readonly phase?: Phase | undefined;
};

/** A service in the tree. It stays the same over all restarts. */
export interface ServiceRef<
  Types extends ServiceTypes = ServiceTypes,
  Step extends string = never,
> extends ActorRef<
  ServiceSnapshot<Types, Step>,
  | ServiceCommand
  | (Types['worker'] extends AnyActorLogic ? EventFromLogic<Types['worker']> : never),
  SupervisionEvent
> {
  readonly [serviceTypes]?: Types;
  readonly role?: 'service';
}

interface SupervisorSnapshotBase<Children extends ChildTypes, Step extends string> {
  readonly context: Readonly<Record<string, unknown>>;
  readonly value: SupervisorChartState;
  readonly matches: (value: SupervisorChartState) => boolean;
  readonly hasTag: (tag: LifecycleTag) => boolean;
  readonly children: ChildRefs<Children, Step>;
  readonly toJSON: () => unknown;
}

/** A supervisor's snapshot. `children` is made when it is read: 100,000 take about 0.1 s. */
export type SupervisorSnapshot<
  Children extends ChildTypes = ChildTypes,
  Step extends string = never,
> = SupervisorSnapshotBase<Children, Step> &
  (
    | { status: 'active'; output: undefined; error: undefined }
    | { status: 'done'; output: undefined; error: undefined }
    | { status: 'error'; output: undefined; error: unknown }
    | { status: 'stopped'; output: undefined; error: undefined }
  );

/** A supervisor in the tree. It stays the same over all restarts. */
export interface SupervisorRef<
  Children extends ChildTypes = ChildTypes,
  Step extends string = never,
> extends ActorRef<SupervisorSnapshot<Children, Step>, SupervisorCommand, SupervisionEvent> {
  readonly [childTypes]?: Children;
  readonly role?: 'supervisor';
}

/** What a tree may be given as `input`. It is for the running tree: a persisted one does not keep it. */
export interface TreeInput {
  /** Numbers in [0, 1); give a seeded one for a reproducible log. @default the platform's */
  readonly random?: () => number;
  /**
   * Called when the root has given up, exactly once: every child has been stopped or abandoned, every
   * event told. Never for a stop that was ordered. What it throws is told as a `hook.failed` event.
   *
   * @example
   * ```ts
   * const lastResort = (error: SupervisorGaveUpError) => {
   *   console.error(error.story);
   *   process.exit(1);
   * };
   * createActor(shop, { input: { lastResort } }).start();
   * ```
   */
  readonly lastResort?: (error: SupervisorGaveUpError) => void;
}

/** Actor logic of a supervisor: for `createActor`, `invoke.src` and `spawn`. */
export interface SupervisorLogic<
  Children extends ChildTypes,
  Step extends string = never,
> extends ActorLogic<
  SupervisorSnapshot<Children, Step>,
  SupervisorCommand,
  TreeInput | undefined,
  // oxlint-disable-next-line typescript/no-explicit-any -- XState exports no name for any system
  ActorSystem<any>,
  SupervisionEvent
> {
  readonly kind: 'supervisor';
  readonly [childTypes]?: Children;
  readonly [stepTypes]?: Step;
}

/** A dynamic supervisor in the tree: its children are the instances, by id. */
export interface DynamicSupervisorRef<
  Runs = unknown,
  Step extends string = never,
  Instance = InstanceOptions<InputOf<Runs>>,
> extends SupervisorRef<Readonly<Record<string, Runs>>, Step> {
  readonly [templateTypes]?: Runs;
  readonly [instanceTypes]?: Instance;
}

/** Actor logic of a dynamic supervisor. */
export interface DynamicSupervisorLogic<
  Runs,
  Step extends string = never,
  Instance = InstanceOptions<InputOf<Runs>>,
> extends SupervisorLogic<Readonly<Record<string, Runs>>, Step> {
  readonly [templateTypes]?: Runs;
  readonly [instanceTypes]?: Instance;
}

/** The ref that a description becomes in the tree. */
export type RefOf<Runs, Step extends string> = Runs extends {
  readonly kind: 'service';
  readonly [serviceTypes]?: infer Types;
}
  ? Types extends ServiceTypes
    ? ServiceRef<Types, Step>
    : never
  : Runs extends {
        readonly kind: 'supervisor';
        readonly [childTypes]?: infer Children extends ChildTypes;
        readonly [stepTypes]?: infer Inner extends string;
      }
    ? Runs extends {
        readonly [templateTypes]?: infer Template;
        readonly [instanceTypes]?: infer Instance;
      }
      ? unknown extends Template
        ? SupervisorRef<Children, Inner>
        : DynamicSupervisorRef<Exclude<Template, undefined>, Inner, Exclude<Instance, undefined>>
      : SupervisorRef<Children, Inner>
    : Runs extends AnyActorLogic
      ? ServiceRef<LogicTypes<Runs>, Step>
      : never;

export type ChildRefs<Children extends ChildTypes, Step extends string> = {
  readonly [Id in keyof Children]: RefOf<Children[Id], Step>;
};
