import type { SupervisionEvent } from '@kintsugi/actors';
import type { Moment } from '../scenarios/lane.ts';
import type { Narrator, Outcome, Scenario } from '../scenarios/scenario.ts';
import type { Glance } from './status-line.ts';

/** Somebody who tells what happens: in words on a terminal, or as JSON lines. */
export interface Reporter {
  /** @param seed - where the faults come from */
  began(seed: number): void;
  opened(scenario: Scenario, glance: () => Glance): void;
  happened(event: SupervisionEvent, state: string): void;
  /** Of a scenario whose trees are shown side by side. */
  shown(lane: string, moment: Moment): void;
  said(narrator: Narrator, text: string): void;
  /** A page shows it: where. */
  observed(url: string): void;
  closed(scenario: Scenario, outcome: Outcome): void;
  /** All is over. */
  ended(outcomes: readonly Outcome[]): void;
  /** The demo was interrupted, and has been taken down. */
  interrupted(): void;
}
