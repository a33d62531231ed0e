import type { Keyframe, RecordingEntry, SupervisorState } from '@kintsugi/core';
import type { Row } from './flight-columns.ts';
import type { OpenKeyframe } from './open-keyframe.ts';

/** What a recorder has kept: the entries of a recording, without what was decided. */
export interface ReadOut {
  readonly entries: readonly RecordingEntry[];
  /** By path, the states in which the supervisors are. */
  readonly now: ReadonlyMap<string, SupervisorState>;
}

/** Only those keyframes are written that do not follow from what came before. */
export function readOut(rows: readonly Row[]): ReadOut {
  const known = new Map<string, OpenKeyframe>();
  const entries = rows.flatMap((row): readonly RecordingEntry[] => {
    if (row.keyframe === undefined) return [{ type: 'event', event: row.event }];
    const { keyframe } = row;
    const { path } = keyframe;
    const step = { type: 'step', path, input: row.input } as const;
    const before = known.get(path);
    known.set(path, keyframe);
    return goesOn(before, keyframe) ? [step] : [...written(keyframe), step];
  });
  return { entries, now: new Map([...known].map(([path, { live }]) => [path, live])) };
}

function goesOn(before: OpenKeyframe | undefined, { live, spec }: OpenKeyframe): boolean {
  return before?.live === live && before.spec === spec;
}

function written({ path, spec, state }: OpenKeyframe): readonly Keyframe[] {
  if (state === undefined) return [];
  // The tree's own children come with what they run and what they are given.
  const children = spec.children.map((child) => ({ id: child.id, spec: child.spec }));
  return [{ type: 'keyframe', path, spec: { ...spec, children }, state }];
}
