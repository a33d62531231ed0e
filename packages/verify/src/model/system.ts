import { hasNotBegun, SEVERITIES, type SupervisorState } from '@kintsugi/core';
import { isEnding, type TurnProperty } from '../properties/property.ts';
import { Watch } from '../properties/watch.ts';
import { notGone } from './gone.ts';
import { HEARS, TICK, timerOf, UNFAIR, workOf } from './fairness.ts';
import { Mail } from './mail.ts';
import { place, PLACE, type Point, spend, workerAt } from './point.ts';
import type { Scope } from './scope.ts';
import { ownCode, type StepCode, TICK_CODE, turnCode } from './step-code.ts';
import { Stimuli, TIMERS } from './stimuli.ts';
import { idAt } from './stimulus.ts';
import type { Subject } from './subject.ts';
import {
  type Broken,
  type Reduce,
  SupervisorModel,
  type SupervisorPoint,
  type Turn,
} from './supervisor-model.ts';
import { GOES_WRONG, IS_FREE, type OwnStep } from './own-steps.ts';
import type { WorkerState } from './worker.ts';
import { WorkerModel } from './worker-model.ts';

/** Is called with every step that may be taken next: its fairness class, its code, and where it leads (reused). */
export type Visit = (fairness: number, code: StepCode, next: Point) => void;

/** A step that broke a property at once; thrown out of {@link System.forEachStep}. */
export class BrokenStep extends Error {
  readonly broken: Broken;
  readonly code: StepCode;

  constructor(broken: Broken, code: StepCode) {
    super(broken.text);
    this.broken = broken;
    this.code = code;
  }
}

/** A supervisor, its workers, the mailbox between them and the clock, as one system of steps. */
export class System {
  readonly scope: Scope;
  readonly supervisor: SupervisorModel;
  readonly workers: readonly WorkerModel[];
  readonly watch: Watch;
  readonly mail: Mail;
  readonly width: number;
  readonly stimuli: Stimuli;
  /** Orders that workers were given. */
  directives = 0;
  readonly #next: Point;
  readonly #heard: number[] = [];

  constructor(
    subject: Subject,
    scope: Scope,
    reducer: Reduce,
    properties: readonly TurnProperty[],
  ) {
    const { spec, children } = subject;
    const ids = children.map(({ id }) => id);
    const { pattern, chains } = spec.policy;
    const hasRate = pattern.minFailureRate > 0;
    const retried = SEVERITIES.filter((severity) => chains[severity].includes('retry'));
    this.scope = scope;
    this.mail = new Mail(scope.mailbox, children.length);
    this.watch = new Watch(properties, ids);
    this.supervisor = new SupervisorModel(spec, ids, reducer, this.watch);
    this.workers = children.map(
      ({ spec: child }, index) =>
        new WorkerModel(index, { spec: child, hasRate, retried }, spec.chart, (report) =>
          this.mail.number(report),
        ),
    );
    this.stimuli = new Stimuli(subject, (stimulus) => this.supervisor.stimulus(stimulus));
    this.width = PLACE.workers + this.workers.length;
    this.#next = new Int32Array(this.width);
  }

  /** A supervisor that is about to be started. */
  begin(): Point {
    const point = new Int32Array(this.width);
    point[PLACE.supervisor] = this.supervisor.begin();
    for (const [child, worker] of this.workers.entries()) point[workerAt(child)] = worker.begin();
    return point;
  }

  supervisorAt(point: Point): SupervisorPoint {
    return this.supervisor.points.at(place(point, PLACE.supervisor));
  }

  workerOf(point: Point, child: number): WorkerState {
    const worker = this.workers[child];
    if (worker === undefined) throw new RangeError(`there is no worker ${child}`);
    return worker.states.at(place(point, workerAt(child)));
  }

  /** Whether the supervisor has ended: nothing more happens that anybody would hear of. */
  hasEnded(point: Point): boolean {
    const { state } = this.supervisorAt(point).state;
    return state === 'stopped' || state === 'failed';
  }

  /** @throws BrokenStep when a step breaks a property */
  forEachStep(point: Point, visit: Visit): void {
    const { state } = this.supervisorAt(point);
    if (hasNotBegun(state)) this.#turn(point, this.stimuli.start, HEARS, visit);
    else if (!this.hasEnded(point)) this.#stepsOf(point, state, visit);
  }

