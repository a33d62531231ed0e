import { type FaultContext, type HealthStatus, healthOf, type StopMode } from '@kintsugi/core';
import type { AnyActorLogic, AnyActorRef } from 'xstate';
import { childActor } from '../service/child-actor.ts';
import type { ParentLink } from './parent-link.ts';
import type { ChildDeadline, Host, Supervised } from './supervised.ts';
import { supervisorOf } from './supervisor-logic.ts';

const SLOW_STOP_MS = 30_000;

/** A supervisor as a child: restarted in place, its failure is one fault for its parent. */
export class NestedSupervisor implements Supervised {
  readonly #host: Host;
  readonly #id: string;
  readonly ref: AnyActorRef;
  /** Where the parent's record says it is: the chart of a child, not its own. */
  #state = 'starting';
  #health: HealthStatus = 'unhealthy';
  #epoch = 0;
  #life: 'none' | 'starting' | 'up' | 'stopping' = 'none';
  #lastFault: { readonly id: string; readonly error: unknown } | undefined;

  constructor(host: Host, id: string, logicAt: (link: ParentLink) => AnyActorLogic) {
    this.#host = host;
    this.#id = id;
    const link: ParentLink = {
      tree: host.tree,
      path: host.pathOf(id),
      isRoot: false,
      onStarted: () => this.#onStarted(),
      onEnded: (failure) => this.#onEnded(failure),
      onHealthChanged: (_was, health) => this.#onHealthChanged(health),
    };
    this.ref = childActor(logicAt(link), id, host.ref);
    // Without children it is healthy from the start, and never tells of a change.
    this.#health = this.#supervisor?.health.status ?? 'unhealthy';
  }

  get #supervisor() {
    return supervisorOf(this.ref.getSnapshot());
  }

  /** Its children's roll-up while it runs; else what its own state says. */
  get health(): HealthStatus | undefined {
    return this.#state === 'running' ? this.#health : healthOf(this.#state);
  }

  move(event: string, _context: FaultContext | undefined): void {
    this.#state = this.#host.policy.chart.next(this.#state, event) ?? this.#state;
  }

  startLife(epoch: number): void {
    this.#epoch = epoch;
    this.#life = 'starting';
    this.#supervisor?.dispatch({ type: 'supervisor.start' });
  }

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

  #onEnded(failure: { readonly error: unknown } | undefined): void {
    const life = this.#life;
    const base = { id: this.#id, epoch: this.#epoch };
    if (life === 'stopping') {
      this.#life = 'none';
      this.#host.disarm(this.#id, 'stop');
      this.#host.disarm(this.#id, 'slowStop');
      this.#host.dispatch({ type: 'report.stopped', ...base });
      return;
    }
    const fault = this.#host.judge(
      this.#id,
      failure?.error ?? new Error('it was stopped from outside'),
      'supervisor',
    );
    this.#lastFault = { id: fault.id, error: failure?.error };
    if (life === 'starting') {
      this.#life = 'none';
      this.#host.dispatch({ type: 'report.startFailed', ...base, fault, pending: false });
    } else this.#host.dispatch({ type: 'report.fault', ...base, fault });
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

  errorOf(faultId: string): unknown {
    return this.#lastFault?.id === faultId ? this.#lastFault.error : undefined;
  }

  forgetErrors(): void {
    this.#lastFault = undefined;
  }

  destroy(): void {
    this.#supervisor?.destroyMembers();
  }

  // A supervisor handles no requests, and runs no steps but restart, fail and escalate.

  retry(): void {}
  settleParked(): void {}
  sweep(): number {
    return Infinity;
  }

  /** A custom step of the parent's policy: it has no worker of its own to run against. */
  runStep(epoch: number, step: string): void {
    this.#host.dispatch({ type: 'report.attemptSettled', id: this.#id, epoch, step });
  }
}
