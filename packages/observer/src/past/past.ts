import type { FlightRecorder, Tree } from '@kintsugi/actors';
import {
  eventsOf,
  type Recording,
  recordingLines,
  redaction,
  type SupervisionEvent,
} from '@kintsugi/core';
import type {
  Bundle,
  ClosedIncident,
  EventView,
  Frame,
  History,
  ServiceView,
} from '../protocol/frame.ts';
import { ChartTable } from '../view/chart-table.ts';
import { EventTeller } from '../view/event-view.ts';
import { presentFrame } from '../view/present-frame.ts';
import { serviceView } from '../view/service-view.ts';
import { historyOf } from './history.ts';
import { IncidentLedger } from './incident-ledger.ts';
import { savedServices } from './saved-services.ts';

/** What the past is read from. */
export interface PastOptions {
  readonly tree: Tree<unknown>;
  readonly now: () => number;
  readonly recorder: FlightRecorder | undefined;
  readonly redactKeys: readonly string[];
  readonly redact: (data: unknown) => unknown;
}

/** The past of a tree, as far as a flight recorder has it. To read it takes a while: see `FlightRecorder`. */
export class Past {
  readonly #options: PastOptions;

  constructor(options: PastOptions) {
    this.#options = options;
  }

  /** Without a recorder it is the present alone. */
  history(): History {
    return this.#historyOf(this.#options.recorder?.recording());
  }

  /** Where there is a recorder, it knows more than a ledger has heard. Answers what has been recorded as well. */
  teach(incidents: IncidentLedger): {
    readonly incidents: IncidentLedger;
    readonly events: readonly SupervisionEvent[];
  } {
    return { incidents, events: this.#teach(incidents, this.#options.recorder?.recording()) };
  }

  /** @param savedAt - ISO 8601 */
  bundle(savedAt: string): Bundle {
    const recording = this.#options.recorder?.recording();
    const ledger = new IncidentLedger();
    this.#teach(ledger, recording);
    const history = this.#historyOf(recording);
    const { services, leftOut } = savedServices(
      this.#present().nodes,
      (path) => ledger.closedAt(path).length > 0,
      (path) => this.service(path, { incidents: ledger.closedAt(path), events: [] }),
    );
    const lines = recording === undefined ? '' : recordingLines(this.#redacted(recording));
    return {
      format: 'kintsugi-bundle',
      version: 1,
      savedAt,
      history,
      services,
      ...(leftOut.length > 0 && { leftOut }),
      recording: lines,
    };
  }

  service(
    path: string,
    recorded: {
      readonly incidents: readonly ClosedIncident[];
      readonly events: readonly EventView[];
    },
  ): ServiceView | undefined {
    const { tree, now, redact } = this.#options;
    return serviceView(tree, path, { at: now(), redact, ...recorded });
  }

  #present(): Frame {
    const { tree, now, redact } = this.#options;
    return presentFrame(tree, { at: now(), charts: new ChartTable(), redact });
  }

  #historyOf(recording: Recording | undefined): History {
    const { tree, now, redact, redactKeys } = this.#options;
    const charts = new ChartTable();
    const present = presentFrame(tree, { at: now(), charts, redact });
    if (recording === undefined) return { first: present, deltas: [] };
    const teller = new EventTeller(redactKeys);
    return historyOf(recording, { present, charts, redact, teller });
  }

  #teach(ledger: IncidentLedger, recording: Recording | undefined): readonly SupervisionEvent[] {
    if (recording === undefined) return [];
    const events = eventsOf(recording);
    ledger.relearn(events);
    return events;
  }

  /** The recorder may hide less than the page. */
  #redacted(recording: Recording): Recording {
    const { redactKeys } = this.#options;
    const redact = redaction(redactKeys);
    const redacted = [...new Set([...recording.redacted, ...redactKeys])];
    return { ...recording, redacted, entries: recording.entries.map(redact) };
  }
}
