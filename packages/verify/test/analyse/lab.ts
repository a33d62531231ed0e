import {
  createState,
  type Effect,
  type FaultOrigin,
  inOrder,
  type JudgedFault,
  type OperationCount,
  reduce,
  type Severity,
  type SupervisionEvent,
  type SupervisorSpec,
  type TimerKind,
  type UndatedInput,
} from '@kintsugi/core';

/** What becomes of a start, of a round of retries or of a step: it is a fault of this severity, or none. */
export type Fate = Severity | undefined;

/** How the workers behave. What is left out goes well. */
export interface Habits {
  readonly start?: (id: string) => Fate;
  readonly attempt?: (id: string, step: string) => Fate;
}

/** What is said of a fault. */
export interface FaultOptions {
  /** @default 'worker' */
  readonly origin?: FaultOrigin;
  readonly operations?: OperationCount;
}

/**
 * A supervisor driven by the real reducer, without actors: whatever starts or stops does so in no time, timers come
 * in time, and chance gives what the test says. Days of it take seconds.
 */
export class Lab {
  readonly spec: SupervisorSpec;
  readonly state;
  now = 0;
  /** The restarts that the supervisor has ordered. */
  readonly restarts: { readonly id: string; readonly at: number }[] = [];
  /** Everything that is told, for those who ask; else what is always told. */
  readonly events: SupervisionEvent[] = [];
  readonly #habits: Habits;
  readonly #random: () => number;
  readonly #keepsEvents: boolean;

  constructor(
    spec: SupervisorSpec,
    {
      habits = {},
      random = () => 0,
      keepsEvents = false,
    }: {
      readonly habits?: Habits;
      readonly random?: () => number;
      readonly keepsEvents?: boolean;
    } = {},
  ) {
    this.spec = spec;
    this.#habits = habits;
    this.#random = random;
    this.#keepsEvents = keepsEvents;
    this.state = createState(spec);
    this.put({ type: 'supervisor.start' });
  }

  get hasEnded(): boolean {
    return this.state.ending !== undefined;
  }

  stateOf(id: string): string {
    return this.state.children.get(id)?.state ?? 'gone';
  }

  isUp(id: string): boolean {
    const child = this.state.children.get(id);
    return child?.life === 'up' && child.phase === undefined;
  }

  put(input: UndatedInput): void {
    const queue: UndatedInput[] = [input];
    for (const next of queue) {
      const dated = { ...next, at: this.now, random: this.#random() };
      const id = 'id' in next ? next.id : '';
      const before = this.#restartsOf(id);
      const effects = reduce(this.state, dated, this.spec, this.#keepsEvents);
      if (this.#restartsOf(id) > before) this.restarts.push({ id, at: this.now });
      for (const effect of effects) queue.push(...this.#answer(effect));
    }
  }

  #restartsOf(id: string): number {
    return this.state.children.get(id)?.restarts ?? 0;
  }

  #answer(effect: Effect): readonly UndatedInput[] {
    if (effect.type === 'report') this.events.push(effect.event);
    if (effect.type === 'startChild') return [this.#started(effect)];
    if (effect.type === 'stopChild')
      return [{ type: 'report.stopped', id: effect.id, epoch: effect.epoch }];
    if (effect.type === 'retryChild') return [this.#settled({ ...effect, step: 'retry' })];
    return effect.type === 'runStep' ? [this.#settled(effect)] : [];
  }

  #started({ id, epoch }: Life): UndatedInput {
    const fate = this.#habits.start?.(id);
    if (fate === undefined) return { type: 'report.started', id, epoch };
    const fault = faultOf(fate, 'start');
    return { type: 'report.startFailed', id, epoch, fault, pending: false };
  }

  #settled({ id, epoch, step }: Life & { readonly step: string }): UndatedInput {
    const fate = this.#habits.attempt?.(id, step);
    const base = { type: 'report.attemptSettled', id, epoch, step } as const;
    if (fate === undefined) return base;
    return { ...base, fault: faultOf(fate, step === 'retry' ? 'operation' : 'step') };
  }

  /** Its worker is lost, or one of its operations has failed; nothing, when it is not up. */
  fault(
    id: string,
    severity: Severity,
    { origin = 'worker', operations }: FaultOptions = {},
  ): void {
    if (!this.isUp(id)) return;
    const epoch = this.state.children.get(id)?.epoch ?? 0;
    const base = { type: 'report.fault', id, epoch, fault: faultOf(severity, origin) } as const;
    this.put(operations === undefined ? base : { ...base, operations });
  }

  /** When the next timer is due; `Infinity` when there is none. */
  get nextAt(): number {
    return this.#nextTimer()?.at ?? Infinity;
  }

  /** Whether nothing can happen any more: nobody is up, and nothing is waited for. */
  get isAtRest(): boolean {
    const ids = [...this.state.children.keys()];
    return this.hasEnded || (this.#nextTimer() === undefined && !ids.some((id) => this.isUp(id)));
  }

  /** Fires all timers due until then, each at its instant, those of that instant included. */
  advanceTo(at: number): void {
    for (let due = this.#nextTimer(); due !== undefined && due.at <= at; due = this.#nextTimer()) {
      this.now = Math.max(this.now, due.at);
      this.put({ type: 'agenda.due', id: due.id, kind: due.kind });
    }
    this.now = Math.max(this.now, at);
  }

  /** Fires timers until the child is up; answers whether it has come up before `until`. */
  untilUp(id: string, until = Infinity): boolean {
    while (!this.isUp(id)) {
      const due = this.#nextTimer();
      if (due === undefined || due.at > until || this.hasEnded) return false;
      this.advanceTo(due.at);
    }
    return true;
  }

  #nextTimer(): Timer | undefined {
    let first: Timer | undefined;
    for (const { id, timers } of inOrder(this.state)) {
      const own = KINDS.map((kind) => ({ id, kind, at: timers?.[kind] ?? Infinity }));
      const next = own.reduce((one, other) => (other.at < one.at ? other : one));
      if (next.at < (first?.at ?? Infinity)) first = next;
    }
    return first;
  }
}

const KINDS = ['stable', 'restart', 'retry', 'recovery'] as const satisfies readonly TimerKind[];

interface Timer {
  readonly id: string;
  readonly kind: TimerKind;
  readonly at: number;
}

interface Life {
  readonly id: string;
  readonly epoch: number;
}

function faultOf(severity: Severity, origin: FaultOrigin): JudgedFault {
  const error = { name: 'Error', message: 'it fails' };
  return { id: 'fault', origin, severity, rule: 'test', error };
}
