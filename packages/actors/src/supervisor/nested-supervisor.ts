import {
  type FaultContext,
  type FaultOrigin,
  type HealthStatus,
  healthOf,
  type JudgedFault,
  type StopMode,
} from '@kintsugi/core';
import type { AnyActorLogic, AnyActorRef } from 'xstate';
import { childActor } from '../service/child-actor.ts';
import type { Child } from '../service/child.ts';
import type { Caller } from '../tree/caller.ts';
import { UnexpectedExitError } from '../tree/errors.ts';
import { definitionOf, type SupervisorDefinition } from './definition.ts';
import type { ParentLink, SupervisorFailure } from './parent-link.ts';
import type { ChildDeadline, Host, Supervised } from './supervised.ts';
import { supervisorOf } from './supervisor-logic.ts';
import { startsAheadOf, startsUnderWay } from './turn-to-start.ts';

const SLOW_STOP_MS = 30_000;

/** A supervisor as a child: restarted in place, its failure is one fault for its parent. */
export class NestedSupervisor implements Supervised {
  readonly #host: Host;
  readonly #id: string;
  readonly ref: AnyActorRef;
  readonly service = undefined;
  readonly state = undefined;
  /** What its parent has described it as. */
  #described: SupervisorDefinition;
  /** Described so, and neither started since nor reconfigured by its own path. */
  #isDescribedAnew = false;
  /** Where the parent's record says it is: the chart of a child, not its own. */
  #state = 'starting';
  #health: HealthStatus = 'unhealthy';
  /** It was stopped for a restart that was called off. */
  #isLeftIdle = false;
  #epoch = 0;
  #life: 'none' | 'starting' | 'up' | 'stopping' = 'none';
  #lastFault: { readonly id: string; readonly error: unknown } | undefined;

  constructor(
    host: Host,
    id: string,
    described: SupervisorDefinition,
    logicAt: (link: ParentLink) => AnyActorLogic,
  ) {
    this.#host = host;
    this.#id = id;
    this.#described = described;
    const link: ParentLink = {
      tree: host.tree,
      path: host.pathOf(id),
      isRoot: false,
      onStarted: () => this.#onStarted(),
      onEnded: (failure) => this.#onEnded(failure),
      startsAhead: () => startsAheadOf(host, id),
      onReconfigured: () => {
        this.#isDescribedAnew = false;
      },
      onHealthChanged: (_was, health) => this.#onHealthChanged(health),
    };
    this.ref = childActor(logicAt(link), id, host.ref);
    // Without children it is healthy from the start, and never tells of a change.
    this.#health = this.#supervisor?.health.status ?? 'unhealthy';
  }

