import {
  canonical,
  type ChildSpec,
  cloneState,
  type CommandResult,
  createState,
  type Effect,
  type Ending,
  type EventOf,
  type FaultOrigin,
  type JudgedFault,
  reduce,
  type Severity,
  type SupervisionEvent,
  type SupervisionEventType,
  supervisorChart,
  type SupervisorInput,
  type SupervisorSpec,
  type SupervisorState,
  type Ticket,
  type TimerKind,
  type UndatedInput,
} from '../../src/index.ts';
import { law } from './law.ts';
import { newChild, perform } from './runtime.ts';
import { type Child, childSpec, specOf, type TreeOptions } from './tree-spec.ts';

/** One life as it really is: what the effects have made of it, whatever the reducer believes. */
export interface TrueLife {
  epoch: number;
  state: 'starting' | 'up' | 'stopping' | 'abandoned' | 'ended';
}

/** A child as it really is. */
export interface TrueChild {
  /** What it was described as last. */
  spec: ChildSpec;
  readonly lives: TrueLife[];
  /** Where its chart is, walked along the chart's own edges. */
  chart: string;
  /** The round, custom step or hook that is under way. */
  attempt: { readonly epoch: number; readonly step: string } | undefined;
  readonly timers: Map<TimerKind, number>;
  /** It has come to rest in this run of its supervisor. */
  hasSettled: boolean;
  /** It was ordered to stop, or its start answered `ignore`. */
  mayStayStopped: boolean;
}

/** A tree for the laws: its children, and what operators may make of it. */
export interface LawTree extends TreeOptions {
  readonly children?: Readonly<Record<string, Child>>;
  /** Children that may be added, instances of a template included. */
  readonly newcomers?: readonly Child[];
  /** What it may be reconfigured to. */
  readonly variants?: readonly (Omit<TreeOptions, 'policy' | 'path'> & {
    readonly children: Readonly<Record<string, Child>>;
  })[];
}

let faults = 0;

export function faultOf(
  severity: Severity = 'TRANSIENT',
  origin: FaultOrigin = 'operation',
  retryAfterMs?: number,
): JudgedFault {
  faults += 1;
  const error = { name: 'Error', message: `fault of ${severity}` };
  const fault = { id: `f${faults}`, origin, severity, rule: 'test', error };
  return retryAfterMs === undefined ? fault : { ...fault, retryAfterMs };
}

/**
 * An abstract runtime: carries the reducer's effects out on children that exist only as truth, on a
 * clock that the test moves. Reports come from the test, or from random choices.
 */
export class Harness {
  spec: SupervisorSpec;
  state: SupervisorState;
  now: number;
  random = 0.5;
  readonly children = new Map<string, TrueChild>();
  /** Ids in start order, as the inputs and effects have made it. */
  order: string[];
  selfChart: string = supervisorChart.initial;
  readonly events: SupervisionEvent[] = [];
  readonly effects: Effect[] = [];
  readonly answers = new Map<number, CommandResult[]>();
  readonly endings: Ending[] = [];
  startedTimes = 0;
  /** Checks to be made before every input, before each effect of it is carried out, and after it. */
  readonly foreseers: ((input: SupervisorInput) => void)[] = [];
  readonly overseers: ((effect: Effect, input: SupervisorInput) => void)[] = [];
  readonly watchers: ((effects: readonly Effect[], input: SupervisorInput) => void)[] = [];
  readonly tree: Omit<LawTree, 'children'>;
  #tickets = 0;

  constructor({ children = { a: {} }, ...tree }: LawTree = {}, now = 0) {
    this.spec = specOf(children, tree);
    this.tree = tree;
    this.state = createState(this.spec);
    this.now = now;
    this.order = this.spec.children.map(({ id }) => id);
    for (const { id, spec } of this.spec.children) this.children.set(id, newChild(spec));
  }

  /** Gives the input to the reducer and carries out what it wants. */
  send(bare: UndatedInput): readonly Effect[] {
    const input = { ...bare, at: this.now, random: this.random } as SupervisorInput;
    if (input.type === 'supervisor.start') this.#beginRun();
    for (const foresee of this.foreseers) foresee(input);
    const effects = reduce(this.state, input, this.spec);
    for (const effect of effects) {
      for (const oversee of this.overseers) oversee(effect, input);
      this.effects.push(effect);
      perform(this, effect);
    }
    for (const watch of this.watchers) watch(effects, input);
    return effects;
  }

  get hasEnded(): boolean {
    return this.selfChart === 'stopped' || this.selfChart === 'failed';
  }

  start(): this {
    this.send({ type: 'supervisor.start' });
    return this;
  }

