import type { SupervisionEvent } from '@kintsugi/core';
import type { Feed } from '../live/feed.ts';
import type { Session } from '../live/session.ts';
import type { ClosedIncident, EventView } from '../protocol/frame.ts';
import type { EventTeller } from '../view/event-view.ts';
import { IncidentLedger } from './incident-ledger.ts';
import type { Past } from './past.ts';

/** Events that are remembered, that are told of the whole tree, and of one place. */
const MOST_REMEMBERED = 10_000;
const MOST_OF_ALL = 200;
const MOST_OF_ONE = 12;

/** What somebody who comes late has missed. */
interface Read {
  readonly incidents: IncidentLedger;
  /** Oldest first. */
  readonly events: readonly SupervisionEvent[];
}

/**
 * What was recorded before anybody looked. The recorder is read when it is asked for first, and not again for as
 * long as somebody looks: that takes a while, and no first frame is to wait for it.
 */
export class Recollection {
  readonly #feed: Feed;
  readonly #past: Past;
  readonly #teller: EventTeller;
  readonly #reads = new WeakMap<Session, Read>();

  constructor(feed: Feed, past: Past, teller: EventTeller) {
    this.#feed = feed;
    this.#past = past;
    this.#teller = teller;
  }

  /** The last ones of the whole tree. */
  get events(): readonly EventView[] {
    return this.#tell(this.#read().events, () => true, MOST_OF_ALL);
  }

  /** Of one place: closed incidents, also those since somebody looks; and its last events before that. */
  at(path: string): {
    readonly incidents: readonly ClosedIncident[];
    readonly events: readonly EventView[];
  } {
    const { incidents, events } = this.#read();
    const own = this.#tell(events, (event) => event.path === path, MOST_OF_ONE);
    return { incidents: incidents.closedAt(path), events: own };
  }

  #read(): Read {
    this.#feed.settle();
    const { session } = this.#feed;
    if (session === undefined) return this.#past.teach(new IncidentLedger());
    const known = this.#reads.get(session) ?? this.#readBefore(session);
    this.#reads.set(session, known);
    return known;
  }

  #readBefore({ incidents, beganAt, heardAtOnce }: Session): Read {
    const { events } = this.#past.teach(incidents);
    const until = events.filter(({ at }) => at <= beganAt);
    const end = Math.max(0, until.length - heardAtOnce);
    return { incidents, events: until.slice(Math.max(0, end - MOST_REMEMBERED), end) };
  }

  /** The last of all has the number -1: what is told live begins with 1. */
  #tell(
    events: readonly SupervisionEvent[],
    isWanted: (event: SupervisionEvent) => boolean,
    most: number,
  ): readonly EventView[] {
    return events
      .map((event, index) => ({ event, number: index - events.length }))
      .filter(({ event }) => isWanted(event))
      .slice(-most)
      .map(({ event, number }) => this.#teller.numbered(event, number));
  }
}
