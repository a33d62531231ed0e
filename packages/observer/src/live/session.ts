import type { Clock, SupervisionEvent, Tree } from '@kintsugi/actors';
import { followChanges, hearEvents } from '@kintsugi/actors/inspection';
import { IncidentLedger } from '../past/incident-ledger.ts';
import type { ActName, Delta, EventView, Frame } from '../protocol/frame.ts';
import { ChartTable } from '../view/chart-table.ts';
import type { EventTeller } from '../view/event-view.ts';
import { Changes } from './changes.ts';
import { tellFailure } from './tell-failure.ts';
import { beatMessage, streamMessage } from './viewer.ts';

const BATCH_MS = 50;
const BEAT_MS = 15_000;
/** Who has just come needs a second reading of the tree's clock. */
const FIRST_BEAT_MS = 1_000;
/** Events that a whole frame tells, and that a batch holds at most. */
const MOST_EVENTS = 500;

/** After these a supervisor's children may be others than before. */
const REARRANGES: ReadonlySet<SupervisionEvent['type']> = new Set([
  'child.added',
  'child.abandoned',
  'supervisor.started',
  'supervisor.reconfigured',
]);

/** What is shown, and how. */
export interface FeedOptions {
  readonly tree: Tree<unknown>;
  /** What time it is in the tree. */
  readonly now: () => number;
  /** What the batches wait by. */
  readonly clock: Clock;
  readonly redact: (data: unknown) => unknown;
  readonly teller: EventTeller;
  readonly acts: readonly ActName[];
  /** Tells this server from every other one. */
  readonly server: string;
  readonly isRecording: boolean;
}

/** Who is told. */
export interface Audience {
  readonly delta: (message: string) => void;
  readonly beat: (message: string, at: number) => void;
}

/**
 * A tree as it is followed while somebody looks: a batch of what has changed every 50 ms, and a sign of life
 * every 15 s.
 */
export class Session {
  revision: number;
  readonly incidents = new IncidentLedger();
  /** When it began: milliseconds of the tree's clock. */
  readonly beganAt: number;
  /** How many events of that instant it has heard: the recorder has those before them, too. */
  heardAtOnce = 0;
  readonly #options: FeedOptions;
  readonly #audience: Audience;
  readonly #charts = new ChartTable();
  readonly #changes: Changes;
  readonly #leave: () => void;
  #untold: SupervisionEvent[] = [];
  #told: EventView[] = [];
  #chartsTold = 0;
  #batch: unknown;
  #beat: unknown;
  #isBeatSoon = false;
  /** The whole frame of this revision, written once for all, without its instant. */
  #frame: string | undefined;
  #hasFailed = false;

  constructor(options: FeedOptions, audience: Audience, revision: number) {
    const { tree, redact } = options;
    this.#options = options;
    this.#audience = audience;
    this.revision = revision;
    this.beganAt = options.now();
    this.#changes = new Changes(tree, this.#charts, redact);
    const leaveEvents = hearEvents(tree, (event) => this.#hear(event));
    const leaveChanges = followChanges(tree, (path, cameFrom) => {
      this.#changes.moved(path, cameFrom);
      this.#schedule();
    });
    this.#leave = () => {
      leaveEvents();
      leaveChanges();
    };
    this.#scheduleBeat(FIRST_BEAT_MS);
  }

  end(): void {
    this.#leave();
    const { clock } = this.#options;
    clock.clearTimeout(this.#beat);
    if (this.#batch !== undefined) clock.clearTimeout(this.#batch);
  }

  /** What somebody is told who knows nothing. */
  whole(): string {
    if (!this.#isBeatSoon) {
      this.#options.clock.clearTimeout(this.#beat);
      this.#scheduleBeat(FIRST_BEAT_MS);
    }
    const at = this.#options.now();
    this.#frame ??= JSON.stringify(this.#frameAt(at));
    const json = `{"at":${JSON.stringify(at)},${this.#frame.slice(1)}`;
    return streamMessage('frame', this.revision, json);
  }

  #frameAt(at: number): Omit<Frame, 'at'> {
    const { acts, server, isRecording } = this.#options;
    const nodes = this.#changes.whole(at);
    return {
      acts,
      server,
      recording: isRecording,
      revision: this.revision,
      charts: this.#charts.since(0),
      nodes,
      events: this.#told,
    };
  }

  /** Those that no batch has told; a whole frame tells all. */
  #newCharts(): Frame['charts'] {
    const charts = this.#charts.since(this.#chartsTold);
    this.#chartsTold = this.#charts.size;
    return charts;
  }

  #hear(event: SupervisionEvent): void {
    this.#untold.push(event);
    if (event.at <= this.beganAt) this.heardAtOnce += 1;
    // Half of them at once: to take one off the front each time would cost all of them.
    if (this.#untold.length === 2 * MOST_EVENTS) this.#drop(MOST_EVENTS);
    if (REARRANGES.has(event.type)) this.#changes.rearranged(event.path);
    else this.#changes.add(event.path);
    this.#schedule();
  }

  /** The oldest are told to nobody; their numbers are. */
  #drop(count: number): void {
    for (const event of this.#untold.splice(0, count)) this.incidents.hear(event);
    this.#options.teller.skip(count);
  }

  #schedule(): void {
    this.#batch ??= this.#options.clock.setTimeout(() => this.#tell(), BATCH_MS);
  }

  #scheduleBeat(afterMs: number): void {
    const { clock } = this.#options;
    this.#isBeatSoon = afterMs === FIRST_BEAT_MS;
    this.#beat = clock.setTimeout(() => {
      this.#scheduleBeat(BEAT_MS);
      this.#tellBeat();
      if (this.#changes.fade()) this.#schedule();
    }, afterMs);
  }

  #tellBeat(): void {
    try {
      const { now, clock } = this.#options;
      this.#audience.beat(beatMessage({ at: now() }), clock.now());
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Tells at once what waits to be told. */
  settle(): void {
    if (this.#batch === undefined) return;
    this.#options.clock.clearTimeout(this.#batch);
    this.#tell();
  }

  #tell(): void {
    this.#batch = undefined;
    try {
      const delta = this.#delta();
      this.#audience.delta(streamMessage('delta', delta.revision, JSON.stringify(delta)));
      this.#hasFailed = false;
    } catch (error) {
      this.#failed(error);
    }
  }

  #delta(): Delta {
    const at = this.#options.now();
    this.#drop(Math.max(0, this.#untold.length - MOST_EVENTS));
    const untold = this.#untold;
    this.#untold = [];
    for (const event of untold) this.incidents.hear(event);
    const events = untold.map((event) => this.#options.teller.view(event));
    const { nodes, gone } = this.#changes.take(at);
    this.revision += 1;
    this.#frame = undefined;
    this.#told = [...this.#told, ...events].slice(-MOST_EVENTS);
    return { revision: this.revision, at, charts: this.#newCharts(), nodes, gone, events };
  }

  /** Told once, or telling it would be the next thing that cannot be told. */
  #failed(error: unknown): void {
    const isFirst = !this.#hasFailed;
    this.#hasFailed = true;
    if (isFirst) tellFailure(this.#options.tree, error);
  }
}
