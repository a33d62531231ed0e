import type { TestCase } from '../test-case.ts';
import { moveText } from './model-paths.ts';
import { planWalk } from './plan-walk.ts';
import type { Sut, WalkModel, WalkPath } from './sut.ts';
import { takePath, tryExcluded } from './take-path.ts';

/**
 * The tests that walk a system along a model, as data for any test runner: one for each path, and one for
 * each excluded move, which fails when the move can be made after all. With vitest, call `walk` of
 * `@kintsugi/actors/vitest`.
 *
 * @throws InvalidOptionError for a chart that is not flat, and naming what is missing or not needed: a way to make an event happen, an
 * assertion of a state, an exclusion that matches nothing, a state that no path reaches any more
 * @example
 * ```ts
 * for (const { title, run } of walkCases(lifecycleModel(policy), lifecycleSut(policy)))
 *   test(title, run); // node:test
 * ```
 */
export function walkCases<System, State extends string, Event extends string>(
  model: WalkModel<State, Event>,
  sut: Sut<System, NoInfer<State>, NoInfer<Event>>,
): readonly TestCase[] {
  const { paths, leftOut } = planWalk<System, State, Event>(model, sut);
  const walked = paths.map((path) => ({
    title: titleOf(path),
    run: () => takePath<System, State, Event>(path, sut),
  }));
  const listed = leftOut.map(({ transition, reason, attempt }) => ({
    title: `not walked: ${moveText(transition)}: ${reason}`,
    run: attempt && (() => tryExcluded<System, State, Event>(attempt, sut)),
  }));
  return [...walked, ...listed];
}

/** Short: of `service.retry` the last word. */
function titleOf({ initial, steps }: WalkPath): string {
  const moves = steps.map(({ event, to }) => `${to} (${event.slice(event.lastIndexOf('.') + 1)})`);
  return [initial, ...moves].join(' → ');
}
