import {
  events$,
  type HealthStatus,
  healthOfTree,
  refAt,
  stop,
  type SupervisionEvent,
  type Tree,
} from '@kintsugi/actors';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { filter, firstValueFrom } from 'rxjs';
import { seededRandom } from '../services/seeded-random.ts';
import { type Fact, Lanes, type Moment } from './lane.ts';
import type { Answer, Narrator, NewTree, Stage } from './scenario.ts';
import { Tally } from './tally.ts';

/** How long a tree may take to stop at the end of a scenario. */
const STOP_WITHIN_MS = 2_000;

const TREE_STATES: Readonly<Partial<Record<SupervisionEvent['type'], string>>> = {
  'supervisor.started': 'running',
  'supervisor.stopping': 'stopping',
  'supervisor.stopped': 'stopped',
  'supervisor.failed': 'failed',
};

export interface StageOptions {
  readonly seed: number;
  /** Aborted when the demo is interrupted. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: SupervisionEvent, state: string) => void;
  readonly onSaid: (narrator: Narrator, text: string) => void;
  readonly onShown: (lane: string, moment: Moment) => void;
}

/** The stage of one scenario. */
export class RealStage implements Stage {
  readonly tally = new Tally();
  readonly lanes = new Lanes();
  readonly random: () => number;
  readonly treeRandom: () => number;
  readonly #options: StageOptions;
  readonly #cleanups: (() => Promise<void>)[] = [];
  /** Rejects when the demo is interrupted: whatever is waited for, is waited for beside it. */
  readonly #interrupted: Promise<never>;
  #tree: Tree<unknown> | undefined;
  /** Kept from its events: the snapshot of the tree's own actor follows only when it has told them all. */
  #treeState = 'starting';

  constructor(options: StageOptions) {
    this.#options = options;
    this.random = seededRandom(options.seed);
    // Its own numbers: how often the tree asks for one must not change the faults.
    this.treeRandom = seededRandom(options.seed + 1);
    this.#interrupted = rejectsWhenAborted(options.signal);
  }

  start(tree: NewTree): void {
    this.#tree = tree;
    events$(tree).subscribe((event) => {
      this.tally.addEvent(event);
      this.#treeState = TREE_STATES[event.type] ?? this.#treeState;
      this.#options.onEvent(event, this.stateAt(event.path));
    });
    this.#cleanups.push(async () => {
      await stop(tree, { withinMs: STOP_WITHIN_MS });
    });
    tree.start();
  }

  async keep<Resource extends { close(): Promise<void> }>(
    opening: Promise<Resource>,
  ): Promise<Resource> {
    const resource = await opening;
    this.#cleanups.push(() => resource.close());
    return resource;
  }

  async folder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'kintsugi-demo-'));
    this.#cleanups.push(() => rm(folder, { recursive: true, force: true }));
    return folder;
  }

  async call<Reply>(path: string, ask: () => Promise<Reply>): Promise<Answer<Reply>> {
    const { signal } = this.#options;
    signal.throwIfAborted();
    this.tally.addOperation(path);
    try {
      const reply = await Promise.race([ask(), this.#interrupted]);
      this.tally.addSuccess(path);
      return { ok: true, reply };
    } catch (error) {
      signal.throwIfAborted();
      return { ok: false, error };
    }
  }

  say(narrator: Narrator, text: string): void {
    this.#options.onSaid(narrator, text);
  }

  show(lane: string, moment: Moment): void {
    this.lanes.add(lane, moment);
    this.#options.onShown(lane, moment);
  }

  conclude(lane: string, facts: readonly Fact[]): void {
    this.lanes.conclude(lane, facts);
  }

  async pause(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: this.#options.signal });
  }

  async quiet(): Promise<void> {
    if (this.#tree === undefined || this.tally.isQuiet) return;
    const quiet = firstValueFrom(events$(this.#tree).pipe(filter(() => this.tally.isQuiet)));
    await Promise.race([quiet, this.#interrupted]);
  }

  /** State of the chart at a path; `''` is the tree itself. */
  stateAt(path: string): string {
    if (this.#tree === undefined) return 'not started';
    return path === '' ? this.#treeState : stateOf(refAt(this.#tree, path));
  }

  /** The services and the states of their charts. */
  get services(): readonly { readonly path: string; readonly state: string }[] {
    const { children = {} } = this.#tree?.getSnapshot() ?? {};
    return Object.keys(children as object).map((path) => ({ path, state: this.stateAt(path) }));
  }

  get health(): HealthStatus {
    return this.#tree === undefined ? 'failed' : healthOfTree(this.#tree).status;
  }

  /** Takes everything down, the last first. */
  async close(): Promise<void> {
    for (const cleanup of this.#cleanups.splice(0).toReversed()) await cleanup();
  }
}

function rejectsWhenAborted(signal: AbortSignal): Promise<never> {
  const promise = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  // Not waited for by anybody, it must not end the process.
  promise.catch(() => undefined);
  return promise;
}

function stateOf(ref: { getSnapshot(): unknown }): string {
  const snapshot = ref.getSnapshot();
  const hasValue = typeof snapshot === 'object' && snapshot !== null && 'value' in snapshot;
  return hasValue ? String(snapshot.value) : 'unknown';
}
