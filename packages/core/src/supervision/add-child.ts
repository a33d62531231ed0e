import type { ChildSpec } from './spec.ts';
import { addChild, type ChildRecord } from './state.ts';
import { ofChild, report, type Turn } from './turn.ts';

/** A new child of a supervisor that runs. */
export function add(turn: Turn, id: string, spec: ChildSpec, ticket?: number): ChildRecord {
  const child = addChild(turn.state, id, spec);
  child.isDown = turn.state.dependants.has(id);
  const added = { type: 'addChild', id, spec } as const;
  turn.effects.push(ticket === undefined ? added : { ...added, ticket });
  report(turn, { type: 'child.added', ...ofChild(turn, child) });
  return child;
}
