import type { Sut, WalkModel } from '../testing/walk/sut.ts';
import { walkCases } from '../testing/walk/walk-cases.ts';
import { defineCases } from './define-cases.ts';

/**
 * Defines one test for each path that leads a system along a model: together they make every move of it and
 * look at it in every state. Call it in a `describe`.
 *
 * What is excluded is listed, as a test that tries it and fails when it can be made after all.
 *
 * @throws InvalidOptionError where it is called, for a chart that is not flat, and naming what is missing or not needed: a way to make an
 * event happen, an assertion of a state, an exclusion that matches nothing, a move that no path reaches
 * @example
 * ```ts
 * describe('the lifecycle under our policy', () => walk(lifecycleModel(ours), lifecycleSut(ours)));
 * // ✓ starting → running (started) → retrying (retry) → retrying (retry)
 * // ✓ starting → running (started) → retrying (retry) → running (recovered)
 * // …
 * ```
 */
export function walk<System, State extends string, Event extends string>(
  model: WalkModel<State, Event>,
  sut: Sut<System, NoInfer<State>, NoInfer<Event>>,
): void {
  defineCases(walkCases<System, State, Event>(model, sut));
}
