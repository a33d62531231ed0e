import type { ChildSpec } from '../supervision/spec.ts';
import { toJson } from './tagged-json.ts';

/** Child specs by number: each once, however many children are run by it. */
export class SpecTable {
  readonly all: ChildSpec[] = [];
  /** Most of 100,000 children have the very same object. */
  readonly #numbers = new Map<ChildSpec, number>();
  readonly #byText = new Map<string, number>();

  add(spec: ChildSpec): number {
    const known = this.#numbers.get(spec) ?? this.#addText(spec);
    this.#numbers.set(spec, known);
    return known;
  }

  #addText(spec: ChildSpec): number {
    const text = toJson(spec);
    const known = this.#byText.get(text) ?? this.all.push(spec) - 1;
    this.#byText.set(text, known);
    return known;
  }
}
