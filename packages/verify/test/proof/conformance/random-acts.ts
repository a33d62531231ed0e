import { SEVERITIES, type SupervisorInput } from '@kintsugi/core';
import type { Scope } from '../../../src/model/scope.ts';
import { type Act, ending, type LiveTree, ORDERS, whim } from './live-tree.ts';

/** Shorter and longer than the windows of a policy. */
const LONG_MS = [4_000, 20_000, 1_000_000];
const NAMES = Object.keys(ORDERS) as readonly (keyof typeof ORDERS)[];

/** What is done to a tree at random, as long as the scope has room for what may come of it. */
export class RandomActs {
  readonly #tree: LiveTree;
  readonly #random: () => number;
  readonly #left: { faults: number; hangs: number; orders: number };
  #isStopped = false;
  #isHurried = false;

  constructor(tree: LiveTree, { maxFaults, maxHangs, maxOrders }: Scope, random: () => number) {
    this.#tree = tree;
    this.#random = random;
    this.#left = { faults: maxFaults, hangs: maxHangs, orders: maxOrders };
  }

  /** What it has come to uses the scope up. */
  heard(inputs: readonly SupervisorInput[]): void {
    for (const input of inputs) {
      if (hasGoneWrong(input)) this.#left.faults -= 1;
      if (isHang(input)) this.#left.hangs -= 1;
      if (input.type.startsWith('command.')) this.#left.orders -= 1;
    }
  }

  next(): Act {
    if (!this.#isStopped && this.#random() < (this.#isIdle() ? 0.5 : 0.04)) return this.#stop();
    const acts = [
      this.#hurry(),
      this.#ending(),
      this.#ending(),
      this.#time(),
      this.#work(),
      this.#work(),
      this.#whim(),
      this.#order(),
    ].flatMap((act) => act ?? []);
    return acts.length === 0 ? this.#tree.passTime(this.#oneOf(LONG_MS)) : this.#oneOf(acts);
  }

  /** Nothing is under way, or nothing more may be done. */
  #isIdle(): boolean {
    const { faults, orders } = this.#left;
    if (this.#begun().length > 0) return false;
    const isUsedUp = faults === 0 && orders === 0;
    const { ids, toNextMs } = this.#tree;
    return isUsedUp || (toNextMs === Infinity && !ids.some((id) => this.#isRunning(id)));
  }

  #isRunning(id: string): boolean {
    return this.#tree.see(id).chart === 'running';
  }

  #begun() {
    return [...this.#tree.children].flatMap(([id, { begun }]) =>
      begun.map((each) => ({ id, each })),
    );
  }

  #ending(): Act | undefined {
    const begun = this.#begun();
    if (begun.length === 0) return undefined;
    const { id, each } = this.#oneOf(begun);
    const isBad = each.what !== 'stop' && this.#left.faults > 0 && this.#random() < 0.6;
    if (!isBad) return ending(id, each, 'ok');
    const ways = each.what === 'start' ? ([...SEVERITIES, 'ignore'] as const) : SEVERITIES;
    return ending(id, each, this.#oneOf(ways));
  }

  /** Whatever has been begun may take too long then. */
  #time(): Act | undefined {
    const { faults, hangs } = this.#left;
    if (this.#begun().length > Math.min(faults, hangs)) return undefined;
    const { toNextMs } = this.#tree;
    if (toNextMs !== Infinity) return this.#tree.passTime(toNextMs);
    return this.#random() < 0.1 ? this.#tree.passTime(this.#oneOf(LONG_MS)) : undefined;
  }

  /** A machine goes wrong over it; a function may. */
  #work(): Act | undefined {
    const id = this.#child();
    if (this.#left.faults === 0 || id === undefined) return undefined;
    const isBusy = this.#tree.children.get(id)?.begun.length !== 0;
    return isBusy || !this.#isRunning(id) ? undefined : this.#tree.tell(id);
  }

  #whim(): Act | undefined {
    const id = this.#child();
    if (this.#random() < 0.7) return undefined;
    const all = Object.entries(this.#tree.children.get(id ?? '')?.whims ?? {});
    if (this.#left.faults === 0 || id === undefined || all.length === 0) return undefined;
    return whim(id, ...this.#oneOf(all));
  }

  #order(): Act | undefined {
    const id = this.#child();
    if (this.#left.orders === 0 || id === undefined || this.#random() < 0.5) return undefined;
    return this.#tree.order(this.#oneOf(NAMES), id);
  }

  #stop(): Act {
    this.#isStopped = true;
    return this.#tree.stop();
  }

  /** Whoever has asked for a stop may lose patience, once; then every stop under way is overdue. */
  #hurry(): Act | undefined {
    if (!this.#isStopped || this.#isHurried || this.#random() < 0.5) return undefined;
    const { children } = this.#tree;
    const alive = [...children.values()].filter(({ lives }) => lives > 0).length;
    if (alive > Math.min(this.#left.faults, this.#left.hangs)) return undefined;
    this.#isHurried = true;
    return this.#tree.stopAtOnce();
  }

  /** One of those that are there. */
  #child(): string | undefined {
    const { ids } = this.#tree;
    return ids.length === 0 ? undefined : this.#oneOf(ids);
  }

  #oneOf<Of>(all: readonly Of[]): Of {
    const one = all[Math.floor(this.#random() * all.length)];
    if (one === undefined) throw new Error('there is nothing to choose from');
    return one;
  }
}

const WRONG: readonly SupervisorInput['type'][] = [
  'report.startFailed',
  'report.fault',
  'report.exited',
  'report.stopOverdue',
];

function hasGoneWrong(input: SupervisorInput): boolean {
  const isFailedAttempt = input.type === 'report.attemptSettled' && input.fault !== undefined;
  return isFailedAttempt || WRONG.includes(input.type);
}

function isHang(input: SupervisorInput): boolean {
  const isLateStart = input.type === 'report.startFailed' && input.pending;
  return isLateStart || input.type === 'report.stopOverdue';
}
