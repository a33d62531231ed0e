import { invalidOption } from '@kintsugi/core';
import { type AnySut, isRecord, type Named, requireFunction } from './check-parts.ts';
import type { Exclusions } from './exclusions.ts';
import { moveText } from './model-paths.ts';
import { ownEntry } from './own-entry.ts';
import type { Transition, WalkPath } from './sut.ts';

interface Walked {
  readonly all: readonly Transition[];
  readonly exclusions: Exclusions;
  readonly paths: readonly WalkPath[];
}

/**
 * Refuses a system under test with which part of the model would be passed over in silence.
 *
 * @throws InvalidOptionError naming what is missing, or what is there for nothing
 */
export function checkSut(walked: Walked, sut: AnySut): void {
  checkPaths(walked);
  checkTaken(walked, sut.paths === undefined ? 'walk.excluded' : 'walk.paths');
  checkEvents(walked, sut.events);
  if (isRecord(sut.states)) checkStates(walked, sut.states);
}

/** Paths may come from outside: each is a way through the model, and takes nothing that is excluded. */
function checkPaths({ all, exclusions, paths }: Walked): void {
  const known = new Set(all.map((move) => moveText(move)));
  for (const { initial, steps } of paths) {
    const froms = [initial, ...steps.map(({ to }) => to)];
    const wrong = steps.find(
      (step, index) =>
        step.from !== froms[index] ||
        !known.has(moveText(step)) ||
        exclusions.has(step.from, step.event),
    );
    if (wrong !== undefined)
      throw invalidOption(
        'walk.paths',
        'ways through the model, without what is excluded',
        moveText(wrong),
      );
  }
}

/** A move that no path takes is behind an exclusion: it is left out in so many words or not at all. */
function checkTaken({ all, exclusions, paths }: Walked, option: string): void {
  const taken = new Set(paths.flatMap(({ steps }) => steps.map((step) => moveText(step))));
  const lost = all.find(
    (move) => !exclusions.has(move.from, move.event) && !taken.has(moveText(move)),
  );
  if (lost === undefined) return;
  const rule = `such that ${moveText(lost)} can be made, or is excluded as well`;
  throw invalidOption(option, rule, option === 'walk.paths' ? paths.length : exclusions.keys);
}

function checkEvents({ all, exclusions }: Walked, events: Named): void {
  for (const { from, event } of all)
    if (!exclusions.has(from, event))
      requireFunction(`walk.events["${event}"]`, ownEntry(events, event));
  refuseOthers('walk.events', events, new Set(all.map(({ event }) => event)));
}

function checkStates({ all, paths }: Walked, states: Named): void {
  const reached = paths.flatMap(({ initial, steps }) => [initial, ...steps.map(({ to }) => to)]);
  for (const state of reached) requireFunction(`walk.states["${state}"]`, ownEntry(states, state));
  refuseOthers('walk.states', states, new Set(all.flatMap(({ from, to }) => [from, to])));
}

/** What is never called says nothing, and looks as if it did. */
function refuseOthers(option: string, given: Named, known: ReadonlySet<string>): void {
  const other = Object.keys(given).find((name) => !known.has(name));
  if (other === undefined) return;
  throw invalidOption(`a key of ${option}`, `one of ${[...known].join(', ')}`, other);
}
