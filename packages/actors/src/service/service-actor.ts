import {
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
import type { AnyActorRef, EventObject } from 'xstate';
import type { ChartSnapshot } from '../chart/compile-chart.ts';
import { LiveSnapshot, type SnapshotOwner } from '../chart/live-snapshot.ts';
import { Move } from '../chart/move.ts';
import type { ChildDeadline, Host, ChildReport, Supervised } from '../supervisor/supervised.ts';
import type { Caller } from '../tree/caller.ts';
import { startsAheadOf } from '../supervisor/turn-to-start.ts';
import { UnexpectedExitError } from '../tree/errors.ts';
import type { Obstacle } from '../tree/self-call.ts';
import type { TreeContext } from '../tree/tree-context.ts';
import { childActor } from './child-actor.ts';
import type { Child } from './child.ts';
import { FaultErrors } from './fault-errors.ts';
import { FunctionWork } from './function-work.ts';
import type { Life } from './life.ts';
import {
  abandonLife,
  destroyLife,
  hurryStop,
  type Living,
  onLifeDue,
  retryLife,
  startLife,
  stopLife,
} from './lives.ts';
import { LogicWork } from './logic-work.ts';
import { mayWait } from './may-wait.ts';
import { obstacleAt, startsOf } from './obstacle.ts';
import { type RunningStep, runStep } from './run-step.ts';
import type { Service, ServiceExit } from './service.ts';
import type { FaultDetail, Work } from './work.ts';

/**
 * A service in the tree: the logic of its own actor, moved by its supervisor alone, around the work
 * that it does. One object a service, because there may be 100,000 of them.
 */
export class ServiceActor implements Supervised, Living, SnapshotOwner {
  readonly #host: Host;
  readonly id: string;
  service: Service;
  input: unknown;
  readonly work: Work;
  readonly ref: AnyActorRef;
  #state = 'starting';
  #context: FaultContext | undefined;
  life: Life | undefined;
  step: RunningStep | undefined;
  #errors: FaultErrors | undefined;
  #isDestroyed = false;

  constructor(host: Host, child: Child, service: Service) {
    this.#host = host;
    this.id = child.id;
    this.service = service;
    this.input = child.input;
    const { hooks, logic } = service;
    if (hooks !== undefined) this.work = new FunctionWork(this, hooks);
    else if (logic === undefined) throw new Error('a service has hooks or logic');
    else this.work = new LogicWork(this, logic);
    this.ref = childActor(this, child.id, host.ref);
  }

  get path(): string {
    return this.#host.pathOf(this.id);
  }

  get tree(): TreeContext {
    return this.#host.tree;
  }

  /** What the start of its life had to say to whoever asked for it. */
  get startInfo(): unknown {
    return this.life?.startInfo;
  }

  get starts(): readonly Caller[] {
    return startsOf(this);
  }

  get startsAhead(): readonly Caller[] {
    return startsAheadOf(this.#host, this.id);
  }

  get obstacle(): Obstacle | undefined {
    return obstacleAt(this);
  }

  get patternWindowMs(): number {
    return this.#host.policy.escalation.pattern.windowMs;
  }

  get state(): string {
    return this.#state;
  }

  /** One that was left idle says why, and is missed. */
  get health(): HealthStatus | undefined {
    const isLeftIdle = this.#state === 'stopped' && this.#context !== undefined;
    return isLeftIdle ? 'unhealthy' : healthOf(this.#state);
  }

  get lastError(): unknown {
    return this.#errors?.last;
  }

  // The logic of its actor.

  /** The chart, for inspectors. */
  get config(): unknown {
    return this.#host.policy.chart.chart;
  }

  getInitialSnapshot(): unknown {
    return this.#snapshot('active');
  }

  transition(snapshot: unknown, event: EventObject): unknown {
    if (event.type === 'xstate.stop') return this.#snapshot('stopped');
    const moved = Move.carryOut(event);
    if (moved !== undefined) return moved;
    if (event.type === 'service.recover')
      void this.#host.order((operators) => operators.order('recover', this.id));
    else this.tree.callers.asNobody(() => this.work.receive(event));
    return snapshot;
  }

  #snapshot(status: 'active' | 'stopped'): ChartSnapshot<string> | LiveSnapshot {
    const { row, stoppedRow } = this.#host.policy.chart;
    const shared = status === 'active' ? row(this.#state) : stoppedRow(this.#state);
    const isPlain = this.#context === undefined && this.service.logic === undefined;
    if (isPlain && !mayWait(this.#state, this.#host.recordOf(this.id))) return shared;
    return new LiveSnapshot(shared, this, this.#context && { context: this.#context });
  }

  getPersistedSnapshot({ value, status }: ChartSnapshot<string>): unknown {
    return { value, status, output: undefined, error: undefined };
  }

  get children(): Readonly<Record<string, AnyActorRef>> {
    return this.work.children;
  }

  get phase(): Phase | undefined {
    return this.#host.recordOf(this.id)?.phase;
  }

  // What its supervisor orders.

  move(event: string, context: FaultContext | undefined): void {
    const next = this.#host.policy.chart.next(this.#state, event);
    if (next === undefined)
      throw new Error(`${this.path}: the chart has no "${event}" in "${this.#state}"`);
    this.#state = next;
    this.#context = context;
    this.step?.abort();
    this.ref.send(new Move(event, this.#snapshot('active')));
    this.work.moved(next);
  }

  startLife(epoch: number, incarnation: number): void {
    startLife(this, epoch, incarnation, this.#host.roster.newDescriptionOf(this.id));
  }

  /** A temporary child is not started again: what it was started with may be large, and goes. */
  forgetInput(): void {
    if (this.input !== undefined && this.#host.roster.forgetInput(this.id)) this.input = undefined;
  }

  stopLife(epoch: number, mode: StopMode, withinMs: number): void {
    stopLife(this, epoch, mode, withinMs);
  }

  hurryStop(withinMs: number): void {
    hurryStop(this, withinMs);
  }

  abandon(): void {
    abandonLife(this);
  }

  retry(epoch: number): void {
    retryLife(this, epoch);
  }

  runStep(epoch: number, step: string, faultId: string): void {
    runStep(this, step, this.#host.policy.runs.get(step), { epoch, error: this.errorOf(faultId) });
  }

  settleParked(fate: 'reject' | 'fallback'): void {
    this.work.settleParked(fate);
  }

  onDue(kind: ChildDeadline): void {
    if (kind === 'step') this.step?.timeOut();
    else onLifeDue(this, kind);
  }

  sweep(now: number): number {
    return this.work.sweep(now);
  }

  /** One that does not run learns it by what happens to its requests. */
  tellDependency(dependency: string, isUp: boolean): void {
    if (this.life?.isStarting === false) this.work.tellDependency({ dependency, isUp });
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#state = 'stopped';
    destroyLife(this);
  }

  // What its lives and its work tell.

  /** A service whose tree is gone is silent: another may stand in its place. */
  tell(report: ChildReport): void {
    if ('fault' in report && report.fault !== undefined) this.#errors?.tell(report.fault.id);
    if (!this.#isDestroyed) this.#host.dispatch(report);
  }

  arm(deadline: ChildDeadline, delayMs: number): void {
    this.#host.arm(this.id, deadline, delayMs);
  }

  disarm(deadline: ChildDeadline): void {
    if (!this.#isDestroyed) this.#host.disarm(this.id, deadline);
  }

  judge(error: unknown, origin: FaultOrigin): JudgedFault {
    const fault = this.#host.judge(this.id, error, origin);
    (this.#errors ??= new FaultErrors()).add(fault.id, error);
    return fault;
  }

  errorOf(faultId: string | undefined): unknown {
    return faultId === undefined ? this.lastError : this.#errors?.get(faultId);
  }

  reportFault({ epoch }: Life, fault: JudgedFault, detail: FaultDetail = {}): void {
    this.tell({ type: 'report.fault', id: this.id, epoch, fault, ...detail });
  }

  reportExit(life: Life, exit: ServiceExit): void {
    const fault = this.judge(new UnexpectedExitError(this.path, exit), 'exit');
    this.tell({ type: 'report.exited', id: this.id, epoch: life.epoch, exit, fault });
  }

  reportAttempt(life: Life, fault?: JudgedFault, more = 0): void {
    const { id } = this;
    const report = { type: 'report.attemptSettled', id, step: 'retry', epoch: life.epoch } as const;
    this.tell(fault === undefined ? report : { ...report, fault, more });
  }

  publish(event: SupervisionEvent): void {
    this.tree.publish(event);
  }

  undeliverable(kind: 'ask' | 'tell', reason: UndeliverableReason): void {
    const at = this.tree.clock.now();
    this.publish({ type: 'message.undeliverable', at, path: this.path, kind, reason });
  }

  joinSweep(): void {
    const { handleWithinMs } = this.service.settings;
    if (handleWithinMs !== Infinity) this.#host.joinSweep(this.id, handleWithinMs);
  }
}
