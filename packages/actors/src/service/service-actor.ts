import {
  errorRecord,
  type FaultContext,
  type FaultOrigin,
  healthOf,
  type HealthStatus,
  type JudgedFault,
  type Phase,
  type StopMode,
  type SupervisionEvent,
  type UndeliverableReason,
} from '@kintsugi/core';
import type { AnyActorRef, AnyActorScope, EventObject } from 'xstate';
import type { ChartSnapshot } from '../chart/compile-chart.ts';
import { LiveSnapshot, type SnapshotOwner } from '../chart/live-snapshot.ts';
import type { ChildDeadline, Host, Supervised } from '../supervisor/supervised.ts';
import type { Clock } from '../tree/clock.ts';
import { StartTimeoutError, UnexpectedExitError } from '../tree/errors.ts';
import { childActor } from './child-actor.ts';
import type { Child } from './child.ts';
import { FaultErrors } from './fault-errors.ts';
import { FunctionWork, IGNORED } from './function-work.ts';
import { Life } from './life.ts';
import { LogicWork } from './logic-work.ts';
import type { Operation } from './operation.ts';
import type { Service } from './service.ts';
import { callHook } from './settle.ts';
import type { FaultDetail, Work, WorkPlace } from './work.ts';

/** An unlimited stop that takes this long is told about. */
const SLOW_STOP_MS = 30_000;

/**
 * A service in the tree: the logic of its own actor, moved by its supervisor alone, around the work
 * that it does. One object a service, because there may be 100,000 of them.
 */
export class ServiceActor implements Supervised, WorkPlace, SnapshotOwner {
  readonly #host: Host;
  readonly #id: string;
  readonly service: Service;
  readonly input: unknown;
  readonly work: Work;
  readonly ref: AnyActorRef;
  #scope: AnyActorScope | undefined;
  #state = 'starting';
  #context: FaultContext | undefined;
  /** The move that is expected: an event of that name from anybody else moves nothing. */
  #expected: EventObject | undefined;
  life: Life | undefined;
  #errors: FaultErrors | undefined;
  #workerRecord: Readonly<Record<string, AnyActorRef>> | undefined;

  constructor(host: Host, child: Child, service: Service) {
    this.#host = host;
    this.#id = child.id;
    this.service = service;
    this.input = child.input;
    const { hooks, logic } = service;
    if (hooks !== undefined) this.work = new FunctionWork(this, hooks);
    else if (logic === undefined) throw new Error('a service has hooks or logic');
    else this.work = new LogicWork(this, logic);
    this.ref = childActor(this, child.id, host.ref);
  }

  get path(): string {
    return this.#host.pathOf(this.#id);
  }

  get clock(): Clock {
    return this.#host.tree.clock;
  }

  get patternWindowMs(): number {
    return this.#host.policy.escalation.pattern.windowMs;
  }

  get state(): string {
    return this.#state;
  }

