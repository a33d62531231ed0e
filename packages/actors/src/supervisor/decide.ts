import {
  type Effect,
  reduce,
  type SupervisorSpec,
  type SupervisorState,
  type UndatedInput,
} from '@kintsugi/core';
import type { TreeContext } from '../tree/tree-context.ts';
import { dated } from './input.ts';

/** What is to be done about something that has come to a supervisor now. */
export function decide(
  undated: UndatedInput,
  state: SupervisorState,
  spec: SupervisorSpec,
  tree: TreeContext,
): readonly Effect[] {
  const input = dated(undated, tree);
  // First: what the reducer cannot decide is what somebody will want to see.
  tree.flight?.input(state, spec, input);
  return reduce(state, input, spec, tree.isHeard);
}
