import {
  canonical,
  type ChildSpec,
  cloneState,
  type CommandResult,
  createState,
  type Effect,
  type Ending,
  type EscalationPolicy,
  type EventOf,
  type FaultOrigin,
  type JudgedFault,
  lifecycleChart,
  reduce,
  selfHealing,
  type Severity,
  type SupervisionEvent,
  type SupervisionEventType,
  supervisorChart,
  type SupervisorInput,
  type SupervisorSpec,
  type SupervisorState,
  type Ticket,
  type TimerKind,
} from '../../src/index.ts';

type WithoutTime<Input> = Input extends unknown ? Omit<Input, 'at' | 'random'> : never;
/** An input before the harness gives it its instant and its chance. */
export type BareInput = WithoutTime<SupervisorInput>;

/** One life as it really is: what the effects have made of it, whatever the reducer believes. */
export interface TrueLife {
  epoch: number;
  state: 'starting' | 'up' | 'stopping' | 'abandoned' | 'ended';
}

/** A child as it really is. */
export interface TrueChild {
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

const CHILD: ChildSpec = {
  kind: 'service',
  restart: 'permanent',
  shutdown: 5_000,
  significant: false,
  dependsOn: [],
  pausesWithDependency: false,
  intensity: undefined,
  hasDegradeHook: false,
};

/** What a tree under test is made of; what is left out is as by default. */
export interface TreeOptions {
  readonly policy?: EscalationPolicy;
  readonly intensity?: SupervisorSpec['intensity'];
  readonly path?: string;
  readonly children?: Readonly<Record<string, Partial<ChildSpec>>>;
}

function specOf(options: TreeOptions = {}): SupervisorSpec {
  const { policy = selfHealing, children = { a: {} }, path = '' } = options;
  return {
    path,
    strategy: 'one_for_one',
    autoShutdown: 'never',
    maxChildren: Infinity,
    policy,
    chart: lifecycleChart(policy),
    intensity: options.intensity ?? policy.intensity,
    children: Object.entries(children).map(([id, spec]) => ({ id, spec: { ...CHILD, ...spec } })),
  };
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

/** A broken law: thrown at once, so that the sequence that leads to it is the shortest. */
class BrokenLaw extends Error {}

export function law(holds: boolean, text: string): asserts holds {
  if (!holds) throw new BrokenLaw(text);
}

const SETTLED = new Set(['running', 'degraded', 'failed', 'stopped']);

/**
 * An abstract runtime: carries the reducer's effects out on children that exist only as truth, on a
 * clock that the test moves. Reports come from the test, or from random choices.
 */
export class Harness {
  readonly spec: SupervisorSpec;
  state: SupervisorState;
  now: number;
  random = 0.5;
  readonly children = new Map<string, TrueChild>();
  selfChart: string = supervisorChart.initial;
  readonly events: SupervisionEvent[] = [];
  readonly effects: Effect[] = [];
  readonly answers = new Map<number, CommandResult[]>();
  readonly endings: Ending[] = [];
  startedTimes = 0;
  /** Checks to be made before every input, and after it. */
  readonly foreseers: ((input: SupervisorInput) => void)[] = [];
  readonly watchers: ((effects: readonly Effect[], input: SupervisorInput) => void)[] = [];
  #tickets = 0;

  constructor(options: TreeOptions | SupervisorSpec = {}, now = 0) {
    this.spec = 'chart' in options ? options : specOf(options);
    this.state = createState(this.spec);
    this.now = now;
    for (const { id } of this.spec.children) this.children.set(id, newChild());
  }

  /** Gives the input to the reducer and carries out what it wants. */
  send(bare: BareInput): readonly Effect[] {
    const input = { ...bare, at: this.now, random: this.random } as SupervisorInput;
    if (input.type === 'supervisor.start' && this.hasEnded) this.#beginRun();
    for (const foresee of this.foreseers) foresee(input);
    const effects = reduce(this.state, input, this.spec);
    for (const effect of effects) this.#carryOut(effect);
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
    const ids = this.spec.children.map((child) => child.id);
    return ids.slice(0, ids.indexOf(id));
  }

  after(id: string): string[] {
    const ids = this.spec.children.map((child) => child.id);
    return ids.slice(ids.indexOf(id) + 1);
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
    input: (base: { readonly id: string; readonly epoch: number }) => BareInput,
  ) {
    const life = this.liveOf(id);
    law(life.state === from, `${id} is ${life.state}, not ${from}`);
    const { epoch } = life;
    life.state = to;
    return this.send(input({ id, epoch }));
  }

  #beginRun(): void {
    for (const child of this.children.values()) {
      child.hasSettled = false;
      child.mayStayStopped = false;
    }
  }

  #carryOut(effect: Effect): void {
    this.effects.push(effect);
    const perform = PERFORM[effect.type] as (harness: Harness, effect: Effect) => void;
    perform(this, effect);
  }
}

