import { invalidOption } from '@kintsugi/core';
import type { Transition } from './sut.ts';

/** What of a model is not walked, each with its reason. */
export class Exclusions {
  readonly #reasons: ReadonlyMap<string, string>;
  readonly #byMove = new Map<string, string>();

  /**
   * @throws InvalidOptionError for one without a reason, and for one that matches nothing, or nothing that
   * no other matches
   */
  constructor(all: readonly Transition[], excluded: Readonly<Partial<Record<string, string>>>) {
    this.#reasons = new Map(
      Object.entries(excluded).map(([key, reason]) => [key, checked(key, reason)]),
    );
    const matches = all.map((move) => namesOf(move).filter((name) => this.#reasons.has(name)));
    for (const key of this.#reasons.keys()) refuseNeedless(key, matches);
    all.forEach(({ from, event }, index) => {
      const [key] = matches[index] ?? [];
      const reason = key === undefined ? undefined : this.#reasons.get(key);
      if (reason !== undefined) this.#byMove.set(nameOf(from, event), reason);
    });
  }

  get keys(): readonly string[] {
    return [...this.#reasons.keys()];
  }

  has(state: string, event: string): boolean {
    return this.#byMove.has(nameOf(state, event));
  }

  reasonOf({ from, event }: Transition): string | undefined {
    return this.#byMove.get(nameOf(from, event));
  }
}

function nameOf(state: string, event: string): string {
  return `${state} ${event}`;
}

/** All names by which a move can be excluded. */
function namesOf({ from, event, to }: Transition): readonly string[] {
  return [...new Set([nameOf(from, event), event, from, to])];
}

function checked(key: string, reason: unknown): string {
  if (typeof reason === 'string' && reason.trim() !== '') return reason;
  throw invalidOption(`walk.excluded["${key}"]`, 'a reason', reason);
}

function refuseNeedless(key: string, matches: readonly (readonly string[])[]): void {
  const own = matches.filter((keys) => keys.includes(key));
  if (own.some((keys) => keys.length === 1)) return;
  const rule =
    own.length === 0
      ? 'a state, an event, or a move "<state> <event>" of the model'
      : 'one that excludes something which no other key does';
  throw invalidOption('a key of walk.excluded', rule, key);
}
