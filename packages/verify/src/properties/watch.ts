import type { SupervisorSpec } from '@kintsugi/core';
import type { Broken, Gone } from '../model/supervisor-model.ts';
import { requireJson } from './json-memory.ts';
import { TURN_PROPERTIES } from './properties.ts';
import type { SeenTurn, TurnProperty, Verdict } from './property.ts';

type Memories = readonly unknown[];

/** What all properties together make of a turn. */
export interface Findings {
  readonly memory: Memories;
  /** By the first of them that is broken. */
  readonly broken: Broken | undefined;
  readonly gone: readonly Gone[];
  /** The property that demands that the turn has changed nothing. */
  readonly unchangedBy: string | undefined;
}

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
    return this.#properties.map(begun);
  }

  tick(memories: unknown, spec: SupervisorSpec): Memories {
    const known = memories as Memories;
    return this.#properties.map((property, index) => aged(property, known[index], spec));
  }

  see(memories: unknown, turn: SeenTurn): Findings {
    const known = memories as Memories;
    const memory: unknown[] = [];
    const gone: Gone[] = [];
    let broken: Broken | undefined;
    let unchangedBy: string | undefined;
    for (const [index, property] of this.#properties.entries()) {
      const { name } = property;
      const verdict = verdictOf(property, known[index], turn);
      memory.push(asJson(property, verdict.memory, known[index]));
      this.#bookTest(name, verdict);
      this.#bookGone(name, verdict, gone);
      broken ??= brokenBy(name, verdict);
      unchangedBy ??= verdict.mustChangeNothing === true ? name : undefined;
    }
    return { memory, broken, gone, unchangedBy };
  }

  /** In how many different situations this property was put to the test. */
  testedTimes(name: string): number {
    return this.#tested.get(name) ?? 0;
  }

  #bookTest(name: string, { isTested }: Verdict<unknown>): void {
    if (isTested === true) this.#tested.set(name, this.testedTimes(name) + 1);
  }

  #bookGone(property: string, verdict: Verdict<unknown>, gone: Gone[]): void {
    for (const { id, others } of verdict.gone ?? [])
      gone.push({ property, child: this.#ids.indexOf(id), others: this.#indexesOf(others) });
  }

  #indexesOf(ids: readonly string[]): readonly number[] {
    return ids.map((id) => this.#ids.indexOf(id)).filter((index) => index !== -1);
  }
}

function begun(property: TurnProperty): unknown {
  let memory: unknown;
  try {
    memory = property.begin();
  } catch (error) {
    throw thrownBy(property, error);
  }
  return asJson(property, memory);
}

const OURS: ReadonlySet<TurnProperty> = new Set(TURN_PROPERTIES);

/** Looked at where it is another than before; of ours a test says that it is JSON. */
function asJson(property: TurnProperty, memory: unknown, known?: unknown): unknown {
  const isKnown = OURS.has(property) || (memory === known && memory !== undefined);
  if (!isKnown) requireJson(property.name, memory);
  return memory;
}

/** Its memory, a tick later. */
function aged(property: TurnProperty, memory: unknown, spec: SupervisorSpec): unknown {
  if (property.tick === undefined) return memory;
  let older: unknown;
  try {
    older = property.tick(memory, spec);
  } catch (error) {
    throw thrownBy(property, error);
  }
  return asJson(property, older, memory);
}

function thrownBy({ name }: TurnProperty, error: unknown): Error {
  return new Error(`the property "${name}" throws: ${String(error)}`, { cause: error });
}

/** One that throws, or answers nothing, has not held; that the reducer is to blame must not be said then. */
function verdictOf(property: TurnProperty, memory: unknown, turn: SeenTurn): Verdict<unknown> {
  try {
    const verdict: unknown = property.see(memory, turn);
    if (isVerdict(verdict)) return verdict;
    return { memory, broken: 'it answers no verdict' };
  } catch (error) {
    return { memory, broken: `it throws ${String(error)}` };
  }
}

function isVerdict(verdict: unknown): verdict is Verdict<unknown> {
  return typeof verdict === 'object' && verdict !== null;
}

function brokenBy(property: string, { broken: text }: Verdict<unknown>): Broken | undefined {
  return text === undefined ? undefined : { property, text };
}
