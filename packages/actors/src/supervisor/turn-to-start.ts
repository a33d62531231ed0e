import { hasNotBegun } from '@kintsugi/core';
import type { Caller } from '../tree/caller.ts';
import type { Host } from './supervised.ts';

const NOBODY: readonly Caller[] = [];

/** Whose start must be over before the turn of this child comes; empty when it does not wait for its turn. */
export function startsAheadOf(supervisor: Host, id: string): readonly Caller[] {
  const { state, parent } = supervisor;
  const child = state.children.get(id);
  if (hasNotBegun(state)) return parent.startsAhead();
  if (child !== undefined && child.life !== 'none') return NOBODY;
  const [ordered] = state.orderedStarts;
  const ahead = new Set([...(child?.spec.dependsOn ?? []), turnOf(supervisor), ordered]);
  ahead.delete(id);
  return startsOf(supervisor, ahead);
}

/** Whose start is under way, so that the supervisor has not started yet. */
export function startsUnderWay(supervisor: Host): readonly Caller[] {
  const { state, parent } = supervisor;
  if (hasNotBegun(state)) return parent.startsAhead();
  return startsOf(supervisor, [turnOf(supervisor), ...(state.awaited ?? [])]);
}

function turnOf({ state: { group } }: Host): string | undefined {
  return group?.phase === 'waiting' ? undefined : group?.cursor;
}

function startsOf({ members }: Host, ids: Iterable<string | undefined>): readonly Caller[] {
  return [...ids].flatMap((id) =>
    id === undefined ? NOBODY : (members.get(id)?.starts ?? NOBODY),
  );
}
