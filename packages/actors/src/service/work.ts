import type {
  FaultOrigin,
  JudgedFault,
  StopMode,
  SupervisionEvent,
  UndeliverableReason,
} from '@kintsugi/core';
import type { AnyActorRef } from 'xstate';
import type { Obstacle } from '../tree/self-call.ts';
import type { Life } from './life.ts';
import type { Mailbox } from './mailbox.ts';
import type { Operation, OperationOwner } from './operation.ts';
import type { DependencyChange, Service, ServiceExit } from './service.ts';

/** What the work of a service needs of the service around it. */
export interface WorkPlace extends OperationOwner {
  readonly service: Service;
  readonly input: unknown;
  /** Length of the window in which operations are counted, in milliseconds. */
  readonly patternWindowMs: number;
  /** State of the lifecycle chart. */
  readonly state: string;
  /** The life that may speak for the service; undefined while there is none. */
  readonly life: Life | undefined;
  /** The error that brought the service where it is. */
  readonly lastError: unknown;
  /** The service's own actor: the parent of a worker. */
  readonly ref: AnyActorRef;
  readonly judge: (error: unknown, origin: FaultOrigin) => JudgedFault;
  readonly reportFault: (life: Life, fault: JudgedFault, detail?: FaultDetail) => void;
  readonly reportExit: (life: Life, exit: ServiceExit) => void;
  readonly reportAttempt: (life: Life, fault?: JudgedFault, more?: number) => void;
  readonly publish: (event: SupervisionEvent) => void;
  readonly undeliverable: (kind: 'ask' | 'tell', reason: UndeliverableReason) => void;
  /** Asks to be looked after by the supervisor's sweep for requests that take too long. */
  readonly joinSweep: () => void;
}

export interface FaultDetail {
  readonly operations?: { readonly settled: number; readonly failed: number };
  readonly more?: number;
}

/** What a service does inside: functions, or any XState logic. */
export interface Work {
  readonly worker: AnyActorRef | undefined;
  /** The same as XState looks for it. */
  readonly children: Readonly<Record<string, AnyActorRef>>;
  /** What waits; undefined when nothing ever has. */
  readonly waiting: Mailbox<Operation> | undefined;
  /** Begins a life. A throw or rejection is a failed start. */
  start(life: Life): unknown;
  /** The start has succeeded and has been reported. */
  started(life: Life): void;
  /** Ends a life: `restart` aborts what is in flight, `shutdown` lets it finish. */
  stop(life: Life, mode: Exclude<StopMode, 'brutal_kill'>): unknown;
  /** Ends a life at once, without cleanup. */
  kill(life: Life): void;
  /** A start that was no longer waited for has succeeded after all. */
  releaseLate(life: Life, onReleased: () => void): void;
  /** The chart has moved. */
  moved(state: string): void;
  /** Tries again what has failed; tells the outcome by `reportAttempt`. */
  retry(life: Life): void;
  /** Ends the waiting of what has failed and is not tried again. */
  settleParked(fate: 'reject' | 'fallback'): void;
  submit(operation: Operation): void;
  /** Something that it depends on has gone down, or has come back. */
  tellDependency(change: DependencyChange): void;
  /** What a request that comes now would have to wait for, as far as it is known. */
  readonly obstacle: Obstacle | undefined;
  /** Ends requests that have taken too long. Answers when the next will have, or Infinity. */
  sweep(now: number): number;
  /** An event that reached the service's actor and is not the lifecycle's. */
  receive(event: { readonly type: string }): void;
  /** The whole tree is gone, now. Answers whether its life has not ended with that: then `onEnded` may tell. */
  destroy(onEnded: () => void): boolean;
}
