import type { AnySupervisorLogic, Service, SupervisorDescription } from '@kintsugi/actors';
import { withServices } from '@kintsugi/actors/testing';
import { type ChildSpec, invalidOption, pathOf } from '@kintsugi/core';
import { describedTree } from '../described-subject.ts';

/** A service as the tree describes it. */
export interface ServicePlan {
  /** With `*` for the id of any instance of a dynamic supervisor. */
  readonly pattern: string;
  readonly service: Service;
  readonly spec: ChildSpec;
}

/** What a tree is to look like, whatever becomes of it. Paths of instances are found under `*`. */
export class Blueprint {
  readonly logic: AnySupervisorLogic;
  readonly services: readonly ServicePlan[];
  readonly supervisors: ReadonlyMap<string, SupervisorDescription>;
  readonly #patterns = new Map<string, string>();

  constructor(logic: AnySupervisorLogic) {
    this.logic = logic;
    this.supervisors = new Map(
      describedTree('simulate', logic).map((each) => [each.spec.path, each]),
    );
    const services: ServicePlan[] = [];
    withServices(logic, ({ path, service }) => {
      const spec = this.specOf(path);
      if (spec !== undefined) services.push({ pattern: path, service, spec });
      return service;
    });
    if (services.length === 0) throw invalidOption('simulate', 'a tree that has a service', logic);
    this.services = services;
  }

  /** Patterns of the dynamic supervisors. */
  get dynamic(): readonly string[] {
    return [...this.supervisors.values()]
      .filter(({ template }) => template !== undefined)
      .map(({ spec }) => spec.path);
  }

  /** The described path that this one is an instance of: `rooms/*` for `rooms/7`. */
  patternOf(path: string): string {
    const known = this.#patterns.get(path);
    if (known !== undefined) return known;
    let pattern = '';
    for (const id of path === '' ? [] : path.split('/')) {
      const isInstance = this.supervisors.get(pattern)?.template !== undefined;
      pattern = pathOf({ path: pattern }, isInstance ? '*' : id);
    }
    this.#patterns.set(path, pattern);
    return pattern;
  }

  /** The description of the supervisor at a path; undefined for a service. */
  supervisorAt(path: string): SupervisorDescription | undefined {
    return this.supervisors.get(this.patternOf(path));
  }

  /** The supervisor that a child stands under. */
  parentOf(path: string): SupervisorDescription | undefined {
    return path === '' ? undefined : this.supervisorAt(parentPath(path));
  }

  /** Whether a child can ever stand there, or it is the root. */
  mayHave(path: string): boolean {
    return path === '' || (this.specOf(path) !== undefined && !this.#isPattern(path));
  }

  /** Of the children that are described, and of any instance. */
  get patterns(): readonly string[] {
    const services = this.services.map(({ pattern }) => pattern);
    return [...this.supervisors.keys(), ...services].filter((path) => path !== '').toSorted();
  }

  /** Whether `*` stands where an instance's id should. */
  #isPattern(path: string): boolean {
    const parts = path.split('/');
    return parts.some((part, index) => {
      const above = this.supervisorAt(parts.slice(0, index).join('/'));
      return part === '*' && above?.template !== undefined;
    });
  }

  specOf(path: string): ChildSpec | undefined {
    const parent = this.parentOf(path);
    const id = idOf(path);
    return parent?.template ?? parent?.spec.children.find((child) => child.id === id)?.spec;
  }
}

/** The path of the supervisor that a child stands under. */
export function parentPath(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The last part of a path. */
export function idOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether a path is another one or stands below it; everything stands below `''`. */
export function isWithin(path: string, top: string): boolean {
  return top === '' || path === top || path.startsWith(`${top}/`);
}

/** The paths that a pattern stands for, when every dynamic supervisor has instances of these ids. */
export function instancesOf(pattern: string, ids: readonly string[]): readonly string[] {
  const star = pattern.split('/').indexOf('*');
  if (star === -1) return [pattern];
  return ids.flatMap((id) =>
    instancesOf(
      pattern
        .split('/')
        .map((each, index) => (index === star ? id : each))
        .join('/'),
      ids,
    ),
  );
}