  get #supervisor() {
    return supervisorOf(this.ref.getSnapshot());
  }

  get starts(): readonly Caller[] {
    const supervisor = this.#supervisor;
    return supervisor === undefined ? [] : startsUnderWay(supervisor);
  }

  /** Its children's roll-up while it runs; else what its own state says. */
  get health(): HealthStatus | undefined {
    if (this.#state === 'running') return this.#health;
    return this.#isLeftIdle ? 'unhealthy' : healthOf(this.#state);
  }

  move(event: string, context: FaultContext | undefined): void {
    this.#state = this.#host.policy.chart.next(this.#state, event) ?? this.#state;
    this.#isLeftIdle = this.#state === 'stopped' && context !== undefined;
  }

  startLife(epoch: number): void {
    this.#epoch = epoch;
    this.#life = 'starting';
    if (this.#isDescribedAnew) void this.#supervisor?.reconfigure(this.#described);
    this.#supervisor?.dispatch({ type: 'supervisor.start' });
  }

  readonly describe = ({ runs }: Child): void => {
    const definition = definitionOf(runs);
    if (definition === this.#described) return;
    this.#described = definition;
    this.#isDescribedAnew = true;
  };

  #onStarted(): void {
    if (this.#life !== 'starting') return;
    this.#life = 'up';
    this.#host.dispatch({ type: 'report.started', id: this.#id, epoch: this.#epoch });
  }

  stopLife(epoch: number, mode: StopMode, withinMs: number): void {
    this.#epoch = epoch;
    this.#life = 'stopping';
    if (withinMs === Infinity) this.#host.arm(this.#id, 'slowStop', SLOW_STOP_MS);
    else this.#host.arm(this.#id, 'stop', withinMs);
    this.#supervisor?.dispatch({ type: 'supervisor.stop', reason: mode, withinMs });
  }

  hurryStop(withinMs: number): void {
    if (this.#life !== 'stopping') return;
    this.#host.disarm(this.#id, 'slowStop');
    this.#host.arm(this.#id, 'stop', withinMs);
    this.#supervisor?.dispatch({ type: 'supervisor.stop', reason: 'shutdown', withinMs });
  }

  #onEnded(failure: SupervisorFailure | undefined): void {
    if (this.#life === 'stopping') this.#onStopped();
    else if (failure === undefined) this.#onEndedInOrder();
    else this.#onFailed(failure);
  }

  #onStopped(): void {
    this.#life = 'none';
    this.#host.disarm(this.#id, 'stop');
    this.#host.disarm(this.#id, 'slowStop');
    this.#host.dispatch({ type: 'report.stopped', id: this.#id, epoch: this.#epoch });
  }

  /** Auto shutdown, or somebody has stopped it. */
  #onEndedInOrder(): void {
    if (this.#life === 'starting') this.#onStarted();
    const error = new UnexpectedExitError(this.#host.pathOf(this.#id), 'shutdown');
    this.#tellExit(this.#judge(error, 'exit'));
  }

  #onFailed({ error, exit }: SupervisorFailure): void {
    const fault = this.#judge(error, 'supervisor');
    const base = { id: this.#id, epoch: this.#epoch };
    if (this.#life === 'starting') {
      this.#life = 'none';
      this.#host.dispatch({ type: 'report.startFailed', ...base, fault, pending: false });
    } else if (exit === 'error') this.#host.dispatch({ type: 'report.fault', ...base, fault });
    else this.#tellExit(fault);
  }

  #tellExit(fault: JudgedFault): void {
    const base = { id: this.#id, epoch: this.#epoch };
    this.#host.dispatch({ type: 'report.exited', ...base, exit: 'shutdown', fault });
  }

  #judge(error: unknown, origin: FaultOrigin): JudgedFault {
    const fault = this.#host.judge(this.#id, error, origin);
    this.#lastFault = { id: fault.id, error };
    return fault;
  }

  #onHealthChanged(health: HealthStatus): void {
    const before = this.health;
    this.#health = health;
    this.#host.healthChanged(before, this.health);
  }

  /** It will not stop: whatever is below is let go of, and it begins again as new. */
  abandon(): void {
    this.#life = 'none';
    this.#supervisor?.reset();
    this.#host.dispatch({ type: 'report.abandonedSettled', id: this.#id, epoch: this.#epoch });
  }

  onDue(kind: ChildDeadline): void {
    const base = { id: this.#id, epoch: this.#epoch };
    if (this.#life !== 'stopping') return;
    if (kind === 'stop') this.#host.dispatch({ type: 'report.stopOverdue', ...base });
    else this.#host.dispatch({ type: 'report.stopSlow', ...base, waitedMs: SLOW_STOP_MS });
  }

  errorOf(faultId: string | undefined): unknown {
    const isKnown = faultId === undefined || this.#lastFault?.id === faultId;
    return isKnown ? this.#lastFault?.error : undefined;
  }

  destroy(): void {
    this.#supervisor?.destroyMembers();
  }

  // A supervisor handles no requests, and runs no steps but restart, fail and escalate.

  retry(): void {}
  tellDependency(): void {}
  readonly startInfo = undefined;
  settleParked(): void {}
  sweep(): number {
    return Infinity;
  }

  /** A custom step of the parent's policy: it has no worker of its own to run against. */
  runStep(epoch: number, step: string): void {
    this.#host.dispatch({ type: 'report.attemptSettled', id: this.#id, epoch, step });
  }
}