export interface Timer {
  readonly id: string;
  readonly kind: TimerKind;
  readonly at: number;
}

function newChild(): TrueChild {
  return {
    lives: [],
    chart: 'starting',
    attempt: undefined,
    timers: new Map(),
    hasSettled: false,
    mayStayStopped: false,
  };
}

const nothing = () => undefined;

const PERFORM: {
  readonly [Type in Effect['type']]: (
    harness: Harness,
    effect: Extract<Effect, { readonly type: Type }>,
  ) => void;
} = {
  tell(harness, { id, event }) {
    const child = harness.child(id);
    const target = harness.spec.chart.states[child.chart]?.on[event]?.target;
    law(target !== undefined, `${id}: the chart has no ${event} in ${child.chart}`);
    child.chart = target;
    if (SETTLED.has(target)) child.hasSettled = true;
    if (event === 'service.start') child.mayStayStopped = false;
  },
  tellSelf(harness, { event }) {
    const states: Record<string, { on: Record<string, { target: string }> }> =
      supervisorChart.states;
    const target = states[harness.selfChart]?.on[event]?.target;
    law(target !== undefined, `supervisor: no ${event} in ${harness.selfChart}`);
    harness.selfChart = target;
  },
  startChild(harness, { id, epoch }) {
    law(harness.livesOf(id).length === 0, `${id} is started beside a living incarnation`);
    const child = harness.child(id);
    if (!child.hasSettled && ['starting', 'restarting'].includes(harness.selfChart))
      law(
        harness.before(id).every((earlier) => harness.child(earlier).hasSettled),
        `${id} is started before its turn`,
      );
    law(
      child.lives.every((life) => life.epoch < epoch),
      `${id} is started in an epoch that was there before`,
    );
    child.lives.push({ epoch, state: 'starting' });
  },
  stopChild(harness, { id, epoch, withinMs }) {
    const life = harness.liveOf(id);
    if (harness.selfChart === 'stopping')
      law(
        harness.after(id).every((later) => harness.livesOf(later).length === 0),
        `${id} is stopped out of order`,
      );
    law(life.state !== 'stopping', `${id} is told to stop twice`);
    law(epoch > life.epoch, `${id}: a stop order does not raise the epoch`);
    const { shutdown } = harness.recordOf(id).spec;
    law(withinMs <= (shutdown === 'brutal_kill' ? 0 : shutdown), `${id} is given too much time`);
    life.epoch = epoch;
    life.state = 'stopping';
  },
  hurryStop(harness, { id }) {
    law(harness.liveOf(id).state === 'stopping', `${id} is hurried but not stopping`);
  },
  abandonChild(harness, { id, epoch }) {
    const life = harness.liveOf(id);
    law(life.state === 'stopping' && life.epoch === epoch, `${id} is abandoned but not stopping`);
    life.state = 'abandoned';
  },
  retryChild(harness, { id, epoch }) {
    const life = harness.liveOf(id);
    law(life.state === 'up', `${id} is to retry while ${life.state}`);
    life.epoch = epoch;
    harness.child(id).attempt = { epoch, step: 'retry' };
  },
  runStep(harness, { id, epoch, step }) {
    law(
      harness.livesOf(id).every(({ state }) => state === 'up'),
      `${id} runs ${step} beside a life that comes or goes`,
    );
    harness.child(id).attempt = { epoch, step };
  },
  settleParked: nothing,
  replaceChild: nothing,
  tellDependency: nothing,
  addChild(harness, { id }) {
    const lives = harness.children.get(id)?.lives ?? [];
    harness.children.set(id, { ...newChild(), lives });
  },
  removeChild(harness, { id }) {
    law(harness.livesOf(id).length === 0, `${id} is removed alive`);
    law(harness.child(id).timers.size === 0, `${id} is removed with a timer`);
    harness.child(id).hasSettled = true;
    harness.child(id).attempt = undefined;
  },
  schedule(harness, { id, kind, at }) {
    law(Number.isFinite(at) && at >= harness.now, `${id}: a timer in the past, or never`);
    harness.child(id).timers.set(kind, at);
  },
  cancel(harness, { id, kind }) {
    law(harness.child(id).timers.delete(kind), `${id}: cancels no ${kind}`);
  },
  report(harness, { event }) {
    harness.events.push(event);
    // A start that an operator has ordered came to nothing: the child rests as it did before.
    if (event.type === 'child.notStarted')
      harness.child(event.path.slice(event.path.lastIndexOf('/') + 1)).mayStayStopped = true;
  },
  answer(harness, { ticket, result }) {
    harness.answers.get(ticket)?.push(result);
  },
  started(harness) {
    harness.startedTimes += 1;
  },
  ended(harness, { ending }) {
    harness.endings.push(ending);
  },
};
