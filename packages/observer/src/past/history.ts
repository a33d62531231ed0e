import {
  type Effect,
  pathOf,
  type RecordedStep,
  type Recording,
  type SupervisionEvent,
} from '@kintsugi/core';
import type { Delta, Frame, History, NodeView } from '../protocol/frame.ts';
import type { ChartTable } from '../view/chart-table.ts';
import type { EventTeller } from '../view/event-view.ts';
import { isFading, isWithin, nodeView } from '../view/node-view.ts';
import { foldOld } from './fold-old.ts';
import { Present } from './present.ts';
import { RecordedTree } from './recorded-tree.ts';

/** What a history is told with. */
export interface HistoryOptions {
  /** How the tree looks now: what was not recorded has not changed. Its charts are those of the table. */
  readonly present: Frame;
  readonly charts: ChartTable;
  readonly redact: (data: unknown) => unknown;
  readonly teller: EventTeller;
}

/**
 * The past of a recording: how it looked first, and what changed from instant to instant. The last ten thousand
 * instants; what was before is in the first frame.
 */
export function historyOf(recording: Recording, options: HistoryOptions): History {
  return foldOld(new Historian(recording, options).tell());
}

/** Lets a recording happen again, and writes down how it looked at the end of each of its instants. */
class Historian {
  readonly #recording: Recording;
  readonly #options: HistoryOptions;
  readonly #present: Present;
  readonly #tree: RecordedTree;
  /** How each place was told last. */
  readonly #told = new Map<string, NodeView>();
  /** Supervisors whose restarts are forgotten with time. */
  readonly #fading = new Set<string>();
  readonly #deltas: Delta[] = [];
  // Of the instant that is under way.
  #at: number;
  readonly #changed = new Set<string>();
  #events: SupervisionEvent[] = [];

  constructor(recording: Recording, options: HistoryOptions) {
    this.#recording = recording;
    this.#options = options;
    this.#at = beginOf(recording) ?? options.present.at;
    this.#present = new Present(options.present.nodes);
    this.#tree = new RecordedTree(this.#present, this.#at);
  }

  tell(): History {
    const first = this.#firstFrame();
    for (const entry of this.#recording.entries)
      if (entry.type === 'keyframe') this.#change(this.#tree.begin(entry));
      else if (entry.type === 'step') this.#play(entry);
      else this.#hear(entry.event);
    this.#endInstant();
    return { first, deltas: this.#deltas };
  }

  /** Every supervisor as its first keyframe has it; the others as they are now. */
  #firstFrame(): Frame {
    for (const entry of this.#recording.entries)
      if (entry.type === 'keyframe' && !this.#tree.has(entry.path)) this.#tree.begin(entry);
    this.#tellFrom('');
    const nodes = [...this.#told.values()];
    const charts = this.#options.charts.since(0);
    return { acts: [], recording: true, revision: 0, at: this.#at, charts, nodes, events: [] };
  }

  #tellFrom(path: string): void {
    const node = this.#viewAt(path) ?? this.#present.nodeAt(path);
    if (node === undefined) return;
    this.#told.set(path, node);
    const ids = this.#tree.has(path) ? this.#tree.childrenOf(path) : this.#present.childrenOf(path);
    for (const id of ids) this.#tellFrom(pathOf({ path }, id));
  }

  #viewAt(path: string): NodeView | undefined {
    const look = this.#tree.lookAt(path);
    if (look === undefined) return undefined;
    const { charts, redact } = this.#options;
    const before = this.#told.get(path);
    const view = nodeView(look, { at: this.#at, charts, redact });
    const cameFrom = before?.state === view.state ? before.cameFrom : before?.state;
    return cameFrom === undefined ? view : { ...view, cameFrom };
  }

  #play(step: RecordedStep): void {
    this.#comeTo(step.input.at);
    const { effects, touched } = this.#tree.play(step);
    this.#change(touched);
    for (const event of effects.flatMap(eventOf)) this.#hear(event);
  }

  #hear(event: SupervisionEvent): void {
    this.#comeTo(event.at);
    this.#tree.hear(event);
    this.#events.push(event);
    this.#changed.add(event.path);
  }

  #change(paths: readonly string[]): void {
    for (const path of paths) this.#changed.add(path);
  }

  #comeTo(at: number): void {
    if (at === this.#at) return;
    this.#endInstant();
    this.#at = at;
  }

  #endInstant(): void {
    const charted = this.#options.charts.size;
    this.#change([...this.#fading]);
    const nodes = [...this.#changed].flatMap((path) => this.#news(path));
    const gone = [...this.#changed].flatMap((path) => this.#gone(path));
    const events = this.#events.map((event) => this.#options.teller.view(event));
    this.#changed.clear();
    this.#events = [];
    if (nodes.length + gone.length + events.length === 0) return;
    const revision = this.#deltas.length + 1;
    const charts = this.#options.charts.since(charted);
    this.#deltas.push({ revision, at: this.#at, charts, nodes, gone, events });
  }

  #news(path: string): readonly NodeView[] {
    const view = this.#viewAt(path);
    if (view !== undefined && isFading(view)) this.#fading.add(path);
    else this.#fading.delete(path);
    if (view === undefined || isSame(view, this.#told.get(path))) return [];
    this.#told.set(path, view);
    return [view];
  }

  #gone(path: string): readonly string[] {
    if (!this.#told.has(path) || this.#tree.lookAt(path) !== undefined) return [];
    if (!this.#tree.knowsThoseAt(path)) return [];
    const isSupervisor = this.#told.get(path)?.kind === 'supervisor';
    const gone = isSupervisor
      ? [...this.#told.keys()].filter((each) => isWithin(each, path))
      : [path];
    for (const each of gone) this.#told.delete(each);
    return gone;
  }
}

function beginOf({ entries }: Recording): number | undefined {
  for (const entry of entries) {
    if (entry.type === 'step') return entry.input.at;
    if (entry.type === 'event') return entry.event.at;
  }
  return undefined;
}

function eventOf(effect: Effect): readonly SupervisionEvent[] {
  return effect.type === 'report' ? [effect.event] : [];
}

function isSame(one: NodeView, other: NodeView | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
