import type { ChildSpec, EscalationPolicy, Intensity, SupervisorSpec } from '@kintsugi/core';

/** The model's unit of time; nothing but windows is measured in it. */
export const TICK_MS = 1_000;

/**
 * The same supervisor with its windows measured in ticks: the shortest lasts `window` ticks, the next
 * longer one a tick more, and so on. A deadline needs no measure: in the model it may come at any time.
 */
export function inTicks(spec: SupervisorSpec, window: number): SupervisorSpec {
  const ticksOf = rank(windowsOf(spec), window);
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

function windowsOf({ policy, intensity, children }: SupervisorSpec): readonly number[] {
  const { failures, windowMs } = policy.pattern;
  const { restarts, withinMs } = policy.longWindow;
  return [
    failures === Infinity ? Infinity : windowMs,
    restarts === Infinity ? Infinity : withinMs,
    intensity?.withinMs ?? Infinity,
    ...children.map(({ spec }) => spec.intensity?.withinMs ?? Infinity),
  ];
}

function rank(windows: readonly number[], window: number): (withinMs: number) => number {
  const lengths = [...new Set(windows)].filter(Number.isFinite).toSorted((a, b) => a - b);
  return (withinMs) => {
    const place = lengths.indexOf(withinMs);
    return place === -1 ? withinMs : (window + place) * TICK_MS - 1;
  };
}

/** An age, in ticks, that is beyond every window that ends. */
export function oldestTicks(spec: SupervisorSpec): number {
  const longest = Math.max(0, ...windowsOf(spec).filter(Number.isFinite));
  return Math.floor(longest / TICK_MS) + 1;
}

/** Up to this age something counts: milliseconds; `Infinity` when a window has no end. */
export function horizonMs(spec: SupervisorSpec): number {
  const { intensity, children } = spec;
  const own = children.map(({ spec: child }) => child.intensity);
  const isEndless = [intensity, ...own].some((limit) => limit?.withinMs === Infinity);
  return isEndless ? Infinity : oldestTicks(spec) * TICK_MS - 1;
}
