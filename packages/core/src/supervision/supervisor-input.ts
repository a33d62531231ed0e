import type { OperationCount } from '../fault/operation-window.ts';
import type { FaultReport } from '../supervision-event.ts';
import type { ErrorRecord } from '../fault/error-record.ts';
import type { ChildSpec, SupervisorSpec } from './spec.ts';
import type { Command, TimerKind } from './state.ts';

/** A fault with everything that had to be looked up or judged outside the reducer. */
export interface JudgedFault extends FaultReport {
  /** What the other side asked us to wait: milliseconds. */
  readonly retryAfterMs?: number;
}

interface Input<Type extends string> {
  readonly type: Type;
  /** Milliseconds of the tree's clock. */
  readonly at: number;
  /** A number in [0, 1); read only where a backoff has jitter. */
  readonly random: number;
}

interface Report<Type extends string> extends Input<`report.${Type}`> {
  readonly id: string;
  readonly epoch: number;
}

/** Everything that can happen to a supervisor. Time, chance and judgement arrive in the event. */
export type SupervisorInput =
  | Input<'supervisor.start'>
  | (Input<'supervisor.stop'> & { readonly reason: string; readonly withinMs?: number })
  | Report<'started'>
  /** `pending`: the start took too long and has not ended yet. */
  | (Report<'startFailed'> & { readonly fault: JudgedFault; readonly pending: boolean })
  | (Report<'fault'> & {
      readonly fault: JudgedFault;
      readonly operations?: OperationCount;
      readonly more?: number;
    })
  | (Report<'exited'> & { readonly exit: 'normal' | 'shutdown'; readonly fault: JudgedFault })
  /** A round of retries or a custom step has ended; with a fault when it failed. */
  | (Report<'attemptSettled'> & {
      /** Which: `retry`, `fallback` or the custom step's name. A result of another step than the one in progress is stale. */
      readonly step?: string;
      readonly fault?: JudgedFault;
      readonly more?: number;
    })
  | (Report<'stopped'> & { readonly error?: ErrorRecord })
  | Report<'stopOverdue'>
  | (Report<'stopSlow'> & { readonly waitedMs: number })
  /** A life that was abandoned has ended after all. */
  | Report<'abandonedSettled'>
  | (Input<'agenda.due'> & { readonly id: string; readonly kind: TimerKind })
  /** From now on the reducer is given another spec: its children and theirs are to agree. */
  | (Input<'supervisor.reconfigure'> & {
      /** What the template has made of each running instance, under `simple_one_for_one`. */
      readonly instances?: SupervisorSpec['children'];
    })
  | (Input<'command.startChild'> & {
      readonly id: string;
      readonly ticket: number;
      readonly spec: ChildSpec;
    })
  | (Input<`command.${Exclude<Command, 'startChild'>}`> & {
      readonly id: string;
      readonly ticket: number;
      /** Only for `terminateChild`: end it at once, without cleanup, and cut the stop under way short. */
      readonly brutal?: boolean;
    });

type WithoutTime<Any> = Any extends unknown ? Omit<Any, 'at' | 'random'> : never;

/** A {@link SupervisorInput} before it has its instant and its chance. */
export type UndatedInput = WithoutTime<SupervisorInput>;

/** The member of {@link SupervisorInput} with this type. */
export type SupervisorInputOf<Type extends SupervisorInput['type']> = Extract<
  SupervisorInput,
  { readonly type: Type }
>;
