import {
  type ChildRecord,
  type CommandResult,
  createState,
  type Effect,
  type EventOf,
  type FaultOrigin,
  type JudgedFault,
  type OperationCount,
  reduce,
  type Severity,
  type SupervisionEvent,
  type SupervisionEventType,
  type SupervisorInput,
  type SupervisorSpec,
  type TimerKind,
  type UndatedInput,
} from '../../src/index.ts';
import { type Child, childSpec, specOf, type TreeOptions } from './tree-spec.ts';

export interface FaultOptions {
  readonly severity?: Severity;
  readonly origin?: FaultOrigin;
  readonly retryAfterMs?: number;
  readonly operations?: OperationCount;
  readonly more?: number;
}

/** What the workers do of themselves from now on. An order that is left out is not answered. */
export interface Habits {
  readonly start?: 'up' | FaultOptions;
  readonly stop?: 'stopped';
  readonly attempt?: 'ok' | FaultOptions;
}

type Words = {
  readonly [Type in Effect['type']]?: (effect: Extract<Effect, { readonly type: Type }>) => string;
};

/** The orders among the effects, each in a few words. */
const WORDS: Words = {
  startChild: ({ id }) => `start ${id}`,
  stopChild: ({ id, mode, withinMs }) => `stop ${id} ${mode} ${withinMs}`,
  hurryStop: ({ id, withinMs }) => `hurry ${id} ${withinMs}`,
  abandonChild: ({ id }) => `abandon ${id}`,
  retryChild: ({ id }) => `retry ${id}`,
  runStep: ({ id, step }) => `run ${step} ${id}`,
  addChild: ({ id }) => `add ${id}`,
  removeChild: ({ id }) => `remove ${id}`,
  tellDependency: ({ id, dependency, isUp }) => `tell ${id} ${dependency} ${isUp ? 'up' : 'down'}`,
  started: () => 'started',
  ended: () => 'ended',
};

function orderOf<Type extends Effect['type']>(
  effect: Extract<Effect, { readonly type: Type }>,
): string | undefined {
  const words: ((effect: never) => string) | undefined = WORDS[effect.type];
  return words?.(effect as never);
}

/** A supervisor without a runtime: a script says what its workers do, and reads what it orders. */
export class Tree {
  spec: SupervisorSpec;
  readonly state;
  now = 0;
  habits: Habits = {};
  /** Every order, with its instant. */
  readonly log: string[] = [];
  readonly effects: Effect[] = [];
  readonly events: SupervisionEvent[] = [];
  readonly answers = new Map<number, CommandResult>();
  readonly epochs = new Map<string, number>();
  readonly #timers = new Map<
    string,
    { readonly id: string; readonly kind: TimerKind; readonly at: number }
  >();
  #tickets = 0;
  #faults = 0;

  constructor(children: Readonly<Record<string, Child>>, options: TreeOptions = {}) {
    this.spec = specOf(children, options);
    this.state = createState(this.spec);
  }

  /** Puts one thing to the reducer; answers with its orders. */
  put(input: UndatedInput): readonly string[] {
    const dated: SupervisorInput = { ...input, at: this.now, random: 0.5 };
    const effects = reduce(this.state, dated, this.spec);
    for (const effect of effects) this.#carryOut(effect);
    const orders = effects.map(orderOf).filter((order) => order !== undefined);
    for (const effect of effects) this.#byHabit(effect);
    return orders;
  }