  #stepsOf(point: Point, state: SupervisorState, visit: Visit): void {
    this.#hear(point, visit);
    for (let child = 0; child < this.workers.length; child += 1) {
      this.#own(point, child, visit);
      this.#timers(point, state, child, visit);
    }
    this.#stop(point, visit);
    this.#order(point, visit);
    if (!isEnding(state)) this.#startInstance(point, visit);
    this.#tick(point, visit);
  }

  #hear(point: Point, visit: Visit): void {
    const { inboxes, reports } = this.mail;
    const inbox = place(point, PLACE.inbox);
    const report = inboxes.head(inbox);
    if (report === -1) return;
    const stimulus = (this.#heard[report] ??= this.supervisor.stimulus({
      type: 'report',
      report: reports.at(report),
    }));
    point[PLACE.inbox] = inboxes.rest(inbox);
    this.#turn(point, stimulus, HEARS, visit);
    point[PLACE.inbox] = inbox;
  }

  /** What a worker does by itself. */
  #own(point: Point, child: number, visit: Visit): void {
    const steps = this.workers[child]?.own(place(point, workerAt(child))) ?? [];
    const waiting = this.mail.inboxes.list(place(point, PLACE.inbox)).length;
    const isFull = waiting >= this.scope.mailbox;
    for (const [index, { kind, to, says }] of steps.entries()) {
      const isFree = IS_FREE[kind];
      if (isFull && isFree) continue;
      const next = this.#copy(point);
      if (!this.#spend(next, kind)) continue;
      next[workerAt(child)] = to;
      const code = ownCode(child, index);
      this.#say(next, says, code);
      visit(isFree ? UNFAIR : workOf(child), code, next);
    }
  }

  /** Answers whether the scope has room for a step of this kind. */
  #spend(next: Point, kind: OwnStep['kind']): boolean {
    const { maxFaults, maxHangs } = this.scope;
    if (!GOES_WRONG[kind]) return true;
    if (!spend(next, PLACE.faults, maxFaults)) return false;
    return kind !== 'hang' || spend(next, PLACE.hangs, maxHangs);
  }

  #say(next: Point, says: readonly number[], code: StepCode): void {
    if (says.length === 0) return;
    const inbox = this.mail.said(place(next, PLACE.inbox), says);
    next[PLACE.inbox] = inbox;
    const broken = this.mail.tooMany(inbox);
    if (broken !== undefined) throw new BrokenStep(broken, code);
  }

  #timers(point: Point, { children }: SupervisorState, child: number, visit: Visit): void {
    const timers = children.get(idAt(this.supervisor.ids, child))?.timers;
    if (timers === undefined) return;
    for (const [index, kind] of TIMERS.entries()) {
      const stimulus = this.stimuli.timers[child]?.[index];
      if (timers[kind] !== Infinity && stimulus !== undefined)
        this.#turn(point, stimulus, timerOf(child, index), visit);
    }
  }

  /** Somebody wants it to stop, and then to stop at once. */
  #stop(point: Point, visit: Visit): void {
    const stops = place(point, PLACE.stops);
    const stimulus = this.stimuli.stops[stops];
    if (stimulus === undefined) return;
    point[PLACE.stops] = stops + 1;
    this.#turn(point, stimulus, UNFAIR, visit);
    point[PLACE.stops] = stops;
  }

  #order(point: Point, visit: Visit): void {
    const orders = place(point, PLACE.orders);
    if (orders >= this.scope.maxOrders) return;
    point[PLACE.orders] = orders + 1;
    for (const stimulus of this.stimuli.orders) this.#turn(point, stimulus, UNFAIR, visit);
    point[PLACE.orders] = orders;
  }

  #startInstance(point: Point, visit: Visit): void {
    const started = place(point, PLACE.instances);
    const stimulus = this.stimuli.instances[started];
    if (stimulus === undefined) return;
    point[PLACE.instances] = started + 1;
    this.#turn(point, stimulus, UNFAIR, visit);
    point[PLACE.instances] = started;
  }

  #tick(point: Point, visit: Visit): void {
    const now = place(point, PLACE.supervisor);
    const later = this.supervisor.tick(now);
    if (later === now) return;
    const next = this.#copy(point);
    next[PLACE.supervisor] = later;
    visit(TICK, TICK_CODE, next);
  }

  /** The supervisor takes a turn, and what it orders is carried out before anything else happens: so does the runtime. */
  #turn(point: Point, stimulus: number, fairness: number, visit: Visit): void {
    const code = turnCode(stimulus);
    const turn = this.supervisor.turn(place(point, PLACE.supervisor), stimulus);
    if (turn.broken !== undefined) throw new BrokenStep(turn.broken, code);
    const alive = notGone(this, point, turn);
    if (alive !== undefined) throw new BrokenStep(alive, code);
    const next = this.#copy(point);
    next[PLACE.supervisor] = turn.to;
    next[PLACE.inbox] = this.mail.inboxes.staled(place(next, PLACE.inbox), turn.raised);
    for (let child = 0; child < this.workers.length; child += 1)
      this.#obey(next, turn, child, code);
    visit(fairness, code, next);
  }

  #obey(next: Point, { raised, orders }: Turn, child: number, code: StepCode): void {
    const worker = this.workers[child];
    if (worker === undefined) return;
    const at = workerAt(child);
    if ((raised & (1 << child)) !== 0) next[at] = worker.staled(place(next, at));
    const sent = orders[child] ?? -1;
    if (sent === -1) return;
    this.directives += 1;
    const step = worker.obey(place(next, at), sent, this.supervisor.orders.at(sent));
    if ('property' in step) {
      const text = `${idAt(this.supervisor.ids, child)}: ${step.text}`;
      throw new BrokenStep({ property: step.property, text }, code);
    }
    next[at] = step.to;
    this.#say(next, step.says, code);
  }

  #copy(point: Point): Point {
    this.#next.set(point);
    return this.#next;
  }
}
