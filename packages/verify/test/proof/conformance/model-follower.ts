import { isDeepStrictEqual } from 'node:util';
import { createState, reduce, type SupervisorInput } from '@kintsugi/core';
import type { Report } from '../../../src/model/message.ts';
import { PLACE, place } from '../../../src/model/point.ts';
import type { Stimulus } from '../../../src/model/stimulus.ts';
import { ordersFor } from '../../../src/model/turn-orders.ts';
import type { WorkerState } from '../../../src/model/worker.ts';
import { asStimulus } from './as-stimulus.ts';
import { type FollowedModel, type FollowedStep, NO_ORDERS } from './followed-model.ts';
import type { SeenChild } from './live-tree.ts';

/** The tree has done what the model cannot do. */
export class Divergence extends Error {}

/** What came to the real supervisor, and what it has decided about it. */
interface RealTurn {
  readonly stimulus: Stimulus | undefined;
  readonly orders: readonly string[];
}

/** What is seen of a tree after something was done to it. */
export interface Seen {
  readonly heard: readonly SupervisorInput[];
  /** Whether time has passed meanwhile. */
  readonly takesTime: boolean;
  readonly hasEnded: boolean;
  readonly children: readonly SeenChild[];
}

type Numbers = ReadonlySet<number>;

/**
 * Goes through the model beside a real tree: it knows all points at which the model may be, after all that
 * was seen of the tree. When there is none, they have parted.
 */
export class ModelFollower {
  readonly #model: FollowedModel;
  readonly #state;
  #at: Numbers;

  constructor(model: FollowedModel) {
    this.#model = model;
    this.#state = createState(model.spec);
    this.#at = new Set([model.begin()]);
  }

  /**
   * The tree has heard this, and looks like that now.
   *
   * @throws Divergence when the model cannot come to that
   */
  follow({ heard, takesTime, hasEnded, children }: Seen): void {
    // A stop that is slow is only told of.
    const turns = heard
      .filter(({ type }) => type !== 'report.stopSlow')
      .map((input) => this.#decided(input));
    let at = this.#at;
    for (const [index, turn] of turns.entries()) {
      const before = this.#closed(at, turns.slice(index), takesTime);
      at = this.#leading(before, (step) => isTurn(step, turn));
      if (at.size === 0) throw this.#divergence(`hear ${JSON.stringify(turn)}`, before);
    }
    const now = this.#closed(at, [], takesTime);
    this.#at = new Set(
      [...now].filter(
        (number) => this.#hasEnded(number) === hasEnded && this.#looksLike(number, children),
      ),
    );
    if (this.#at.size === 0)
      throw this.#divergence(`look like ${JSON.stringify({ hasEnded, children })}`, now);
  }

  #decided(input: SupervisorInput): RealTurn {
    const state = this.#state;
    const { ids, spec } = this.#model.system.supervisor;
    const stimulus = asStimulus(input, {
      ids,
      policy: spec.policy,
      isPresent: (id, epoch) => state.children.get(id)?.epoch === epoch,
    });
    const effects = reduce(state, input, this.#model.spec);
    const orders = ids.map((id) => ordersFor(id, effects, state));
    return {
      stimulus,
      orders: orders.map((each) => (each === undefined ? NO_ORDERS : JSON.stringify(each))),
    };
  }

  /** With what may have happened unheard: time, and what workers have said that is heard in these turns. */
  #closed(at: Numbers, turns: readonly RealTurn[], takesTime: boolean): Numbers {
    const isUnheard = (step: FollowedStep) =>
      step.type === 'tick' ? takesTime : step.type === 'own' && step.says.every(isHeardIn(turns));
    const closed = new Set(at);
    for (const number of closed)
      for (const next of this.#leading([number], isUnheard)) closed.add(next);
    return closed;
  }

  #leading(from: Iterable<number>, isStep: (step: FollowedStep) => boolean): Numbers {
    const steps = [...from].flatMap((number) => this.#model.stepsFrom(number));
    return new Set(steps.filter(isStep).map(({ to }) => to));
  }

  #hasEnded(number: number): boolean {
    return this.#model.system.hasEnded(this.#model.at(number));
  }

  #looksLike(number: number, children: readonly SeenChild[]): boolean {
    const { system } = this.#model;
    const point = this.#model.at(number);
    // Nobody reads what comes after the end.
    if (place(point, PLACE.inbox) !== 0 && !this.#hasEnded(number)) return false;
    return children.every((seen, child) => isLike(system.workerOf(point, child), seen));
  }

  #divergence(what: string, at: Numbers): Divergence {
    const { system } = this.#model;
    const shown = [...at].slice(0, 5).map((number) => {
      const point = this.#model.at(number);
      const inbox = system.mail.inboxes.list(place(point, PLACE.inbox));
      const said = inbox.map((report) => system.mail.reports.at(report));
      const workers = system.workers.map((_, child) => system.workerOf(point, child));
      return JSON.stringify({ workers, inbox: said });
    });
    return new Divergence([`the model cannot ${what}`, 'it may be at:', ...shown].join('\n'));
  }
}

function isTurn(step: FollowedStep, { stimulus, orders }: RealTurn): boolean {
  return (
    step.type === 'turn' &&
    isDeepStrictEqual(step.stimulus, stimulus) &&
    isDeepStrictEqual(step.orders, orders)
  );
}

/** Whether what is said now is heard in one of these turns; by then it may be stale. */
function isHeardIn(turns: readonly RealTurn[]): (report: Report) => boolean {
  return ({ child, said }) =>
    turns.some(
      ({ stimulus }) =>
        stimulus?.type === 'report' &&
        stimulus.report.child === child &&
        stimulus.report.said.type === said.type,
    );
}

function isLike({ chart, life, abandoned }: WorkerState, seen: SeenChild): boolean {
  const most = abandoned + Number(life !== 'none');
  // Of a worker that is lost, something may be left to be cleaned up.
  const least = life === 'dead' ? most - 1 : most;
  return chart === seen.chart && seen.lives >= least && seen.lives <= most;
}
