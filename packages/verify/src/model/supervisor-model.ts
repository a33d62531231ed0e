import {
  canonical,
  canonicalChild,
  type ChildRecord,
  cloneState,
  createState,
  inOrder,
  type Effect,
  type SupervisorInput,
  type SupervisorSpec,
  type SupervisorState,
} from '@kintsugi/core';
import { ANSWERS } from '../properties/directives.ts';
import type { Watch } from '../properties/watch.ts';
import { horizonMs, oldestTicks, TICK_MS } from './abstract-time.ts';
import { coarsen, NOW } from './coarsen.ts';
import { copiedOnRead, readable } from './copied-on-read.ts';
import { Interned } from './interned.ts';
import type { Orders } from './message.ts';
import { inputOf, type Stimulus } from './stimulus.ts';
import { ordersFor } from './turn-orders.ts';

/** The decision logic under test: the reducer of `@kintsugi/core`, or one with a bug planted in it. */
export type Reduce = (
  state: SupervisorState,
  input: SupervisorInput,
  spec: SupervisorSpec,
) => readonly Effect[];

/** A supervisor at one instant, and what the properties remember of its past. */
export interface SupervisorPoint {
  readonly state: SupervisorState;
  readonly memory: unknown;
}

/** What one turn of the supervisor comes to. */
export interface Turn {
  readonly to: number;
  /** By child, the number of its orders; -1 where there are none. */
  readonly orders: readonly number[];
  /** A bit a child: its epoch has risen, and what is on its way from it is stale now. */
  readonly raised: number;
  /** Which lives must be over, by now, for the order of starts and stops to hold. */
  readonly gone: readonly Gone[];
  readonly broken: Broken | undefined;
}

/** A child was started or stopped, and others must not be alive at that moment. */
export interface Gone {
  readonly property: string;
  readonly child: number;
  readonly others: readonly number[];
}

export interface Broken {
  readonly property: string;
  readonly text: string;
}

/** The supervisor's part of the model: its reducer, each turn of it computed once. */
export class SupervisorModel {
  readonly spec: SupervisorSpec;
  readonly ids: readonly string[];
  readonly points = new Interned<SupervisorPoint>();
  readonly orders = new Interned<Orders>();
  readonly stimuli = new Interned<Stimulus>();
  readonly #reduce: Reduce;
  readonly #watch: Watch;
  readonly #turns = new Map<number, Turn>();
  readonly #ticks: number[] = [];
  /** By child as it is, the number of its form. */
  readonly #forms = new WeakMap<ChildRecord, number>();
  readonly #numbers = new Map<string, number>();
  readonly #mostTicks: number;
  readonly #horizonMs: number;

  constructor(spec: SupervisorSpec, ids: readonly string[], reducer: Reduce, watch: Watch) {
    this.spec = spec;
    this.ids = ids;
    this.#reduce = reducer;
    this.#watch = watch;
    this.#mostTicks = oldestTicks(spec);
    this.#horizonMs = horizonMs(spec);
  }

  /** Before it is started. */
  begin(): number {
    return this.#intern({ state: createState(this.spec), memory: this.#watch.begin() });
  }

  /** The number of a stimulus. */
  stimulus(stimulus: Stimulus): number {
    return this.stimuli.add(stimulus, JSON.stringify(stimulus));
  }

  turn(from: number, stimulus: number): Turn {
    const key = from * MOST_STIMULI + stimulus;
    let turn = this.#turns.get(key);
    if (turn === undefined) {
      turn = this.#take(from, this.stimuli.at(stimulus));
      this.#turns.set(key, turn);
    }
    return turn;
  }

  /** Turns that were really taken: the others were looked up. */
  get turnsTaken(): number {
    return this.#turns.size;
  }

  /** The same supervisor a tick later; the same number when nothing of it depends on time. */
  tick(from: number): number {
    return (this.#ticks[from] ??= this.#later(from));
  }

  #later(from: number): number {
    const { state: before, memory } = this.points.at(from);
    const state = cloneState(before);
    coarsen(state, NOW + TICK_MS, this.#mostTicks, () => false);
    return this.#intern({ state, memory: this.#watch.tick(memory, this.spec) });
  }

  #take(from: number, stimulus: Stimulus): Turn {
    const { state: before, memory } = this.points.at(from);
    const copy = copiedOnRead(before);
    const at = stimulus.type === 'due' ? dueAt(before, this.ids, stimulus) : NOW;
    const input = inputOf(stimulus, before, this.ids, at);
    const effects = this.#answer(copy, input);
    if ('property' in effects) return { to: 0, orders: [], raised: 0, gone: [], broken: effects };
    const after = readable(copy);
    const seen = { spec: this.spec, input, before, after };
    const events = effects.flatMap((effect) => (effect.type === 'report' ? [effect.event] : []));
    const {
      memory: next,
      gone,
      broken,
      unchangedBy,
    } = this.#watch.see(memory, { ...seen, effects, events });
    coarsen(after, at, this.#mostTicks, (child) => before.children.get(child.id) === child);
    const to = this.#intern({ state: after, memory: next });
    const changed =
      unchangedBy !== undefined && to !== from
        ? { property: unchangedBy, text: `${input.type} changes the state` }
        : undefined;
    return { to, ...this.#sent(before, after, effects), gone, broken: broken ?? changed };
  }

  #answer(state: SupervisorState, input: SupervisorInput): readonly Effect[] | Broken {
    try {
      const effects: unknown = this.#reduce(state, input, this.spec);
      if (Array.isArray(effects)) return effects;
      return { property: ANSWERS.name, text: `${input.type} is answered with ${typeof effects}` };
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return { property: ANSWERS.name, text: `${input.type}: ${text}` };
    }
  }

  #sent(
    before: SupervisorState,
    after: SupervisorState,
    effects: readonly Effect[],
  ): Pick<Turn, 'orders' | 'raised'> {
    let raised = 0;
    const orders = this.ids.map((id, child) => {
      const isRaised = before.children.get(id)?.epoch !== after.children.get(id)?.epoch;
      if (isRaised) raised |= 1 << child;
      const sent = ordersFor(id, effects, after);
      return sent === undefined ? -1 : this.orders.add(sent, JSON.stringify(sent));
    });
    return { orders, raised };
  }

  #intern(point: SupervisorPoint): number {
    const { state, memory } = point;
    // The children's forms stand for themselves: most of them are known.
    const head = canonical({ ...state, first: undefined }, NOW, this.#horizonMs, this.spec.policy);
    const children = [...inOrder(state)].map((child) => this.#formOf(child));
    return this.points.add(point, JSON.stringify([head, memory, children]));
  }

  #formOf(child: ChildRecord): number {
    const known = this.#forms.get(child);
    if (known !== undefined) return known;
    const form = canonicalChild(child, NOW, this.#horizonMs, this.spec.policy);
    const text = JSON.stringify(Object.values(form));
    const number = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, number);
    this.#forms.set(child, number);
    return number;
  }
}

const MOST_STIMULI = 4_096;

function dueAt(
  { children }: SupervisorState,
  ids: readonly string[],
  { child, kind }: Extract<Stimulus, { readonly type: 'due' }>,
): number {
  return Math.max(NOW, children.get(ids[child] ?? '')?.timers?.[kind] ?? NOW);
}
