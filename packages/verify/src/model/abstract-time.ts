import type { ChildSpec, EscalationPolicy, Intensity, SupervisorSpec } from '@kintsugi/core';

/** The model's unit of time; nothing but windows is measured in it. */
export const TICK_MS = 1_000;

/**
 * The same supervisor with its windows measured in ticks: the shortest lasts `window` ticks, a longer one
 * as many times that as it does in truth, as far as that makes a difference: who may hold four failures
 * tells no more than four gaps apart. A deadline needs no measure: in the model it may come at any time.
 *
 * @param maxFaults - no window has more entries than that
 */
export function inTicks(spec: SupervisorSpec, window: number, maxFaults: number): SupervisorSpec {
  const ticksOf = ticksByLength(windowsOf(spec), window, maxFaults);
  const limited = (intensity: Intensity | undefined): Intensity | undefined =>
    intensity && { ...intensity, withinMs: ticksOf(intensity.withinMs) };
  const { longWindow, ...policy } = spec.policy;
  const pattern = { ...policy.pattern, ...(isRaisedInVain(policy) ? ANY_FAILURE : undefined) };
  return {
    ...spec,
    policy: {
      ...policy,
      pattern: { ...pattern, windowMs: ticksOf(pattern.windowMs) },
      longWindow: { ...longWindow, withinMs: ticksOf(longWindow.withinMs) },
    },
    intensity: limited(spec.intensity),
    children: spec.children.map(({ id, spec: child }) => ({
      id,
      spec: { ...child, intensity: limited(child.intensity) } satisfies ChildSpec,
    })),
  };
}

/** Every severity has the same chain: it makes no difference which failure raises it. */
function isRaisedInVain({ chains }: Pick<EscalationPolicy, 'chains'>): boolean {
  return new Set(Object.values(chains).map((chain) => chain.join())).size === 1;
}

const ANY_FAILURE = { failures: 1, minFailureRate: 0 } as const;

interface Window {
  readonly lengthMs: number;
  /** How many entries of it decide something. */
  readonly entries: number;
}

/** Those that end. */
function windowsOf({ policy, intensity, children }: SupervisorSpec): readonly Window[] {
  const { pattern, longWindow } = policy;
  const ofPattern = isRaisedInVain(policy) ? Infinity : pattern.failures;
  const all = [
    { lengthMs: pattern.windowMs, entries: ofPattern },
    { lengthMs: longWindow.withinMs, entries: longWindow.restarts },
    ...[intensity, ...children.map(({ spec }) => spec.intensity)].flatMap((limit) =>
      limit === undefined ? [] : [{ lengthMs: limit.withinMs, entries: limit.maxRestarts + 1 }],
    ),
  ];
  return all.filter(({ lengthMs, entries }) => lengthMs !== Infinity && entries !== Infinity);
}

function ticksByLength(
  windows: readonly Window[],
  window: number,
  maxFaults: number,
): (lengthMs: number) => number {
  const lengths = [...new Set(windows.map(({ lengthMs }) => lengthMs))].toSorted((a, b) => a - b);
  const ticks = new Map<number, number>();
  let [beforeMs, before] = [0, 0];
  for (const lengthMs of lengths) {
    const entries = windows.filter((one) => one.lengthMs === lengthMs).map((one) => one.entries);
    const gaps = Math.min(Math.max(...entries), maxFaults);
    const times = before === 0 ? 0 : Math.min(Math.floor(lengthMs / beforeMs), gaps);
    const own = before === 0 ? window : Math.max(before + 1, before * times);
    ticks.set(lengthMs, own);
    [beforeMs, before] = [lengthMs, own];
  }
  return (lengthMs) => {
    const own = ticks.get(lengthMs);
    return own === undefined ? lengthMs : own * TICK_MS - 1;
  };
}

/** An age, in ticks, that is beyond every window that ends. */
export function oldestTicks(spec: SupervisorSpec): number {
  const longest = Math.max(0, ...windowsOf(spec).map(({ lengthMs }) => lengthMs));
  return Math.floor(longest / TICK_MS) + 1;
}

/** Up to this age something counts: milliseconds; `Infinity` when a window has no end. */
export function horizonMs(spec: SupervisorSpec): number {
  const { intensity, children } = spec;
  const own = children.map(({ spec: child }) => child.intensity);
  const isEndless = [intensity, ...own].some((limit) => limit?.withinMs === Infinity);
  return isEndless ? Infinity : oldestTicks(spec) * TICK_MS - 1;
}
