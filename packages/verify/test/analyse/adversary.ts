import { type FaultOrigin, type Intensity, SEVERITIES, type SupervisorSpec } from '@kintsugi/core';
import { type FaultOptions, Lab } from './lab.ts';

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
  while (lab.restarts.length === at.length) {
    lab.untilUp(id);
    const stableAt = lab.now + (hasCrashedEnough(lab, id, sizes) ? spec.policy.stableAfterMs : 0);
    const next = Math.max(stableAt, ...limits.map((limit) => grantedAt(at, limit)));
    if (next >= spanMs) break;
    lab.advanceTo(next);
    lab.fault(id, 'TRANSIENT');
    at.push(next);
  }
  return lab.restarts.map((restart) => restart.at);
}

function hasCrashedEnough(
  { state }: Lab,
  id: string,
  sizes: (incident: number) => number,
): boolean {
  const { incident, incidents = 0 } = state.children.get(id) ?? {};
  if (incident === undefined) return false;
  return (incident.attempts['restart'] ?? 0) >= sizes(incidents - 1);
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
 * Whatever can happen, with lives that are critical to some limit more often than not. Answers with each
 * life of the supervisor: when it gives up, the next one begins.
 */
export function harass(
  spec: SupervisorSpec,
  { seed, untilMs, keepsEvents = false }: Harassment,
): readonly Lab[] {
  const chance = chanceFrom(seed);
  const runs: Lab[] = [];
  for (let leftMs = untilMs; leftMs > 0; leftMs -= Math.max(1, runs.at(-1)?.now ?? 0))
    runs.push(harassed(spec, chance, { untilMs: leftMs, keepsEvents }));
  return runs;
}

interface Harassment {
  readonly seed: number;
  readonly untilMs: number;
  /** @default false */
  readonly keepsEvents?: boolean;
}

/** One life of the supervisor. */
function harassed(
  spec: SupervisorSpec,
  chance: () => number,
  { untilMs, keepsEvents }: Required<Omit<Harassment, 'seed'>>,
): Lab {
  const pick = <Value>(values: readonly [Value, ...Value[]]): Value =>
    values[Math.floor(chance() * values.length)] ?? values[0];
  const fate = (rate: number) => () => (chance() < rate ? pick(SEVERITIES) : undefined);
  const habits = { start: fate(pick([0, 0, 0.5])), attempt: fate(0.3) };
  const lab = new Lab(spec, { habits, random: chance, keepsEvents });
  const lives = criticalLives(spec);
  const ids: readonly [string, ...string[]] = ['', ...spec.children.map(({ id }) => id)];
  while (!lab.isAtRest && lab.now < untilMs) {
    lab.advanceTo(lab.now + pick(lives));
    const origin = pick<FaultOrigin>(['worker', 'operation']);
    const options: FaultOptions = { origin, ...pick<FaultOptions>([{}, SELDOM]) };
    lab.fault(pick(ids), pick(SEVERITIES), options);
  }
  return lab;
}

/** Beside so many operations that succeed, no failure is one of a pattern. */
const SELDOM: FaultOptions = { operations: { settled: 100, failed: 1 } };

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
