import { type Command, hasNotBegun, type TimerKind } from '@kintsugi/core';
import { isEnding, type TurnProperty } from '../properties/property.ts';
import { Watch } from '../properties/watch.ts';
import { Interned } from './interned.ts';
import { ordersInWords, type Report, stale } from './message.ts';
import { Queues } from './queue.ts';
import { idAt, stimulusInWords } from './stimulus.ts';
import { type Broken, type Reduce, SupervisorModel, type Turn } from './supervisor-model.ts';
import type { Subject } from './subject.ts';
import { type NumberedOwnStep, WorkerModel } from './worker-model.ts';

/** How much may happen in the model. */
export interface Scope {
  /** Things that go wrong, of all workers together. */
  readonly maxFaults: number;
  /** Orders of operators. */
  readonly maxOrders: number;
  /** Of those, starts and stops that take too long. */
  readonly maxHangs: number;
  /** Nothing goes wrong that need not while so many reports wait for the supervisor. */
  readonly mailbox: number;
}

/** A point of the search: numbers, in the places below. */
export type Point = Int32Array;

const SUPERVISOR = 0;
const FAULTS = 1;
const HANGS = 2;
const ORDERS = 3;
const STOPS = 4;
const INSTANCES = 5;
const INBOX = 6;
const WORKERS = 7;

/** Fairness classes: what is enabled for ever is taken some time. The environment owes nothing. */
export const UNFAIR = 0;
/** Time passes: nobody owes that, either. */
export const TICK = 30;
const HEARS = 1;
const CLASSES_A_CHILD = 5;

const TIMERS: readonly TimerKind[] = ['retry', 'restart', 'stable', 'recovery'];

const COMMANDS: readonly {
  readonly command: Exclude<Command, 'startChild'>;
  readonly isBrutal: boolean;
}[] = [
  { command: 'recover', isBrutal: false },
  { command: 'restartChild', isBrutal: false },
  { command: 'terminateChild', isBrutal: false },
  { command: 'terminateChild', isBrutal: true },
  { command: 'deleteChild', isBrutal: false },
];

/** Is called with every step that may be taken next: its fairness class, its code, and where it leads (reused). */
export type Visit = (fairness: number, code: number, next: Point) => void;

/** A step that broke a property at once; thrown out of {@link System.forEachStep}. */
export class BrokenStep extends Error {
  readonly broken: Broken;
  readonly code: number;

  constructor(broken: Broken, code: number) {
    super(broken.text);
    this.broken = broken;
    this.code = code;
  }
}

/** A supervisor, its workers, their mailboxes and the clock, as one system of steps. */
export class System {
  readonly scope: Scope;
  readonly supervisor: SupervisorModel;
  readonly workers: readonly WorkerModel[];
  readonly watch: Watch;
  readonly reports = new Interned<Report>();
  /** What is on its way to the supervisor. */
  readonly inboxes: Queues;
  readonly width: number;
  readonly #next: Point;
  readonly #staleReports: number[] = [];
  readonly #heard: number[] = [];
  readonly #due: number[][];
  readonly #commands: number[][];
  readonly #start: number;
  readonly #instances: readonly number[];
  readonly #stop: number;
  readonly #hurry: number;

  constructor(
    { spec, children }: Subject,
    scope: Scope,
    reducer: Reduce,
    properties: readonly TurnProperty[],
  ) {
    const ids = children.map(({ id }) => id);
    this.scope = scope;
    this.watch = new Watch(properties, ids);
    this.supervisor = new SupervisorModel(spec, ids, reducer, this.watch);
    this.inboxes = new Queues((report, mask) => this.#staleReport(report, mask));
    this.workers = children.map(
      ({ spec: child }, index) =>
        new WorkerModel(index, child, spec.chart, (report) => this.#number(report)),
    );
    this.width = WORKERS + this.workers.length;
    this.#next = new Int32Array(this.width);
    const { supervisor } = this;
    this.#due = this.workers.map((_, child) =>
      TIMERS.map((kind) => supervisor.stimulus({ type: 'due', child, kind })),
    );
    this.#commands = this.workers.map((_, child) =>
      COMMANDS.map((order) => supervisor.stimulus({ type: 'command', child, ...order })),
    );
    this.#start = supervisor.stimulus({ type: 'start' });
    this.#instances =
      spec.strategy === 'simple_one_for_one'
        ? children.map((each, child) =>
            supervisor.stimulus({ type: 'startChild', child, spec: each.spec }),
          )
        : [];
    this.#stop = supervisor.stimulus({ type: 'stop', isHurried: false });
    this.#hurry = supervisor.stimulus({ type: 'stop', isHurried: true });
  }

