import type { LifecycleChart } from '@kintsugi/core';

/** Charts by key: equal ones, of however many supervisors, are told once. */
export class ChartTable {
  readonly #keys = new WeakMap<LifecycleChart, string>();
  readonly #byText = new Map<string, string>();
  readonly #charts = new Map<string, LifecycleChart>();

  keyOf(chart: LifecycleChart): string {
    const known = this.#keys.get(chart) ?? this.#add(chart);
    this.#keys.set(chart, known);
    return known;
  }

  /** Those that came after the first so many. */
  since(count: number): Readonly<Record<string, LifecycleChart>> {
    return Object.fromEntries([...this.#charts].slice(count));
  }

  get size(): number {
    return this.#charts.size;
  }

  #add(chart: LifecycleChart): string {
    const text = JSON.stringify(chart);
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const key = `${chart.id}-${this.#charts.size + 1}`;
    this.#byText.set(text, key);
    this.#charts.set(key, chart);
    return key;
  }
}
