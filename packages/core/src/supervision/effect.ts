import type { Severity } from '../fault/severity.ts';
import type { SupervisionEvent } from '../supervision-event.ts';
import type { ChildSpec } from './spec.ts';
import type { Ending, TimerKind } from './state.ts';

/** Why an operator's order was not, or not yet, carried out. OTP's words where OTP has one. */
export type CommandRefusal =
  /** It is being started or healed already. */
  | 'in_progress'
  | 'running'
  | 'restarting'
  | 'stopping'
  | 'stopped'
  /** It was tried, and the child is degraded or failed. */
  | 'failed'
  /** A start that was ordered has failed; the child is idle, or was not added. */
  | 'start_failed'
  | 'already_started'
  | 'already_present'
  | 'max_children'
  | 'not_found'
  /** What it depends on is down, and it asks not to be started then. */
  | 'dependency_down'
  /** Not to be done to an instance of a template. */
  | 'simple_one_for_one';

/** What a service that is not well says of itself: the context of its chart's snapshot. */
export interface FaultContext {
  readonly incident: string;
  readonly severity: Severity;
  readonly step: string;
  readonly attempt: number;
  /** When the next attempt is due, in milliseconds of the clock. */
  readonly nextAt?: number;
}

/** What an operator's command came to. */
export type CommandResult =
  | {
      readonly ok: true;
      /** Its start has answered `ignore`: there is no worker. */
      readonly ignored?: true;
    }
  | {
      readonly ok: false;
      readonly reason: CommandRefusal;
      /** The child's state when the answer was given. */
      readonly state: string;
      /** Id of the fault, when a start has failed. */
      readonly fault?: string;
    };

/** How a worker is to end. `restart` aborts what is in flight; `shutdown` lets it drain. */
export type StopMode = 'restart' | 'shutdown' | 'brutal_kill';

/** What the reducer wants done: data, carried out in order by the runtime. */
export type Effect =
  | {
      readonly type: 'tell';
      readonly id: string;
      readonly event: string;
      readonly context: FaultContext | undefined;
    }
  | { readonly type: 'tellSelf'; readonly event: string }
  | {
      readonly type: 'startChild';
      readonly id: string;
      readonly epoch: number;
      readonly incarnation: number;
    }
  | {
      readonly type: 'stopChild';
      readonly id: string;
      readonly epoch: number;
      readonly mode: StopMode;
      readonly withinMs: number;
    }
  /** A second, shorter deadline for a stop under way. */
  | { readonly type: 'hurryStop'; readonly id: string; readonly withinMs: number }
  | { readonly type: 'abandonChild'; readonly id: string; readonly epoch: number }
  | { readonly type: 'retryChild'; readonly id: string; readonly epoch: number }
  | {
      readonly type: 'runStep';
      readonly id: string;
      readonly epoch: number;
      readonly step: string;
      readonly fault: string;
    }
  | { readonly type: 'settleParked'; readonly id: string; readonly fate: 'reject' | 'fallback' }
  | {
      readonly type: 'addChild';
      readonly id: string;
      readonly spec: ChildSpec;
      /** Whose order it was. */
      readonly ticket?: number;
    }
  | {
      readonly type: 'tellDependency';
      readonly id: string;
      readonly dependency: string;
      readonly isUp: boolean;
    }
  | { readonly type: 'removeChild'; readonly id: string }
  | {
      readonly type: 'schedule';
      readonly id: string;
      readonly kind: TimerKind;
      readonly at: number;
    }
  | { readonly type: 'cancel'; readonly id: string; readonly kind: TimerKind }
  | { readonly type: 'report'; readonly event: SupervisionEvent }
  | { readonly type: 'answer'; readonly ticket: number; readonly result: CommandResult }
  /** The supervisor has started all its children. */
  | { readonly type: 'started' }
  /** Every child is stopped or abandoned. */
  | { readonly type: 'ended'; readonly ending: Ending };
