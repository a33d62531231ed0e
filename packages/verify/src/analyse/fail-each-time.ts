import {
  type ChildRecord,
  type ChildSpec,
  createState,
  type EscalationPolicy,
  type FaultOrigin,
  type JudgedFault,
  reduce,
  type Severity,
  type SupervisorSpec,
  type SupervisorState,
  type UndatedInput,
} from '@kintsugi/core';

/** How a child fails, every time. */
export interface Failing {
  readonly severity: Severity;
  /** `crash`: it comes up, and fails when it has lived. `start`: its start fails, after as long. */
  readonly by: 'crash' | 'start';
  /** How long each life lasts, or each start that fails: milliseconds. @default 0 */
  readonly lifeMs?: number;
  /** Whether the first fault comes while it runs, or its first start is the first that fails. @default 'running' */
  readonly from?: 'running' | 'start';
  /** A supervisor under OTP's rules ends with `shutdown` when it gives up. @default 'error' */
  readonly exit?: 'error' | 'shutdown';
}

/** What its failing has come to. */
export interface FailedEachTime {
  readonly kind: 'degraded' | 'failed' | 'ended' | 'gaveUp' | 'restartsForEver';
  /** Restarts before that. */
  readonly restarts: number;
  /** From the first fault, or from the start that was to be the first: milliseconds. */
  readonly afterMs: number;
  /** Of what its supervisor fails with, when it gave up. */
  readonly severity: Severity;
}

/**
 * What becomes of a child that fails each time: found by the reducer itself, with a worker that does
 * just that. Starts, stops and steps take no time, a step of the user's own fails, and chance gives the shortest waits.
 */
export function failEachTime(
  supervisor: SupervisorSpec,
  child: ChildSpec,
  failing: Failing,
): FailedEachTime {
  const run = new FailingRun(alone(supervisor, child), failing);
  for (;;) {
    const end = run.end();
    if (end !== undefined) return end;
    run.goOn();
  }
}

const ID = 'child';

/** Its supervisor as if it were the only child; all others are well, and start and stop at once. */
function alone(supervisor: SupervisorSpec, child: ChildSpec): SupervisorSpec {
  const spec = { ...child, dependsOn: [], pausesWithDependency: false, significant: false };
  return { ...supervisor, children: [{ id: ID, spec }] };
}

const ORIGINS = {
  service: 'worker',
  supervisor: 'supervisor',
} as const satisfies Record<ChildSpec['kind'], FaultOrigin>;

class FailingRun {
  readonly #spec: SupervisorSpec;
  readonly #state: SupervisorState;
  readonly #failing: Failing;
  readonly #mostRestarts: number;
  #now = 0;
  #upAt = 0;
  #hasRun = false;

  constructor(spec: SupervisorSpec, failing: Failing) {
    this.#spec = spec;
    this.#state = createState(spec);
    this.#failing = failing;
    this.#mostRestarts = mostThatTell(spec);
    this.#put({ type: 'supervisor.start' });
  }

  end(): FailedEachTime | undefined {
    const child = this.#state.children.get(ID);
    const kind = this.#kindOfEnd(child);
    if (kind === undefined) return undefined;
    const { ending } = this.#state;
    const severity = ending?.kind === 'gave up' ? ending.severity : this.#failing.severity;
    return { kind, restarts: child?.restarts ?? 0, afterMs: this.#now, severity };
  }

  #kindOfEnd(child: ChildRecord | undefined): FailedEachTime['kind'] | undefined {
    if (this.#state.ending?.kind === 'gave up') return 'gaveUp';
    if (child === undefined || child.state === 'stopped') return 'ended';
    if (child.state === 'degraded' || child.state === 'failed') return child.state;
    return child.restarts > this.#mostRestarts ? 'restartsForEver' : undefined;
  }

  /** The next thing that happens to it. */
  goOn(): void {
    const child = this.#state.children.get(ID);
    if (child === undefined) return;
    const { epoch, life, phase } = child;
    const base = { id: ID, epoch };
    if (phase === 'attempting')
      this.#put({ type: 'report.attemptSettled', ...base, fault: this.#fault('step') });
    else if (life === 'stopping') this.#put({ type: 'report.stopped', ...base });
    else if (life === 'starting') this.#start(base);
    else if (life === 'up') this.#liveOn(child, this.#upAt + this.#lifeMs);
    else this.#liveOn(child, Infinity);
  }

  get #lifeMs(): number {
    return this.#hasRun ? (this.#failing.lifeMs ?? 0) : 0;
  }

  #start(base: { readonly id: string; readonly epoch: number }): void {
    const { by, from = 'running', lifeMs = 0 } = this.#failing;
    const isFirst = !this.#hasRun && from === 'running';
    if (by === 'start' && !isFirst) {
      this.#now += lifeMs;
      const fault = this.#fault('start');
      this.#put({ type: 'report.startFailed', ...base, fault, pending: false });
      return;
    }
    this.#upAt = this.#now;
    this.#hasRun ||= !isFirst;
    this.#put({ type: 'report.started', ...base });
  }

  /** Its next timer, or its next fault, whichever is sooner; the timer, when both are due. */
  #liveOn({ timers, epoch }: ChildRecord, faultAt: number): void {
    const [kind, at] = nextTimer(timers);
    if (kind !== undefined && at <= faultAt) {
      this.#now = Math.max(this.#now, at);
      this.#put({ type: 'agenda.due', id: ID, kind });
      return;
    }
    this.#now = faultAt;
    this.#hasRun = true;
    const { exit = 'error' } = this.#failing;
    const fault = this.#fault(ORIGINS[this.#spec.children[0]?.spec.kind ?? 'service']);
    if (exit === 'error') this.#put({ type: 'report.fault', id: ID, epoch, fault });
    else this.#put({ type: 'report.exited', id: ID, epoch, exit, fault });
  }

  #put(input: UndatedInput): void {
    reduce(this.#state, { ...input, at: this.#now, random: 0 }, this.#spec, false);
  }

  #fault(origin: FaultOrigin): JudgedFault {
    const { severity } = this.#failing;
    const error = { name: 'Error', message: 'it fails each time' };
    return { id: 'fault', origin, severity, rule: 'analysis', error };
  }
}

type Timers = NonNullable<ChildRecord['timers']>;

function nextTimer(timers: Timers | undefined): readonly [keyof Timers | undefined, number] {
  if (timers === undefined) return [undefined, Infinity];
  const { retry, restart, stable, recovery } = timers;
  const first = Math.min(retry, restart, stable, recovery);
  if (first === Infinity) return [undefined, Infinity];
  if (first === stable) return ['stable', first];
  if (first === restart) return ['restart', first];
  return [first === retry ? 'retry' : 'recovery', first];
}

/**
 * Waits only grow, and lives are alike: a limit that so many restarts in a row do not trip is never
 * tripped.
 */
function mostThatTell({ policy, intensity, children }: SupervisorSpec): number {
  const own = children[0]?.spec.intensity;
  const limits = [
    intensity?.maxRestarts,
    own?.maxRestarts,
    policy.pattern.failures,
    policy.longWindow.restarts,
    ...budgetsOf(policy),
  ];
  const finite = limits.filter((limit) => limit !== undefined).filter(Number.isFinite);
  return finite.reduce((sum, limit) => sum + limit, 2);
}

function budgetsOf({ restart, customSteps }: EscalationPolicy): readonly number[] {
  return [restart.maxAttempts, ...Object.values(customSteps)];
}
