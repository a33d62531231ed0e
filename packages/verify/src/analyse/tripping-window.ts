import type { Intensity } from '@kintsugi/core';
import type { Looper } from './looper.ts';

/** Something that ends a crash loop which is dense enough. */
export interface TrippingWindow {
  /** Gaps between restarts, or between failures, that must fit into the window to trip it. */
  readonly gaps: number;
  readonly withinMs: number;
}

/** The intensities that a child's restarts are counted in: its supervisor's, and its own. */
export function intensityWindows({ supervisor, child }: Looper): readonly TrippingWindow[] {
  return [supervisor.intensity, child.intensity].flatMap((intensity) => windowOf(intensity));
}

function windowOf(intensity: Intensity | undefined): readonly TrippingWindow[] {
  if (intensity === undefined || intensity.maxRestarts === Infinity) return [];
  return [{ gaps: intensity.maxRestarts, withinMs: intensity.withinMs }];
}

/** The failure pattern. One of a single failure is none: it has raised all of them. */
export function patternWindows({ supervisor }: Looper): readonly TrippingWindow[] {
  const { failures, windowMs } = supervisor.policy.pattern;
  return failures === 1 ? [] : [{ gaps: failures - 1, withinMs: windowMs }];
}

/** The long window, in which only restarts count. */
export function longWindows({ supervisor }: Looper): readonly TrippingWindow[] {
  const { restarts, withinMs } = supervisor.policy.longWindow;
  return restarts === Infinity ? [] : [{ gaps: restarts, withinMs }];
}

/** A loop whose gaps are all longer than this trips none of them; `Infinity` when every one does. */
export function tripsUpTo(windows: readonly TrippingWindow[]): number {
  const each = windows.map(({ gaps, withinMs }) => (gaps === 0 ? Infinity : withinMs / gaps));
  return Math.max(0, ...each);
}
