import type { Injection } from './injection.ts';
import { simplerForms } from './simpler-forms.ts';

/** Whether it still goes wrong in the same way when only this happens. */
export type Fails = (script: readonly Injection[]) => Promise<boolean>;

/** A script that goes wrong, and what it took to find it. */
export interface Shrunk {
  readonly script: readonly Injection[];
  readonly runs: number;
}

/**
 * A script as short and as simple as can be found that still goes wrong: first only the last minutes, then without this and
 * that (delta debugging), then each of what is left in a simpler form and sooner.
 *
 * @param at - when it went wrong: milliseconds
 * @param maxRuns - after so many tries it is as good as it gets
 * @see https://www.st.cs.uni-saarland.de/papers/tse2002/ Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing Input
 */
export async function shrink(
  script: readonly Injection[],
  at: number,
  fails: Fails,
  maxRuns: number,
): Promise<Shrunk> {
  let runs = 0;
  const tried: Fails = async (candidate) => {
    if (runs >= maxRuns) return false;
    runs += 1;
    return fails(candidate);
  };
  let smallest = await lastMinutes(script, at, tried);
  let before: readonly Injection[];
  do {
    before = smallest;
    smallest = await withoutMost(smallest, tried);
    smallest = await simplified(smallest, tried);
    smallest = await hurried(smallest, tried);
  } while (smallest.length < before.length);
  return { script: smallest, runs };
}

const MINUTE_MS = 60_000;

async function lastMinutes(
  script: readonly Injection[],
  at: number,
  fails: Fails,
): Promise<readonly Injection[]> {
  for (let windowMs = MINUTE_MS; windowMs < at; windowMs *= 4) {
    const from = at - windowMs;
    const recent = script
      .filter((injection) => injection.at >= from)
      .map((injection) => moved(injection, -from));
    if (await fails(recent)) return recent;
  }
  return script;
}

/** Delta debugging: leaves out ever smaller parts, until nothing more can be left out. */
async function withoutMost(
  script: readonly Injection[],
  fails: Fails,
): Promise<readonly Injection[]> {
  let smallest = script;
  let size = Math.ceil(smallest.length / 2);
  while (size >= 1) {
    const shorter = await withoutPart(smallest, size, fails);
    if (shorter.length === smallest.length && size === 1) break;
    size = Math.ceil(
      Math.min(shorter.length, shorter.length === smallest.length ? size : size * 2) / 2,
    );
    smallest = shorter;
  }
  return smallest;
}

/** From the end, because what went wrong has most often begun there. */
async function withoutPart(
  script: readonly Injection[],
  size: number,
  fails: Fails,
): Promise<readonly Injection[]> {
  let rest = script;
  for (let end = rest.length; end > 0; end -= size) {
    const shorter = [...rest.slice(0, Math.max(0, end - size)), ...rest.slice(end)];
    if (await fails(shorter)) rest = shorter;
  }
  return rest;
}

async function simplified(
  script: readonly Injection[],
  fails: Fails,
): Promise<readonly Injection[]> {
  let simplest = script;
  for (let index = 0; index < simplest.length; index++)
    simplest = await simplifiedAt(simplest, index, fails);
  return simplest;
}

/** The first simpler form with which it still goes wrong, and then a simpler form of that. */
async function simplifiedAt(
  script: readonly Injection[],
  index: number,
  fails: Fails,
): Promise<readonly Injection[]> {
  const injection = script[index];
  for (const form of injection === undefined ? [] : simplerForms(injection)) {
    const candidate = script.with(index, form);
    if (await fails(candidate)) return simplifiedAt(candidate, index, fails);
  }
  return script;
}

/** Everything sooner: at once after what was before, or at a full second, or in half the time. */
async function hurried(script: readonly Injection[], fails: Fails): Promise<readonly Injection[]> {
  let soonest = script;
  for (let index = 0; index < soonest.length; index++)
    soonest = await hurriedFrom(soonest, index, fails);
  return soonest;
}

async function hurriedFrom(
  script: readonly Injection[],
  index: number,
  fails: Fails,
): Promise<readonly Injection[]> {
  const before = script[index - 1]?.at ?? 0;
  const at = script[index]?.at ?? 0;
  for (const sooner of soonerTimes(before, at)) {
    const later = script.slice(index).map((injection) => moved(injection, sooner - at));
    const candidate = [...script.slice(0, index), ...later];
    if (await fails(candidate)) return candidate;
  }
  return script;
}

function soonerTimes(before: number, at: number): readonly number[] {
  const gapMs = at - before;
  const halves = [Math.floor(gapMs / 1_000) * 1_000, Math.floor(gapMs / 2)];
  const gaps = [0, 1, 10, 100, 1_000, 10_000, 60_000, ...halves];
  return [...new Set(gaps.filter((each) => each < gapMs).map((each) => before + each))];
}

function moved(injection: Injection, byMs: number): Injection {
  return { ...injection, at: injection.at + byMs };
}
