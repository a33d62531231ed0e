import type { AnyTree, HealthStatus, SupervisionEvent } from '@kintsugi/actors';
import { invalidOption, type InvalidOptionError } from '@kintsugi/core';
import type { SimulatedWorld } from './simulate-options.ts';
import type { SimulatedTree } from './simulated-tree.ts';

/** The tree as one invariant of a person's sees it. It looks where a child can be: elsewhere it would hold for ever. */
export class OwnWorld implements SimulatedWorld {
  readonly #tree: SimulatedTree;
  readonly #option: string;
  #misuse: InvalidOptionError | undefined;

  constructor(tree: SimulatedTree, name: string) {
    this.#tree = tree;
    this.#option = `stateOf in simulate.invariants.${name}`;
  }

  get now(): number {
    return this.#tree.now;
  }

  get tree(): AnyTree {
    return this.#tree.tree;
  }

  get events(): readonly SupervisionEvent[] {
    return this.#tree.events;
  }

  get health(): HealthStatus {
    return this.#tree.health;
  }

  readonly stateOf = (path: string): string | undefined => {
    const { blueprint } = this.#tree;
    if (typeof path === 'string' && blueprint.mayHave(path)) return this.#tree.stateOf(path);
    const rule = `given the path of a child, "" for the root: ${blueprint.patterns.join(', ')} (an id for *)`;
    this.#misuse = invalidOption(this.#option, rule, path);
    throw this.#misuse;
  };

  /**
   * What the invariant says, if it has looked at nothing that cannot be.
   *
   * @throws InvalidOptionError when it has, also when it has caught it
   */
  ask<Answer>(answer: () => Answer): Answer {
    const what = answer();
    if (this.#misuse !== undefined) throw this.#misuse;
    return what;
  }
}
