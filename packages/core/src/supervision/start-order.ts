import { addDependant, type ChildRecord, hasEnded, type SupervisorState } from './state.ts';

/** The child of this id, if there is one. */
export function childAt(state: SupervisorState, id: string | undefined): ChildRecord | undefined {
  return id === undefined ? undefined : state.children.get(id);
}

/**
 * The children in start order.
 *
 * @yields each child's record
 */
export function* inOrder(state: SupervisorState): Generator<ChildRecord> {
  for (let child = childAt(state, state.first); child; child = childAt(state, child.next))
    yield child;
}

/** Takes a child out of the start order. */
export function removeChild(state: SupervisorState, child: ChildRecord): void {
  const before = childAt(state, child.previous);
  const after = childAt(state, child.next);
  if (before) before.next = child.next;
  else state.first = child.next;
  if (after) after.previous = child.previous;
  else state.last = child.previous;
  state.children.delete(child.id);
  if (child.spec.significant && !hasEnded(child.state)) state.significant -= 1;
  for (const dependency of child.spec.dependsOn) removeDependant(state, dependency, child.id);
  state.floor = Math.max(state.floor, child.epoch, child.incidents);
}

function removeDependant({ dependants }: SupervisorState, dependency: string, id: string): void {
  const known = dependants.get(dependency);
  known?.delete(id);
  if (known?.size === 0) dependants.delete(dependency);
}

/**
 * Puts the named children into this order, before all others. A child that was removed and added
 * again would otherwise start after those that were told to rely on it.
 */
export function reorder(state: SupervisorState, ids: readonly string[]): void {
  const named = new Set(ids);
  const others = [...inOrder(state)].map(({ id }) => id).filter((id) => !named.has(id));
  let previous: ChildRecord | undefined;
  state.first = undefined;
  for (const id of [...ids, ...others]) {
    const child = state.children.get(id);
    if (child === undefined) continue;
    child.order = previous === undefined ? 0 : previous.order + 1;
    child.previous = previous?.id;
    child.next = undefined;
    if (previous) previous.next = id;
    else state.first = id;
    previous = child;
  }
  state.last = previous?.id;
}

/** What is derived from the specs is made anew. */
export function recount(state: SupervisorState): void {
  state.significant = 0;
  state.dependants.clear();
  for (const { id, spec, state: at } of inOrder(state)) {
    if (spec.significant && !hasEnded(at)) state.significant += 1;
    for (const dependency of spec.dependsOn) addDependant(state, dependency, id);
  }
}
