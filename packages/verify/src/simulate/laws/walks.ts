import { type EventOf, pathOf, type SupervisionEvent } from '@kintsugi/core';
import { parentPath } from '../blueprint.ts';
import type { SimulatedTree } from '../simulated-tree.ts';

/** A supervisor that starts, stops or cycles its children one after the other. */
export interface Walk {
  readonly kind: 'start' | 'stop' | 'cycle';
  /** Children that have not come to rest. */
  readonly waiting: Set<string>;
  /** Members that were failed or degraded at some time: a group restart may leave them alone. */
  readonly apart: Set<string>;
}

/** The walks that are under way, as the events tell. */
export class Walks {
  readonly #tree: SimulatedTree;
  readonly #underWay = new Map<string, Walk>();
  /** Children that the supervisor above has told to stop. */
  readonly #told = new Set<string>();

  constructor(tree: SimulatedTree) {
    this.#tree = tree;
    this.#begin('', 'start', this.#childrenOf(''));
  }

  /** Of the children of the supervisor at this path. */
  at(path: string): Walk | undefined {
    return this.#underWay.get(path);
  }

  isToldToStop(path: string): boolean {
    return this.#told.has(path);
  }

  /** Nothing is known any more of who comes when. */
  forget(path: string): void {
    this.#underWay.delete(path);
  }

  heard(event: SupervisionEvent): void {
    if (event.type === 'group.restarting') this.#cycle(event);
    else this.#beginOrEnd(event);
    this.#follow(event);
  }

  #beginOrEnd({ type, path }: SupervisionEvent): void {
    const isOfSupervisor = this.#tree.blueprint.supervisorAt(path) !== undefined;
    if (STOPS.has(type)) this.#begin(path, 'stop', []);
    // A supervisor that is given up begins as new.
    else if (HAS_STOPPED.has(type) && isOfSupervisor)
      this.#begin(path, 'start', this.#childrenOf(path));
    else if (IS_DONE.has(type)) this.forget(path);
  }

  #begin(path: string, kind: Walk['kind'], waiting: readonly string[]): Walk {
    const walk: Walk = { kind, waiting: new Set(waiting), apart: new Set() };
    this.#underWay.set(path, walk);
    return walk;
  }

  #cycle({ path, child }: EventOf<'group.restarting'>): void {
    const running = this.at(path);
    const cycle = running?.kind === 'cycle' ? running : this.#begin(path, 'cycle', []);
    cycle.waiting.add(pathOf({ path }, child));
    for (const each of this.#childrenOf(path))
      if (IS_APART.has(this.#tree.stateOf(each) ?? '')) cycle.apart.add(each);
  }

  #childrenOf(path: string): readonly string[] {
    const children = this.#tree.blueprint.supervisorAt(path)?.spec.children ?? [];
    return children.map(({ id }) => pathOf({ path }, id));
  }

  #follow({ type, path }: SupervisionEvent): void {
    if (TOLD.has(type)) this.#told.add(path);
    if (UNTOLD.has(type)) this.#told.delete(path);
    const walk = path === '' ? undefined : this.at(parentPath(path));
    if (walk === undefined) return;
    if (type === 'child.cycled') walk.waiting.add(path);
    if (GOES_APART.has(type)) walk.apart.add(path);
    if (COMES_TO_REST.has(type)) walk.waiting.delete(path);
  }
}

type Types = ReadonlySet<SupervisionEvent['type']>;

const STOPS: Types = new Set(['supervisor.stopping', 'supervisor.gaveUp'] as const);
const HAS_STOPPED: Types = new Set([
  'supervisor.stopped',
  'supervisor.failed',
  'child.abandoned',
] as const);
const IS_DONE: Types = new Set(['group.restarted', 'supervisor.started'] as const);
const TOLD: Types = new Set(['child.stopping', 'child.cycled'] as const);
const UNTOLD: Types = new Set(['child.stopped', 'child.started'] as const);
const IS_APART: ReadonlySet<string> = new Set(['failed', 'degraded']);
const GOES_APART: Types = new Set(['child.degraded', 'child.failed'] as const);
const COMES_TO_REST: Types = new Set([
  'child.started',
  'child.degraded',
  'child.failed',
  'child.stopping',
  'child.stopped',
  'child.exited',
  'child.leftIdle',
  'child.waiting',
] as const);
