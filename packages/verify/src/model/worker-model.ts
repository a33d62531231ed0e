import type { LifecycleChart } from '@kintsugi/core';
import { Interned } from './interned.ts';
import { type Orders, type Report, stale } from './message.ts';
import type { Broken } from './supervisor-model.ts';
import { Ignored, obey } from './obey.ts';
import { type OwnStep, ownSteps, type Traits } from './own-steps.ts';
import { unstarted, type WorkerState } from './worker.ts';

/** A change of a worker, with what it says by number. */
export interface NumberedStep {
  readonly to: number;
  readonly says: readonly number[];
}

/** One of a worker's own steps. */
export interface NumberedOwnStep extends NumberedStep {
  readonly kind: OwnStep['kind'];
  readonly label: string;
}

/** A worker's part of the model: each step of it computed once. */
export class WorkerModel {
  readonly states = new Interned<WorkerState>();
  /** Moves of the chart that were made: `running service.fail`. */
  readonly moves = new Set<string>();
  readonly #child: number;
  readonly #traits: Traits;
  readonly #chart: LifecycleChart;
  readonly #report: (report: Report) => number;
  readonly #own: (readonly NumberedOwnStep[])[] = [];
  readonly #stale: number[] = [];
  readonly #obeyed = new Map<number, NumberedStep | Broken>();

  constructor(
    child: number,
    traits: Traits,
    chart: LifecycleChart,
    report: (report: Report) => number,
  ) {
    this.#child = child;
    this.#traits = traits;
    this.#chart = chart;
    this.#report = report;
  }

  begin(): number {
    return this.#intern(unstarted(this.#chart));
  }

  #intern(state: WorkerState): number {
    return this.states.add(state, JSON.stringify(state));
  }

  own(from: number): readonly NumberedOwnStep[] {
    return (this.#own[from] ??= this.#ownSteps(this.states.at(from)));
  }

  #ownSteps(state: WorkerState): readonly NumberedOwnStep[] {
    return ownSteps(state, this.#traits).map(({ to, says, kind, label }) => ({
      to: this.#intern(to),
      says: this.#number(says, state.isCurrent),
      kind,
      label,
    }));
  }

  #number(says: OwnStep['says'], isCurrent: boolean): readonly number[] {
    return says.map((said) => {
      const report: Report = { child: this.#child, said, isCurrent };
      return this.#report(isCurrent ? report : stale(report));
    });
  }

  /** Its epoch has risen, and it does not know that yet. */
  staled(from: number): number {
    return (this.#stale[from] ??= this.#intern({ ...this.states.at(from), isCurrent: false }));
  }

  obey(from: number, orders: number, message: Orders): NumberedStep | Broken {
    const key = from * MOST_ORDERS + orders;
    let step = this.#obeyed.get(key);
    if (step === undefined) {
      step = this.#obey(this.states.at(from), message);
      this.#obeyed.set(key, step);
    }
    return step;
  }

  #obey(state: WorkerState, message: Orders): NumberedStep | Broken {
    try {
      const { to, says } = obey(state, message, this.#chart);
      this.#bookMoves(state, message);
      return { to: this.#intern(to), says: this.#number(says, to.isCurrent) };
    } catch (error) {
      if (error instanceof Ignored) return { property: error.property, text: error.message };
      throw error;
    }
  }

  #bookMoves({ chart: at }: WorkerState, { orders }: Orders): void {
    let chart = at;
    for (const order of orders) {
      if (order.type === 'add') chart = this.#chart.initial;
      if (order.type !== 'tell') continue;
      this.moves.add(`${chart} ${order.event}`);
      chart = this.#chart.states[chart]?.on[order.event]?.target ?? chart;
    }
  }
}

const MOST_ORDERS = 65_536;
