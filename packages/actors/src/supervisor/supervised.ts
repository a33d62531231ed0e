import type {
  ChildRecord,
  FaultContext,
  FaultOrigin,
  HealthStatus,
  JudgedFault,
  StopMode,
  SupervisorState,
  UndatedInput,
} from '@kintsugi/core';
import type { AnyActorRef } from 'xstate';
import type { Policy } from '../policy/policy.ts';
import type { Child } from '../service/child.ts';
import type { Service } from '../service/service.ts';
import type { Caller } from '../tree/caller.ts';
import type { TreeContext } from '../tree/tree-context.ts';
import type { Answer, Operators } from './operators.ts';
import type { ParentLink } from './parent-link.ts';

/** What a child tells its supervisor; the supervisor adds the time and a number of chance. */
export type ChildReport = Extract<UndatedInput, { type: `report.${string}` }>;

/** What a supervisor sees of a child: a service or another supervisor. */
export interface Supervised {
  readonly ref: AnyActorRef;
  /** What it runs; undefined for a supervisor. */
  readonly service: Service | undefined;
  /** State of the chart of a service; a supervisor's own chart is moved by itself. */
  readonly state: string | undefined;
  /** How it stands; undefined when it was stopped by order. */
  readonly health: HealthStatus | undefined;
  /** Whose start or stop, its own or one ahead of it, must be over before it is up. */
  readonly starts: readonly Caller[];
  /** Described anew, a nested supervisor is that from its next start on. */
  readonly describe?: (child: Child) => void;
  startLife(epoch: number, incarnation: number): void;
  stopLife(epoch: number, mode: StopMode, withinMs: number): void;
  /** A stop under way gets a shorter deadline. */
  hurryStop(withinMs: number): void;
  /** It is no longer waited for. */
  abandon(): void;
  retry(epoch: number): void;
  runStep(epoch: number, step: string, faultId: string): void;
  settleParked(fate: 'reject' | 'fallback'): void;
  /** Its chart moves. */
  move(event: string, context: FaultContext | undefined): void;
  /** A deadline that it has set has come. */
  onDue(kind: ChildDeadline): void;
  /** What was thrown; of no particular fault, the last that was. */
  errorOf(faultId: string | undefined): unknown;
  /** What its start has handed to whoever asked for it. */
  readonly startInfo: unknown;
  /** Something that it depends on has gone down, or has come back. */
  tellDependency(dependency: string, isUp: boolean): void;
  sweep(now: number): number;
  /** The whole tree is gone, now. */
  destroy(): void;
}

/** Deadlines that a child sets itself, because only it knows whether it is still at it. */
export type ChildDeadline = 'start' | 'stop' | 'slowStop' | 'step';

/** Brings a description to life under its supervisor. */
export type MakeChild = (host: Host, child: Child) => Supervised;

/** What a child needs of its supervisor. */
export interface Host {
  readonly tree: TreeContext;
  readonly policy: Policy<string>;
  readonly state: Readonly<SupervisorState>;
  readonly members: ReadonlyMap<string, Supervised>;
  readonly parent: ParentLink;
  /** The supervisor's own actor. */
  readonly ref: AnyActorRef;
  readonly pathOf: (id: string) => string;
  /** Knows what a child's next life is made from, if that has changed. */
  readonly roster: {
    newDescriptionOf(id: string): Child | undefined;
    forgetInput(id: string): boolean;
  };
  readonly recordOf: (id: string) => ChildRecord | undefined;
  readonly dispatch: (report: ChildReport) => void;
  readonly order: (give: (operators: Operators) => Promise<Answer>) => Promise<Answer>;
  readonly judge: (id: string, error: unknown, origin: FaultOrigin) => JudgedFault;
  readonly arm: (id: string, deadline: ChildDeadline, delayMs: number) => void;
  readonly disarm: (id: string, deadline: ChildDeadline) => void;
  /** A nested supervisor's roll-up has changed. */
  readonly healthChanged: (was: HealthStatus | undefined, health: HealthStatus | undefined) => void;
  readonly joinSweep: (id: string, withinMs: number) => void;
}
