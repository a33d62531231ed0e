import { type Intensity, SEVERITIES, type SupervisorSpec } from '@kintsugi/core';
import { Lab } from './lab.ts';

/** Just over a window: what the platform's clock can still tell from it. */
export const GRAIN_MS = 2 ** -12;

/**
 * Crashes one child as often as it can in a span, without tripping an intensity: in each incident as many times
 * as is planned, each as soon as it is up and one more restart is granted; then it lives until
 * it is stable. Answers with the instants of the restarts.
 */
export function crashEagerly(
  spec: SupervisorSpec,
  id: string,
  { sizes, spanMs }: { readonly sizes: (incident: number) => number; readonly spanMs: number },
): readonly number[] {
  const lab = new Lab(spec);
  const own = spec.children.find((child) => child.id === id)?.spec.intensity;
  const limits = [spec.intensity, own].filter((limit) => limit !== undefined);
  const at: number[] = [];
  for (;;) {
    lab.untilUp(id);
    const { incident, incidents = 0 } = lab.state.children.get(id) ?? {};
    const isFull = (incident?.attempts['restart'] ?? 0) >= sizes(incidents - 1);
    const stableAt = lab.now + (isFull && incident !== undefined ? spec.policy.stableAfterMs : 0);
    const next = Math.max(stableAt, ...limits.map((limit) => grantedAt(at, limit)));
    if (next >= spanMs) return at;
    lab.advanceTo(next);
    lab.fault(id, 'TRANSIENT');
    if (lab.restarts.length === at.length) return at;
    at.push(next);
  }
}

function grantedAt(at: readonly number[], { maxRestarts, withinMs }: Intensity): number {
  const oldest = maxRestarts === Infinity ? undefined : at[at.length - maxRestarts];
  return oldest === undefined ? 0 : oldest + withinMs + GRAIN_MS;
}

/** Numbers in [0, 1), the same ones for the same seed. */
export function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271 + 11) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/**
 * Whatever can happen, with lives that are critical to some limit more often than not. Answers with the restarts of each
 * life of the supervisor: when it gives up, the next one begins.
 */
export function harass(
  spec: SupervisorSpec,
  { seed, untilMs }: { readonly seed: number; readonly untilMs: number },
): readonly (readonly { readonly id: string; readonly at: number }[])[] {
  const chance = chanceFrom(seed);
  const pick = <Value>(values: readonly [Value, ...Value[]]): Value =>
    values[Math.floor(chance() * values.length)] ?? values[0];
  const fate = (rate: number) => () => (chance() < rate ? pick(SEVERITIES) : undefined);
  const lives = criticalLives(spec);
  const runs: Lab[] = [];
  let ms = 0;
  while (ms < untilMs) {
    const habits = { start: fate(pick([0, 0, 0.5])), attempt: fate(0.3) };
    const lab = new Lab(spec, { habits, random: chance });
    runs.push(lab);
    while (!lab.hasEnded && ms + lab.now < untilMs) {
      lab.advanceTo(lab.now + pick(lives));
      const { id } = pick([spec.children[0] ?? { id: '' }, ...spec.children]);
      if (lab.hasEnded || !lab.isUp(id)) continue;
      const origin = pick(['worker', 'operation']);
      const operations = pick([undefined, { settled: 100, failed: 1 }]);
      lab.fault(id, pick(SEVERITIES), {
        origin,
        ...(operations === undefined ? {} : { operations }),
      });
    }
    ms += Math.max(1, lab.now);
  }
  return runs.map(({ restarts }) => restarts);
}

function criticalLives({ policy, intensity }: SupervisorSpec): readonly [number, ...number[]] {
  const { stableAfterMs, pattern, longWindow, recovery } = policy;
  const shared = intensity === undefined ? [] : [intensity.withinMs / intensity.maxRestarts];
  return [
    0,
    0,
    0,
    0,
    1,
    500,
    stableAfterMs - 1,
    stableAfterMs,
    stableAfterMs + 1,
    recovery.baseMs,
    pattern.windowMs / pattern.failures,
    Math.min(600_000, longWindow.withinMs / longWindow.restarts),
    ...shared,
  ];
}

/** Most of them in any span, its last instant not included. */
export function mostInSpan(instants: readonly number[], spanMs: number): number {
  let first = 0;
  let most = 0;
  instants.forEach((at, index) => {
    while ((instants[first] ?? at) <= at - spanMs) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
}
