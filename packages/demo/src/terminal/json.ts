import type { SupervisionEvent } from '@kintsugi/actors';
import type { Outcome, Scenario } from '../scenarios/scenario.ts';
import type { Reporter } from './reporter.ts';
import type { Output } from './screen.ts';

/** A scenario's last line. */
function finishedLine({ scenario, ok, tally, health, state, unmet }: Outcome) {
  const { operations, succeeded, retries, restarts, fallbacks } = tally.total();
  const counts = { operations, succeeded, retries, restarts, fallbacks };
  const line = { type: 'scenario.finished', scenario, ok, ...counts, health, state } as const;
  return ok ? line : { ...line, unmet };
}

/** Tells every event as a line of JSON, and nothing else. */
export class JsonReporter implements Reporter {
  readonly #output: Output;
  #scenario = '';

  constructor(output: Output) {
    this.#output = output;
  }

  opened({ name }: Scenario): void {
    this.#scenario = name;
  }

  happened(event: SupervisionEvent): void {
    this.#write({ ...event, scenario: this.#scenario });
  }

  observed(url: string): void {
    this.#write({ type: 'observer.opened', url });
  }

  closed(_scenario: Scenario, outcome: Outcome): void {
    this.#write(finishedLine(outcome));
  }

  began(): void {
    // Nothing but events and outcomes.
  }

  shown(): void {
    // The events tell it.
  }

  said(): void {
    // For people.
  }

  ended(): void {
    // Every scenario has had its line.
  }

  interrupted(): void {
    // The exit code says it.
  }

  #write(value: unknown): void {
    this.#output.write(`${JSON.stringify(value)}\n`);
  }
}
