import { type ChildRecord, cloneChild, cloneState, type SupervisorState } from '@kintsugi/core';

/**
 * A copy of a state for the reducer to work on. Children that it never looks at are not copied: most
 * turns are about one child, and the others stay the same objects.
 */
export function copiedOnRead(state: SupervisorState): SupervisorState {
  const head = cloneState({ ...state, children: NO_CHILDREN });
  return { ...head, children: new CopiedOnRead(state.children) };
}

/** The same state when the reducer is through with it: reading copies nothing any more. */
export function readable(state: SupervisorState): SupervisorState {
  const { children } = state;
  return children instanceof CopiedOnRead ? { ...state, children: children.plain() } : state;
}

const NO_CHILDREN: Map<string, ChildRecord> = new Map();

class CopiedOnRead extends Map<string, ChildRecord> {
  readonly #copied = new Set<string>();

  plain(): Map<string, ChildRecord> {
    return new Map(super.entries());
  }

  override get(id: string): ChildRecord | undefined {
    const child = super.get(id);
    if (child === undefined || this.#copied.has(id)) return child;
    const copy = cloneChild(child);
    super.set(id, copy);
    this.#copied.add(id);
    return copy;
  }

  override set(id: string, child: ChildRecord): this {
    // The constructor sets what is there already, before there is anything to remember it in.
    if (#copied in this) this.#copied.add(id);
    return super.set(id, child);
  }

  override values(): MapIterator<ChildRecord> {
    for (const id of this.keys()) this.get(id);
    return super.values();
  }

  override entries(): MapIterator<[string, ChildRecord]> {
    for (const id of this.keys()) this.get(id);
    return super.entries();
  }

  override [Symbol.iterator](): MapIterator<[string, ChildRecord]> {
    return this.entries();
  }
}
