import type { Look } from '@kintsugi/actors/inspection';
import {
  type Effect,
  type HealthStatus,
  healthOf,
  inOrder,
  type Keyframe,
  pathOf,
  Player,
  type RecordedStep,
  rollUp,
  type SupervisionEvent,
} from '@kintsugi/core';
import { pathAbove } from '../view/node-view.ts';
import type { Present } from './present.ts';

type Supervisor = NonNullable<ReturnType<Player['supervisorAt']>>;

/** What a step comes to. */
interface Played {
  readonly effects: readonly Effect[];
  readonly touched: readonly string[];
}

/**
 * A tree at an instant of its recording: the supervisors that were recorded, as the reducer has them, and what
 * only events have told of them. Of what began before the recording the present knows.
 */
export class RecordedTree {
  readonly #player = new Player();
  readonly #present: Present;
  readonly #from: number;
  /** Of supervisors: what was told last. */
  readonly #health = new Map<string, HealthStatus>();
  readonly #upSince = new Map<string, number>();

  /**
   * @param present - how it looks now
   * @param from - when the recording begins: milliseconds of the clock
   */
  constructor(present: Present, from: number) {
    this.#present = present;
    this.#from = from;
  }

  /** Answers the paths of what may look otherwise by it. */
  begin(keyframe: Keyframe): readonly string[] {
    const before = this.#player.stateAt(keyframe.path);
    this.#player.begin(keyframe);
    const ids = new Set([...(before?.children.keys() ?? []), ...keyframe.state.children.keys()]);
    return this.#touched(keyframe.path, ids);
  }

  /** Answers what was decided, and the paths of what may look otherwise by it. */
  play(step: RecordedStep): Played {
    const { path, input } = step;
    const effects = this.#decide(step);
    const ids = [input, ...effects].flatMap((each) => ('id' in each ? [each.id] : []));
    return { effects, touched: this.#touched(path, new Set(ids)) };
  }

  /** Nothing when no reducer could decide it. */
  #decide(step: RecordedStep): readonly Effect[] {
    try {
      return this.#player.play(step);
    } catch {
      return [];
    }
  }

  /** A supervisor, these of its children, and what was below those that it does not have any more. */
  #touched(path: string, ids: ReadonlySet<string>): readonly string[] {
    const below = [...ids].flatMap((id) => this.#withRemoved(pathOf({ path }, id)));
    return [path, ...below];
  }

  /** A supervisor that is not there any more takes with it all that is below it, or another of its name would have it. */
  #withRemoved(path: string): readonly string[] {
    const isThere = this.#childAt(path)?.record.spec.kind === 'supervisor';
    return isThere ? [path] : this.#remove(path);
  }

  #remove(path: string): readonly string[] {
    const children = [...(this.#player.stateAt(path)?.children.keys() ?? [])];
    this.#player.end(path);
    return [path, ...children.flatMap((id) => this.#remove(pathOf({ path }, id)))];
  }

  hear({ type, path, at, ...event }: SupervisionEvent): void {
    if (type === 'child.started' || type === 'supervisor.started') this.#upSince.set(path, at);
    if (type === 'health.changed' && 'health' in event) this.#health.set(path, event.health);
  }

  /** Whether it was recorded what came to this supervisor. */
  has(path: string): boolean {
    return this.#player.supervisorAt(path) !== undefined;
  }

  /** Whether it was recorded what came to the supervisor of this place, or to itself. */
  knowsThoseAt(path: string): boolean {
    const above = pathAbove(path);
    return above === undefined || this.has(above);
  }

  lookAt(path: string): Look | undefined {
    const child = this.#childAt(path);
    const supervisor = this.#player.supervisorAt(path);
    // Of a child of a supervisor that was not recorded, nothing is known but what it is itself.
    const isThere = child !== undefined || (supervisor !== undefined && !this.#hasHost(path));
    if (!isThere) return undefined;
    const health = this.#healthAt(path, child?.record.state, supervisor);
    return {
      path,
      child,
      supervisor,
      health,
      upSince: this.#since(path, child),
      waiting: undefined,
      hasFallback: this.#present.nodeAt(path)?.hasFallback,
      hasEndedAtOnce: false,
    };
  }

  #hasHost(path: string): boolean {
    const above = pathAbove(path);
    return above !== undefined && this.has(above);
  }

  #childAt(path: string): Look['child'] {
    const above = pathAbove(path);
    const host = above === undefined ? undefined : this.#player.supervisorAt(above);
    const record = host?.state.children.get(path.slice(path.lastIndexOf('/') + 1));
    return host && record && { of: host.spec, record };
  }

  /** Ids of a supervisor's children, in start order. */
  childrenOf(path: string): readonly string[] {
    const supervisor = this.#player.supervisorAt(path);
    return supervisor === undefined ? [] : [...inOrder(supervisor.state)].map(({ id }) => id);
  }

  #since(path: string, child: Look['child']): number | undefined {
    if (!this.#isUp(path, child)) return undefined;
    const since = this.#present.nodeAt(path)?.upSince ?? Infinity;
    return this.#upSince.get(path) ?? (since <= this.#from ? since : undefined);
  }

  #isUp(path: string, child: Look['child']): boolean {
    const own = this.#player.stateAt(path)?.state;
    const isUp = own === undefined || own === 'running' || own === 'restarting';
    return isUp && (child === undefined || own !== undefined || child.record.life === 'up');
  }

  /** As the tree reckons it: a supervisor that runs stands as its children do. */
  #healthAt(
    path: string,
    state: string | undefined,
    supervisor: Supervisor | undefined,
  ): HealthStatus | undefined {
    const stands = state ?? supervisor?.state.state ?? 'stopped';
    const isRollUp = supervisor !== undefined && stands === 'running';
    return isRollUp ? (this.#health.get(path) ?? this.#rolledUp(path)) : healthOf(stands);
  }

  #rolledUp(path: string): HealthStatus {
    const counts = { healthy: 0, degraded: 0, unhealthy: 0, failed: 0 };
    for (const id of this.childrenOf(path)) {
      const health = this.lookAt(pathOf({ path }, id))?.health;
      if (health !== undefined) counts[health] += 1;
    }
    return rollUp(counts);
  }
}