  #carryOut(effect: Effect): void {
    this.effects.push(effect);
    const order = orderOf(effect);
    if (order !== undefined) this.log.push(`${this.now} ${order}`);
    if ('epoch' in effect) this.epochs.set(effect.id, effect.epoch);
    if (effect.type === 'report') this.events.push(effect.event);
    else if (effect.type === 'answer') this.answers.set(effect.ticket, effect.result);
    else if (effect.type === 'schedule') this.#timers.set(`${effect.id} ${effect.kind}`, effect);
    else if (effect.type === 'cancel') this.#timers.delete(`${effect.id} ${effect.kind}`);
  }

  #byHabit(effect: Effect): void {
    const { start, stop, attempt } = this.habits;
    if (effect.type === 'startChild') this.#startByHabit(effect.id, start);
    else if (effect.type === 'stopChild' && stop !== undefined) this.stopped(effect.id);
    else this.#attemptByHabit(effect, attempt);
  }

  #startByHabit(id: string, start: Habits['start']): void {
    if (start === 'up') this.up(id);
    else if (start !== undefined) this.startFailed(id, start);
  }

  #attemptByHabit(effect: Effect, attempt: Habits['attempt']): void {
    if (attempt === undefined) return;
    if (effect.type !== 'retryChild' && effect.type !== 'runStep') return;
    this.settled(effect.id, attempt === 'ok' ? undefined : attempt);
  }

  // What the workers say, about the newest of their lives that was ordered.

  #of(id: string): { readonly id: string; readonly epoch: number } {
    return { id, epoch: this.epochs.get(id) ?? 0 };
  }

  start(): readonly string[] {
    return this.put({ type: 'supervisor.start' });
  }

  up(id: string): readonly string[] {
    return this.put({ type: 'report.started', ...this.#of(id) });
  }

  startFailed(
    id: string,
    options: FaultOptions & { readonly pending?: boolean } = {},
  ): readonly string[] {
    const fault = this.faultOf({ origin: 'start', ...options });
    const { pending = false } = options;
    return this.put({ type: 'report.startFailed', ...this.#of(id), fault, pending });
  }

  fault(id: string, options: FaultOptions = {}): readonly string[] {
    const { operations, more } = options;
    return this.put({
      type: 'report.fault',
      ...this.#of(id),
      fault: this.faultOf(options),
      ...(operations === undefined ? undefined : { operations }),
      ...(more === undefined ? undefined : { more }),
    });
  }

  exited(id: string, exit: 'normal' | 'shutdown' = 'normal'): readonly string[] {
    return this.put({
      type: 'report.exited',
      ...this.#of(id),
      exit,
      fault: this.faultOf({ origin: 'exit' }),
    });
  }

  settled(id: string, failure?: FaultOptions): readonly string[] {
    const base = { type: 'report.attemptSettled', ...this.#of(id) } as const;
    if (failure === undefined) return this.put(base);
    return this.put({ ...base, fault: this.faultOf({ origin: 'operation', ...failure }) });
  }

  stopped(id: string): readonly string[] {
    return this.put({ type: 'report.stopped', ...this.#of(id) });
  }

  overdue(id: string): readonly string[] {
    return this.put({ type: 'report.stopOverdue', ...this.#of(id) });
  }

  faultOf({
    severity = 'RECOVERABLE',
    origin = 'worker',
    retryAfterMs,
  }: FaultOptions): JudgedFault {
    this.#faults += 1;
    const error = { name: 'Error', message: `fault ${this.#faults}` };
    const fault = { id: `f${this.#faults}`, origin, severity, rule: 'test', error };
    return retryAfterMs === undefined ? fault : { ...fault, retryAfterMs };
  }

  // What others want.

  stop(withinMs?: number): readonly string[] {
    const input = { type: 'supervisor.stop', reason: 'test' } as const;
    return this.put(withinMs === undefined ? input : { ...input, withinMs });
  }

  /** Another spec from now on. */
  reconfigure(children: Readonly<Record<string, Child>>, options: TreeOptions = {}) {
    this.spec = specOf(children, options);
    return this.put({ type: 'supervisor.reconfigure' });
  }

  /** Another template: what it makes of each running instance. */
  reconfigureInstances(children: Readonly<Record<string, Child>>, options: TreeOptions = {}) {
    this.spec = specOf({}, { ...options, strategy: 'simple_one_for_one' });
    const { children: instances } = specOf(children);
    return this.put({ type: 'supervisor.reconfigure', instances });
  }

  /** Adds a child, and answers with the ticket. */
  startChild(id: string, child: Child = {}): number {
    this.#tickets += 1;
    this.put({ type: 'command.startChild', id, ticket: this.#tickets, spec: childSpec(child) });
    return this.#tickets;
  }

  /** Orders, and answers with the ticket. */
  command(
    command: 'recover' | 'terminateChild' | 'restartChild' | 'deleteChild',
    id: string,
    options: { readonly brutal?: boolean } = {},
  ): number {
    this.#tickets += 1;
    this.put({ type: `command.${command}`, id, ticket: this.#tickets, ...options });
    return this.#tickets;
  }

  /** Lets time pass; every timer that is due fires at its instant. Answers with the orders, dated. */
  pass(ms: number): readonly string[] {
    const until = this.now + ms;
    const before = this.log.length;
    for (let next = this.#nextDue(until); next !== undefined; next = this.#nextDue(until)) {
      const { id, kind, at } = next;
      this.#timers.delete(`${id} ${kind}`);
      this.now = at;
      this.put({ type: 'agenda.due', id, kind });
    }
    this.now = until;
    return this.log.slice(before);
  }

  #nextDue(until: number) {
    const due = [...this.#timers.values()].filter(({ at }) => at <= until);
    return due.toSorted((one, other) => one.at - other.at)[0];
  }

  // What a test reads.

  /** What is armed, as `db retry 1000`. */
  get timers(): readonly string[] {
    return [...this.#timers.values()].map(({ id, kind, at }) => `${id} ${kind} ${at}`).toSorted();
  }

  child(id: string): ChildRecord {
    const child = this.state.children.get(id);
    if (child === undefined) throw new Error(`no child ${id}`);
    return child;
  }

  /** Where it is, as `restarting none waiting`. */
  at(id: string): string {
    const { state, life, phase } = this.child(id);
    return phase === undefined ? `${state} ${life}` : `${state} ${life} ${phase}`;
  }

  told<Type extends SupervisionEventType>(type: Type): readonly EventOf<Type>[] {
    return this.events.filter((event): event is EventOf<Type> => event.type === type);
  }

  /** What became of the parked requests, in order. */
  get fates(): readonly string[] {
    return this.effects.flatMap((effect) =>
      effect.type === 'settleParked' ? [`${effect.id} ${effect.fate}`] : [],
    );
  }
}

/** A tree whose children are all up. */
export function runningTree(
  children: Readonly<Record<string, Child>>,
  options: TreeOptions = {},
): Tree {
  const tree = new Tree(children, options);
  tree.start();
  for (const id of Object.keys(children)) tree.up(id);
  return tree;
}