  get health(): HealthStatus | undefined {
    return healthOf(this.#state);
  }

  get lastError(): unknown {
    return this.#errors?.last;
  }

  // The logic of its actor.

  /** The chart, for inspectors. */
  get config(): unknown {
    return this.#host.policy.chart.chart;
  }

  getInitialSnapshot(scope: AnyActorScope): unknown {
    this.#scope = scope;
    return this.#snapshot('active');
  }

  transition(snapshot: unknown, event: EventObject): unknown {
    if (event.type === 'xstate.stop') return this.#snapshot('stopped');
    if (event === this.#expected) {
      this.#expected = undefined;
      return this.#snapshot('active');
    }
    if (event.type === 'service.recover') this.#host.recover(this.#id);
    else this.work.receive(event);
    return snapshot;
  }

  #snapshot(status: 'active' | 'stopped'): ChartSnapshot<string> | LiveSnapshot {
    const { row, stoppedRow } = this.#host.policy.chart;
    const shared = status === 'active' ? row(this.#state) : stoppedRow(this.#state);
    const isShared = this.#context === undefined && this.service.logic === undefined;
    if (isShared) return shared;
    return new LiveSnapshot(
      shared,
      this,
      this.#context === undefined ? {} : { context: this.#context },
    );
  }

  getPersistedSnapshot({
    value,
    status,
  }: {
    readonly value: string;
    readonly status: string;
  }): unknown {
    return { value, status, output: undefined, error: undefined };
  }

  get children(): Readonly<Record<string, AnyActorRef>> {
    const { worker } = this.work;
    if (this.#workerRecord?.['worker'] !== worker || this.#workerRecord === undefined)
      this.#workerRecord = Object.freeze(worker === undefined ? {} : { worker });
    return this.#workerRecord;
  }

  get phase(): Phase | undefined {
    return this.#host.recordOf(this.#id)?.phase;
  }

  // What its supervisor orders.

  move(event: string, context: FaultContext | undefined): void {
    const next = this.#host.policy.chart.next(this.#state, event);
    if (next === undefined)
      throw new Error(`${this.path}: the chart has no "${event}" in "${this.#state}"`);
    this.#state = next;
    this.#context = context;
    const move = { type: event };
    this.#expected = move;
    this.ref.send(move);
    this.work.moved(next);
  }

  startLife(epoch: number, incarnation: number): void {
    const life = new Life(epoch, incarnation);
    this.life = life;
    const pending = callHook(
      () => this.work.start(life),
      () => this.#startSettled(life),
      (error) => this.#startSettled(life, { error }),
    );
    const { startWithinMs } = this.service.settings;
    if (pending && startWithinMs !== Infinity) this.#host.arm(this.#id, 'start', startWithinMs);
  }

  #startSettled(life: Life, failure?: { readonly error: unknown }): void {
    life.isStarting = false;
    if (life.isEnding) {
      if (failure === undefined) this.work.releaseLate(life);
      this.#stopSettled(life);
      return;
    }
    this.#host.disarm(this.#id, 'start');
    if (failure === undefined) {
      this.#host.report({ type: 'report.started', id: this.#id, epoch: life.epoch });
      this.work.started(life);
    } else if (failure.error === IGNORED) this.reportExit(life);
    else this.#reportStartFailed(life, failure.error, false);
  }

  #reportStartFailed(life: Life, error: unknown, pending: boolean): void {
    const fault = this.judge(error, 'start');
    this.#host.report({
      type: 'report.startFailed',
      id: this.#id,
      epoch: life.epoch,
      fault,
      pending,
    });
  }

  stopLife(epoch: number, mode: StopMode, withinMs: number): void {
    const { life } = this;
    if (life === undefined) {
      this.#host.report({ type: 'report.stopped', id: this.#id, epoch });
      return;
    }
    this.#host.disarm(this.#id, 'start');
    life.epoch = epoch;
    life.isEnding = true;
    life.abort(() => new Error(`${this.path}: incarnation ${life.incarnation} is being stopped`));
    if (mode === 'brutal_kill') {
      this.work.kill(life);
      life.isKilled = true;
      this.#reportStopped(life);
      return;
    }
    const pending = life.isStarting || this.#runStop(life, mode);
    if (pending) this.#armStop(withinMs);
  }

  #runStop(life: Life, mode: Exclude<StopMode, 'brutal_kill'>): boolean {
    return callHook(
      () => this.work.stop(life, mode),
      () => this.#stopSettled(life),
      (error) => this.#stopSettled(life, { error }),
    );
  }

  #armStop(withinMs: number): void {
    if (withinMs === Infinity) this.#host.arm(this.#id, 'slowStop', SLOW_STOP_MS);
    else this.#host.arm(this.#id, 'stop', withinMs);
  }

  #stopSettled(life: Life, failure?: { readonly error: unknown }): void {
    if (life.isKilled) return;
    if (life.isAbandoned) {
      this.#host.report({ type: 'report.abandonedSettled', id: this.#id, epoch: life.epoch });
      return;
    }
    this.#host.disarm(this.#id, 'stop');
    this.#host.disarm(this.#id, 'slowStop');
    this.#reportStopped(life, failure);
  }

  #reportStopped(life: Life, failure?: { readonly error: unknown }): void {
    if (this.life === life) this.life = undefined;
    const report = { type: 'report.stopped', id: this.#id, epoch: life.epoch } as const;
    this.#host.report(
      failure === undefined ? report : { ...report, error: errorRecord(failure.error) },
    );
  }

  hurryStop(withinMs: number): void {
    if (this.life?.isEnding !== true) return;
    this.#host.disarm(this.#id, 'slowStop');
    this.#host.arm(this.#id, 'stop', withinMs);
  }

  abandon(): void {
    const { life } = this;
    if (life === undefined) return;
    life.isAbandoned = true;
    this.work.kill(life);
    this.life = undefined;
  }

  retry(epoch: number): void {
    const { life } = this;
    if (life === undefined) return;
    life.epoch = epoch;
    this.work.retry(life);
  }

  runStep(epoch: number, step: string, faultId: string): void {
    const settled = (failure?: { readonly error: unknown }) => {
      const report = { type: 'report.attemptSettled', id: this.#id, epoch } as const;
      this.#host.report(
        failure === undefined ? report : { ...report, fault: this.judge(failure.error, 'step') },
      );
    };
    callHook(
      () => this.#stepHook(step, faultId),
      () => settled(),
      (error) => settled({ error }),
    );
  }

  #stepHook(step: string, faultId: string): unknown {
    if (step === 'fallback') return this.service.hooks?.degrade?.();
    const { signal } = this.life ?? new Life(0, 0);
    return this.#host.policy.runs.get(step)?.({
      path: this.path,
      error: this.errorOf(faultId),
      signal,
    });
  }

  settleParked(fate: 'reject' | 'fallback'): void {
    this.work.settleParked(fate);
  }

  onDue(kind: ChildDeadline): void {
    const { life } = this;
    if (life === undefined) return;
    const { epoch } = life;
    switch (kind) {
      case 'start':
        if (life.isStarting)
          this.#reportStartFailed(
            life,
            new StartTimeoutError(this.path, this.service.settings.startWithinMs),
            true,
          );
        break;
      case 'stop':
        this.#host.report({ type: 'report.stopOverdue', id: this.#id, epoch });
        break;
      case 'slowStop':
        this.#host.report({ type: 'report.stopSlow', id: this.#id, epoch, waitedMs: SLOW_STOP_MS });
        break;
    }
  }

  sweep(now: number): number {
    return this.work.sweep(now);
  }

  destroy(): void {
    this.#state = 'stopped';
    this.work.destroy();
    this.life?.abort(() => new Error(`${this.path}: the tree was stopped`));
  }

  // What its work tells.

  submit(operation: Operation): void {
    this.work.submit(operation);
  }

  judge(error: unknown, origin: FaultOrigin): JudgedFault {
    const fault = this.#host.judge(error, origin);
    this.#errors ??= new FaultErrors();
    this.#errors.add(fault.id, error);
    return fault;
  }

  errorOf(faultId: string): unknown {
    return this.#errors?.get(faultId);
  }

  forgetErrors(): void {
    this.#errors?.forgetAllButLast();
  }

  reportFault(life: Life, fault: JudgedFault, detail: FaultDetail = {}): void {
    this.#host.report({ type: 'report.fault', id: this.#id, epoch: life.epoch, fault, ...detail });
  }

  reportExit(life: Life): void {
    const fault = this.judge(new UnexpectedExitError(this.path, 'normal'), 'exit');
    this.#host.report({
      type: 'report.exited',
      id: this.#id,
      epoch: life.epoch,
      exit: 'normal',
      fault,
    });
  }

  reportAttempt(life: Life, fault?: JudgedFault, more = 0): void {
    const report = { type: 'report.attemptSettled', id: this.#id, epoch: life.epoch } as const;
    this.#host.report(fault === undefined ? report : { ...report, fault, more });
  }

  publish(event: SupervisionEvent): void {
    this.#host.tree.publish(event);
  }

  undeliverable(kind: 'ask' | 'tell', reason: UndeliverableReason): void {
    const { clock } = this.#host.tree;
    this.publish({ type: 'message.undeliverable', at: clock.now(), path: this.path, kind, reason });
  }

  joinSweep(): void {
    const { handleWithinMs } = this.service.settings;
    if (handleWithinMs !== Infinity) this.#host.joinSweep(this.#id, handleWithinMs);
  }

  newRequestId(): string {
    const { random } = this.#host.tree;
    const part = () =>
      Math.floor(random() * 2 ** 48)
        .toString(16)
        .padStart(12, '0');
    return `${part()}${part()}`;
  }

  stopWorker(worker: AnyActorRef): void {
    this.#scope?.stopChild(worker);
  }
}
