import type { SupervisionEvent } from '@kintsugi/actors';
import type { Moment } from '../scenarios/lane.ts';
import { SHORTENED } from '../scenarios/short-policy.ts';
import type { Narrator, Outcome, Scenario } from '../scenarios/scenario.ts';
import type { Colour } from './colour.ts';
import { LanesView } from './lanes-view.ts';
import { PROSE_WIDTH, wrap } from './line.ts';
import { eventLine, saidLine } from './narration.ts';
import type { Reporter } from './reporter.ts';
import type { Screen } from './screen.ts';
import { type Glance, statusLine } from './status-line.ts';
import { table } from './table.ts';

const REFRESH_MS = 100;

/** Tells the story to a person. */
export class StoryReporter implements Reporter {
  readonly #screen: Screen;
  #beganAt = 0;
  #glance: (() => Glance) | undefined;
  /** Instead of the events, where trees stand side by side. */
  #lanes: LanesView | undefined;
  #refresh: NodeJS.Timeout | undefined;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  began(seed: number): void {
    this.#prose('Kintsugi demo: let it crash, watch it heal.', 'bold');
    this.#prose(
      `Faults are real and drawn with seed ${seed}; --seed ${seed} tells the same story again.`,
      'dim',
    );
    this.#prose(SHORTENED, 'dim');
  }

  opened({ name, title, what, breaks, lanes }: Scenario, glance: () => Glance): void {
    this.#beganAt = Date.now();
    this.#glance = glance;
    this.#lanes = lanes && new LanesView(this.#screen, lanes);
    this.#screen.line();
    this.#screen.line([[`${name} · ${title}`, 'bold']]);
    this.#prose(`What it is:      ${what}`);
    this.#prose(`What will break: ${breaks}`);
    this.#screen.line();
    if (!this.#screen.isTTY) return;
    this.#refresh = setInterval(() => this.#showStatus(), REFRESH_MS);
    this.#showStatus();
  }

  happened(event: SupervisionEvent, state: string): void {
    if (this.#lanes === undefined)
      this.#screen.line(eventLine(event, state, event.at - this.#beganAt));
    this.#showStatus();
  }

  shown(lane: string, moment: Moment): void {
    this.#lanes?.show(lane, moment, Date.now() - this.#beganAt);
  }

  said(narrator: Narrator, text: string): void {
    this.#lanes?.settle();
    this.#screen.line(saidLine(narrator, text, Date.now() - this.#beganAt));
  }

  observed(url: string): void {
    this.#screen.line([[`Watch it, and break it: ${url}`, 'bold']]);
    this.#prose('It goes on until you end it here by Ctrl-C.', 'dim');
  }

  closed({ proven }: Scenario, outcome: Outcome): void {
    this.#hideStatus();
    this.#lanes?.conclude(outcome.lanes);
    this.#screen.line();
    if (outcome.ok) this.#prose(`Proven: ${proven(outcome)}`, 'green');
    for (const that of outcome.unmet) this.#prose(`NOT AS IT SHOULD: ${that}`, 'red');
  }

  ended(outcomes: readonly Outcome[]): void {
    this.#screen.line();
    for (const line of table(outcomes, this.#screen.width)) this.#screen.line(line);
    this.#screen.line();
    const failed = outcomes.filter(({ ok }) => !ok).map(({ scenario }) => scenario);
    if (failed.length === 0) this.#prose('Every scenario ended as it should.', 'green');
    else this.#prose(`Not as it should: ${failed.join(', ')}.`, 'red');
  }

  interrupted(): void {
    this.#hideStatus();
    this.#prose('Interrupted: the tree was stopped in order and everything was taken down.');
  }

  #showStatus(): void {
    if (this.#glance === undefined || this.#refresh === undefined) return;
    const glance = this.#glance();
    // The lanes show how each service is.
    this.#screen.status(
      statusLine(this.#lanes === undefined ? glance : { ...glance, services: [] }),
    );
  }

  #hideStatus(): void {
    clearInterval(this.#refresh);
    this.#refresh = undefined;
    this.#screen.clearStatus();
  }

  #prose(text: string, colour?: Colour): void {
    const width = Math.min(PROSE_WIDTH, this.#screen.width);
    for (const line of wrap(text, width)) this.#screen.line([[line, colour]]);
  }
}
