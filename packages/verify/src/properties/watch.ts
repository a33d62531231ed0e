import type { SupervisorSpec } from '@kintsugi/core';
import type { Broken, Gone } from '../model/supervisor-model.ts';
import type { SeenTurn, TurnProperty } from './property.ts';

type Memories = readonly unknown[];

/** All properties of a check, seen as one: what they remember together, and whether each was put to the test. */
export class Watch {
  readonly #properties: readonly TurnProperty[];
  readonly #ids: readonly string[];
  readonly #tested = new Map<string, number>();

  constructor(properties: readonly TurnProperty[], ids: readonly string[]) {
    this.#properties = properties;
    this.#ids = ids;
  }

  begin(): Memories {
    return this.#properties.map((property) => property.begin());
  }

  tick(memories: unknown, spec: SupervisorSpec): Memories {
    const known = memories as Memories;
    return this.#properties.map(({ tick }, index) =>
      tick === undefined ? known[index] : tick(known[index], spec),
    );
  }

  see(
    memories: unknown,
    turn: SeenTurn,
  ): {
    readonly memory: Memories;
    readonly broken: Broken | undefined;
    readonly gone: readonly Gone[];
    readonly unchangedBy: string | undefined;
  } {
    const known = memories as Memories;
    const memory: unknown[] = [];
    const gone: Gone[] = [];
    let broken: Broken | undefined;
    let unchangedBy: string | undefined;
    for (const [index, property] of this.#properties.entries()) {
      const verdict = property.see(known[index], turn);
      memory.push(verdict.memory);
      if (verdict.isTested === true) this.count(property.name);
      if (verdict.broken !== undefined)
        broken ??= { property: property.name, text: verdict.broken };
      if (verdict.mustChangeNothing === true) unchangedBy ??= property.name;
      for (const { id, others } of verdict.gone ?? [])
        gone.push({
          property: property.name,
          child: this.#indexOf(id),
          others: this.#indexesOf(others),
        });
    }
    return { memory, broken, gone, unchangedBy };
  }

  /** In how many different situations this property was put to the test. */
  testedTimes(name: string): number {
    return this.#tested.get(name) ?? 0;
  }

  count(name: string): void {
    this.#tested.set(name, this.testedTimes(name) + 1);
  }

  #indexOf(id: string): number {
    return this.#ids.indexOf(id);
  }

  #indexesOf(ids: readonly string[]): readonly number[] {
    return ids.map((id) => this.#indexOf(id)).filter((index) => index !== -1);
  }
}