  /** Starts the supervisor and all its children. */
  startAll(): this {
    this.start();
    for (const { id } of this.spec.children) this.started(id);
    return this;
  }

  stop(withinMs?: number): readonly Effect[] {
    const limit = withinMs === undefined ? undefined : { withinMs };
    return this.send({ type: 'supervisor.stop', reason: 'test', ...limit });
  }

  started(id: string) {
    return this.#fromLife(id, 'starting', 'up', (base) => ({ type: 'report.started', ...base }));
  }

  startFailed(id: string, severity: Severity = 'RECOVERABLE', pending = false) {
    const fault = faultOf(severity, 'start');
    return this.#fromLife(id, 'starting', pending ? 'starting' : 'ended', (base) => ({
      type: 'report.startFailed',
      ...base,
      fault,
      pending,
    }));
  }

  fault(id: string, severity: Severity = 'TRANSIENT', origin: FaultOrigin = 'operation') {
    return this.faultWith(id, faultOf(severity, origin));
  }

  faultWith(id: string, fault: JudgedFault, detail: { readonly more?: number } = {}) {
    const { epoch } = this.liveOf(id);
    return this.send({ type: 'report.fault', id, epoch, fault, ...detail });
  }

  exit(id: string, exit: 'normal' | 'shutdown' = 'normal') {
    const { epoch, state } = this.liveOf(id);
    // A start that answers `ignore`: the child may rest in stopped, whatever its restart type.
    if (state === 'starting') this.child(id).mayStayStopped = true;
    return this.send({
      type: 'report.exited',
      id,
      epoch,
      exit,
      fault: faultOf('RECOVERABLE', 'exit'),
    });
  }

  stopped(id: string) {
    return this.#fromLife(id, 'stopping', 'ended', (base) => ({ type: 'report.stopped', ...base }));
  }

  stopOverdue(id: string) {
    const { epoch } = this.liveOf(id);
    return this.send({ type: 'report.stopOverdue', id, epoch });
  }

  /** The oldest abandoned life of the child ends after all. */
  settleAbandoned(id: string) {
    const life = this.child(id).lives.find(({ state }) => state === 'abandoned');
    law(life !== undefined, `${id} has no abandoned life`);
    life.state = 'ended';
    return this.send({ type: 'report.abandonedSettled', id, epoch: life.epoch });
  }

  /** The round of retries, the custom step or the hook under way ends. */
  attempt(id: string, fault?: JudgedFault) {
    const child = this.child(id);
    law(child.attempt !== undefined, `${id} attempts nothing`);
    const { epoch, step } = child.attempt;
    child.attempt = undefined;
    const report = { type: 'report.attemptSettled', id, epoch, step } as const;
    return this.send(fault === undefined ? report : { ...report, fault });
  }

  attemptFails(id: string, severity: Severity = 'TRANSIENT', origin: FaultOrigin = 'operation') {
    return this.attempt(id, faultOf(severity, origin));
  }

  /** Answers the ticket of the command. */
  command(command: Exclude<Ticket['command'], 'startChild'>, id: string, brutal?: boolean): number {
    this.#tickets += 1;
    const ticket = this.#tickets;
    this.answers.set(ticket, []);
    const child = this.children.get(id);
    if (child !== undefined && command === 'terminateChild') child.mayStayStopped = true;
    const flag = brutal === undefined ? undefined : { brutal };
    this.send({ type: `command.${command}`, id, ticket, ...flag });
    return ticket;
  }

  /** Adds a child, and answers the ticket. */
  startChild(id: string, child: Child = {}): number {
    this.#tickets += 1;
    const ticket = this.#tickets;
    this.answers.set(ticket, []);
    this.send({ type: 'command.startChild', id, ticket, spec: childSpec(child) });
    return ticket;
  }

  /** From now on the supervisor is described otherwise. */
  reconfigure({ children, ...flags }: NonNullable<LawTree['variants']>[number]) {
    this.spec = specOf(children, { ...this.tree, ...flags });
    const instances = this.#newInstances();
    if (!this.isEnding) {
      const ids = this.spec.children.map(({ id }) => id);
      this.order = [...ids, ...this.order.filter((id) => !ids.includes(id))];
      this.#describe([...this.spec.children, ...instances]);
    }
    const effects = this.send({ type: 'supervisor.reconfigure', instances });
    // Those that are new are not started.
    for (const effect of effects)
      if (effect.type === 'addChild') this.child(effect.id).mayStayStopped = true;
    return effects;
  }

  answerOf(ticket: number): CommandResult | undefined {
    const [result, second] = this.answers.get(ticket) ?? [];
    law(second === undefined, `ticket ${ticket} was answered twice`);
    return result;
  }

  /** Lets time pass, and fires what falls due, in order. */
  advance(ms: number): this {
    const until = this.now + ms;
    for (let next = this.nextTimer(); next && next.at <= until; next = this.nextTimer())
      this.fire(next);
    this.now = until;
    return this;
  }

  fire({ id, kind, at }: Timer): void {
    this.now = Math.max(this.now, at);
    this.child(id).timers.delete(kind);
    this.send({ type: 'agenda.due', id, kind });
  }

  nextTimer(): Timer | undefined {
    return this.timers().toSorted((one, other) => one.at - other.at)[0];
  }

  timers(): Timer[] {
    return [...this.children].flatMap(([id, { timers }]) =>
      [...timers].map(([kind, at]) => ({ id, kind, at })),
    );
  }

  child(id: string): TrueChild {
    const child = this.children.get(id);
    law(child !== undefined, `there is no child ${id}`);
    return child;
  }

  /** Where the event takes the child's chart, if anywhere. */
  targetOf(id: string, event: string): string | undefined {
    return this.spec.chart.states[this.child(id).chart]?.on[event]?.target;
  }

  /** The life of a child that is not fenced off. */
  liveOf(id: string): TrueLife {
    const [life] = this.livesOf(id);
    law(life !== undefined, `${id} has no life`);
    return life;
  }

  livesOf(id: string): TrueLife[] {
    const lives = this.children.get(id)?.lives ?? [];
    return lives.filter(({ state }) => !['abandoned', 'ended'].includes(state));
  }

  /** The children before this one in start order. */
  before(id: string): string[] {
    return this.order.slice(0, this.order.indexOf(id));
  }

  after(id: string): string[] {
    return this.order.slice(this.order.indexOf(id) + 1);
  }

  /** Whether its children start and stop beside each other. */
  get isSideBySide(): boolean {
    const isDynamic = this.spec.strategy === 'simple_one_for_one';
    return (
      isDynamic || this.order.some((id) => (this.children.get(id)?.spec.dependsOn.length ?? 0) > 0)
    );
  }

  get isEnding(): boolean {
    return ['stopping', 'stopped', 'failed'].includes(this.selfChart);
  }

  recordOf(id: string) {
    const record = this.state.children.get(id);
    law(record !== undefined, `the reducer has no child ${id}`);
    return record;
  }

  /** The child's chart state, its life and its phase, in one line. */
  at(id: string): string {
    const { state, life, phase } = this.recordOf(id);
    return phase === undefined ? `${state}, ${life}` : `${state}, ${life}, ${phase}`;
  }

  eventsOf<Type extends SupervisionEventType>(type: Type): EventOf<Type>[] {
    return this.events.filter((event): event is EventOf<Type> => event.type === type);
  }

  canonical(): string {
    return JSON.stringify(canonical(this.state, this.now));
  }

  clone(): SupervisorState {
    return cloneState(this.state);
  }

  #fromLife(
    id: string,
    from: TrueLife['state'],
    to: TrueLife['state'],
    input: (base: { readonly id: string; readonly epoch: number }) => UndatedInput,
  ) {
    const life = this.liveOf(id);
    law(life.state === from, `${id} is ${life.state}, not ${from}`);
    const { epoch } = life;
    life.state = to;
    return this.send(input({ id, epoch }));
  }

  /** What another template makes of the instances that there are. */
  #newInstances(): SupervisorSpec['children'] {
    const { newcomers = [{}] } = this.tree;
    if (this.spec.strategy !== 'simple_one_for_one') return [];
    return this.order.map((id, n) => {
      const { kind } = this.child(id).spec;
      return { id, spec: childSpec({ ...newcomers[n % newcomers.length], kind }) };
    });
  }

  #describe(children: SupervisorSpec['children']): void {
    for (const { id, spec } of children) {
      const known = this.children.get(id);
      if (known === undefined) continue;
      known.spec = spec;
      // Reconfigured, it may be one that would not have been left at rest.
      if (['stopping', 'stopped'].includes(known.chart)) known.mayStayStopped = true;
    }
  }

  /** It begins afresh, with the children of its description. */
  #beginRun(): void {
    if (!this.hasEnded) return;
    this.order = this.spec.children.map(({ id }) => id);
    this.#describe(this.spec.children);
    for (const child of this.children.values()) {
      child.hasSettled = false;
      child.mayStayStopped = false;
    }
  }
}

export interface Timer {
  readonly id: string;
  readonly kind: TimerKind;
  readonly at: number;
}
