import type { SupervisionEvent } from '@kintsugi/core';
import { invalidOption } from '@kintsugi/core';

/**
 * Notices what happens while no turn is taken: something has waited for real time, and would end at another virtual time in
 * every run.
 */
export class RealTimeGuard {
  /** The step that is run at a path, as far as anybody has told. */
  readonly #steps = new Map<string, string>();
  #isPaused = false;
  #culprit: string | undefined;

  /** Whatever follows from the last turn has happened. */
  paused(): void {
    this.#isPaused = true;
  }

  /** @throws InvalidOptionError naming what has ended since the pause began */
  resumed(): void {
    this.#isPaused = false;
    if (this.#culprit === undefined) return;
    throw invalidOption('simulate', 'a tree in which nothing waits for real time', this.#culprit);
  }

  heard(event: SupervisionEvent): void {
    const step = this.#steps.get(event.path);
    const what = step === undefined ? event.type : `the step ${step}`;
    this.happened(`${what} of ${event.path === '' ? 'the root' : event.path}`);
    if (event.type === 'child.stepping') this.#steps.set(event.path, event.step);
    else if (event.type.startsWith('child.')) this.#steps.delete(event.path);
  }

  happened(what: string): void {
    if (this.#isPaused) this.#culprit ??= what;
  }
}