  /** A bit for each class that is fair. */
  get fairClasses(): number {
    return (2 << (CLASSES_A_CHILD * this.workers.length + 1)) - 2;
  }

  #number(report: Report): number {
    return this.reports.add(report, JSON.stringify(report));
  }

  #staleReport(number: number, mask: number): number {
    const report = this.reports.at(number);
    if (!report.isCurrent || (mask & (1 << report.child)) === 0) return number;
    return (this.#staleReports[number] ??= this.#number(stale(report)));
  }

  /** A supervisor that is about to be started. */
  begin(): Point {
    const point = new Int32Array(this.width);
    point[SUPERVISOR] = this.supervisor.begin();
    this.workers.forEach((worker, child) => {
      point[workerAt(child)] = worker.begin();
    });
    return point;
  }

  /** Whether the supervisor has ended: nothing more happens that anybody would hear of. */
  hasEnded(point: Point): boolean {
    const { state } = this.supervisor.points.at(place(point, SUPERVISOR)).state;
    return state === 'stopped' || state === 'failed';
  }

  /** @throws BrokenStep when a step breaks a property */
  forEachStep(point: Point, visit: Visit): void {
    const { state } = this.supervisorAt(point);
    if (hasNotBegun(state)) {
      this.#turn(point, this.#start, CODE_START);
      visit(HEARS, CODE_START, this.#next);
      return;
    }
    if (this.hasEnded(point)) return;
    this.#hear(point, visit);
    for (let child = 0; child < this.workers.length; child += 1) this.#ofChild(point, child, visit);
    this.#ofTemplate(point, visit);
    this.#ofOperators(point, visit);
    this.#ofTime(point, visit);
  }

  #hear(point: Point, visit: Visit): void {
    const inbox = place(point, INBOX);
    const report = this.inboxes.head(inbox);
    if (report === -1) return;
    const stimulus = (this.#heard[report] ??= this.supervisor.stimulus({
      type: 'report',
      report: this.reports.at(report),
    }));
    point[INBOX] = this.inboxes.rest(inbox);
    this.#turn(point, stimulus, CODE_HEAR);
    point[INBOX] = inbox;
    visit(HEARS, CODE_HEAR, this.#next);
  }

  #ofChild(point: Point, child: number, visit: Visit): void {
    const base = 2 + CLASSES_A_CHILD * child;
    this.#own(point, child, base, visit);
    const { state } = this.supervisor.points.at(place(point, SUPERVISOR));
    const timers = state.children.get(idAt(this.supervisor.ids, child))?.timers;
    if (timers === undefined) return;
    TIMERS.forEach((kind, index) => {
      if (timers[kind] === Infinity) return;
      const code = codeOf(CODE_DUE, child, index);
      this.#turn(point, this.#due[child]?.[index] ?? 0, code);
      visit(base + 1 + index, code, this.#next);
    });
  }

  #own(point: Point, child: number, fairness: number, visit: Visit): void {
    const isFull = this.inboxes.list(place(point, INBOX)).length >= this.scope.mailbox;
    const steps = this.workers[child]?.own(place(point, workerAt(child))) ?? [];
    for (let index = 0; index < steps.length; index += 1) {
      const step = steps[index];
      if (step === undefined) continue;
      if (isFull && IS_FREE.has(step.kind)) continue;
      const next = this.#copy(point);
      if (GOES_WRONG.has(step.kind) && !this.#spend(next, FAULTS, this.scope.maxFaults)) continue;
      if (step.kind === 'hang' && !this.#spend(next, HANGS, this.scope.maxHangs)) continue;
      next[workerAt(child)] = step.to;
      this.#say(next, step.says);
      visit(IS_FREE.has(step.kind) ? UNFAIR : fairness, codeOf(CODE_OWN, child, index), next);
    }
  }

  /** Answers whether there is any left. */
  #spend(next: Point, budget: number, most: number): boolean {
    const spent = place(next, budget);
    if (spent >= most) return false;
    // Without a limit there is nothing to count.
    if (most !== Infinity) next[budget] = spent + 1;
    return true;
  }

  #say(next: Point, says: readonly number[]): void {
    for (const report of says) next[INBOX] = this.inboxes.push(place(next, INBOX), report);
  }

  /** The instances of a dynamic supervisor are started by whoever wants them, one after the other. */
  #ofTemplate(point: Point, visit: Visit): void {
    const stimulus = this.#instances[place(point, INSTANCES)];
    if (stimulus === undefined || isEnding(this.supervisorAt(point).state)) return;
    point[INSTANCES] = place(point, INSTANCES) + 1;
    const code = codeOf(CODE_INSTANCE, 0, place(point, INSTANCES) - 1);
    this.#turn(point, stimulus, code);
    point[INSTANCES] = place(point, INSTANCES) - 1;
    visit(UNFAIR, code, this.#next);
  }

  #ofOperators(point: Point, visit: Visit): void {
    const stops = place(point, STOPS);
    if (stops < 2) {
      const code = codeOf(CODE_STOP, 0, stops);
      point[STOPS] = stops + 1;
      this.#turn(point, stops === 0 ? this.#stop : this.#hurry, code);
      point[STOPS] = stops;
      visit(UNFAIR, code, this.#next);
    }
    const orders = place(point, ORDERS);
    if (orders >= this.scope.maxOrders) return;
    point[ORDERS] = orders + 1;
    for (const [child, commands] of this.#commands.entries())
      for (const [index, stimulus] of commands.entries()) {
        const code = codeOf(CODE_COMMAND, child, index);
        this.#turn(point, stimulus, code);
        visit(UNFAIR, code, this.#next);
      }
    point[ORDERS] = orders;
  }

  #ofTime(point: Point, visit: Visit): void {
    const later = this.supervisor.tick(place(point, SUPERVISOR));
    if (later === place(point, SUPERVISOR)) return;
    const next = this.#copy(point);
    next[SUPERVISOR] = later;
    visit(TICK, CODE_TICK, next);
  }

  /** The supervisor takes a turn, and what it orders is on its way. */
  #turn(point: Point, stimulus: number, code: number): void {
    const turn = this.supervisor.turn(place(point, SUPERVISOR), stimulus);
    if (turn.broken !== undefined) throw new BrokenStep(turn.broken, code);
    this.#mustBeGone(point, turn, code);
    const next = this.#copy(point);
    next[SUPERVISOR] = turn.to;
    next[INBOX] = this.inboxes.staled(place(next, INBOX), turn.raised);
    for (let child = 0; child < this.workers.length; child += 1) {
      if ((turn.raised & (1 << child)) !== 0) this.#stale(next, child);
      const orders = turn.orders[child] ?? -1;
      if (orders !== -1) this.#obey(next, child, orders, code);
    }
  }

  /** Orders are carried out before anything else happens, as the runtime does it. */
  #obey(next: Point, child: number, orders: number, code: number): void {
    const worker = this.workers[child];
    if (worker === undefined) return;
    const step = worker.obey(
      place(next, workerAt(child)),
      orders,
      this.supervisor.orders.at(orders),
    );
    if ('property' in step) {
      const text = `${this.supervisor.ids[child]}: ${step.text}`;
      throw new BrokenStep({ property: step.property, text }, code);
    }
    next[workerAt(child)] = step.to;
    this.#say(next, step.says);
  }

  #stale(next: Point, child: number): void {
    next[workerAt(child)] = this.workers[child]?.staled(place(next, workerAt(child))) ?? 0;
  }

  #mustBeGone(point: Point, turn: Turn, code: number): void {
    for (const { property, child, others } of turn.gone)
      for (const other of others) {
        if (this.#isGone(point, turn, other)) continue;
        const { life } = this.workerOf(point, other);
        const ids = this.supervisor.ids;
        const whose = child === -1 ? 'the supervisor ends' : `${ids[child]} has its turn`;
        throw new BrokenStep({ property, text: `${whose} while ${ids[other]} is ${life}` }, code);
      }
  }

  /** It has no life, or is on its way to hear that nobody waits for that any more. */
  #isGone(point: Point, { orders }: Turn, child: number): boolean {
    if (this.workerOf(point, child).life === 'none') return true;
    const sent = orders[child] ?? -1;
    if (sent === -1) return false;
    return this.supervisor.orders.at(sent).orders.some(({ type }) => type === 'abandon');
  }

  #copy(point: Point): Point {
    this.#next.set(point);
    return this.#next;
  }

  workerOf(point: Point, child: number) {
    const worker = this.workers[child];
    if (worker === undefined) throw new RangeError(`there is no worker ${child}`);
    return worker.states.at(place(point, workerAt(child)));
  }

  supervisorAt(point: Point) {
    return this.supervisor.points.at(place(point, SUPERVISOR));
  }

  /** Whose step it is, and what it does. */
  stepInWords(point: Point, code: number): { readonly who: string; readonly does: string } {
    const { kind, child, index } = partsOf(code);
    const { ids, stimuli } = this.supervisor;
    const id = ids[child] ?? '';
    if (kind === CODE_OWN)
      return { who: id, does: this.#ownStep(point, child, index)?.label ?? '' };
    const stimulus = this.#stimulusOf(point, code);
    if (stimulus === undefined) return { who: 'time', does: 'passes' };
    const who = kind === CODE_COMMAND || kind === CODE_INSTANCE ? 'operator' : 'supervisor';
    return { who, does: stimulusInWords(stimuli.at(stimulus), ids) };
  }

  #ownStep(point: Point, child: number, index: number): NumberedOwnStep | undefined {
    return this.workers[child]?.own(place(point, workerAt(child)))[index];
  }

  /** What the supervisor is given in this step, if it is one of the supervisor's. */
  #stimulusOf(point: Point, code: number): number | undefined {
    const { kind, child, index } = partsOf(code);
    switch (kind) {
      case CODE_HEAR:
        return this.#heard[this.inboxes.head(place(point, INBOX))];
      case CODE_DUE:
        return this.#due[child]?.[index];
      case CODE_STOP:
        return index === 0 ? this.#stop : this.#hurry;
      case CODE_COMMAND:
        return this.#commands[child]?.[index];
      case CODE_START >> 12:
        return this.#start;
      case CODE_INSTANCE:
        return this.#instances[index];
      default:
        return undefined;
    }
  }

  /** What the supervisor orders in this step, by child. */
  ordersOf(
    point: Point,
    code: number,
  ): readonly { readonly id: string; readonly orders: string }[] {
    const stimulus = this.#stimulusOf(point, code);
    if (stimulus === undefined) return [];
    const { orders } = this.supervisor.turn(place(point, SUPERVISOR), stimulus);
    return this.supervisor.ids.flatMap((id, child) => {
      const sent = orders[child] ?? -1;
      return sent === -1 ? [] : [{ id, orders: ordersInWords(this.supervisor.orders.at(sent)) }];
    });
  }
}

const GOES_WRONG: ReadonlySet<string> = new Set(['failure', 'hang', 'fault']);

/** Nobody owes these. */
const IS_FREE: ReadonlySet<string> = new Set(['fault', 'late']);

const CODE_HEAR = 0;
const CODE_OWN = 1;
const CODE_DUE = 2;
const CODE_STOP = 3;
const CODE_COMMAND = 4;
const CODE_START = 5 << 12;
const CODE_INSTANCE = 6;
const CODE_TICK = 7 << 12;

function partsOf(code: number) {
  return { kind: code >> 12, child: (code >> 6) & 63, index: code & 63 };
}

function codeOf(kind: number, child: number, index: number): number {
  return (kind << 12) | (child << 6) | index;
}

function workerAt(child: number): number {
  return WORKERS + child;
}

function place(point: Point, index: number): number {
  return point[index] ?? 0;
}
