import { checkModel } from './check-model.ts';
import { checkParts } from './check-parts.ts';
import { checkSut } from './check-sut.ts';
import { Exclusions } from './exclusions.ts';
import { pathsOf, pathTo, transitionsOf } from './model-paths.ts';
import { ownEntry } from './own-entry.ts';
import type { Sut, Transition, WalkModel, WalkPath } from './sut.ts';

/** An excluded move: why, and the way to try it after all, when there is one. */
interface LeftOut<State extends string, Event extends string> {
  readonly transition: Transition<State, Event>;
  readonly reason: string;
  /** Ends with the move itself; undefined when nothing makes the event happen, or its state is never reached. */
  readonly attempt: WalkPath<State, Event> | undefined;
}

/** How a model is walked. */
interface WalkPlan<State extends string, Event extends string> {
  /** Together they take every move that is not excluded. */
  readonly paths: readonly WalkPath<State, Event>[];
  readonly leftOut: readonly LeftOut<State, Event>[];
}

/**
 * The paths that take every move of a model, and what is left out of it.
 *
 * @throws InvalidOptionError for a chart that is not flat, and naming what is missing or not needed: a way to make an event happen, an
 * assertion of a state, an exclusion that matches nothing, a move that no path reaches any more
 */
export function planWalk<System, State extends string, Event extends string>(
  model: WalkModel<State, Event>,
  sut: Sut<System, State, Event>,
): WalkPlan<State, Event> {
  checkModel(model);
  checkParts(sut);
  const all = transitionsOf(model);
  const exclusions = new Exclusions(all, sut.excluded ?? {});
  const paths = sut.paths ?? pathsOf(model, (state, event) => exclusions.has(state, event));
  checkSut({ all, exclusions, paths }, sut);
  const leftOut = all.flatMap((transition) => {
    const reason = exclusions.reasonOf(transition);
    const attempt = canTry(sut, transition) ? pathTo(paths, transition) : undefined;
    return reason === undefined ? [] : [{ transition, reason, attempt }];
  });
  return { paths, leftOut };
}

/** Whether it could be told that the move can be made. */
function canTry<System, State extends string, Event extends string>(
  { events, states }: Sut<System, State, Event>,
  { event, to }: Transition<State, Event>,
): boolean {
  const isTold = typeof states === 'function' || ownEntry(states, to) !== undefined;
  return ownEntry(events, event) !== undefined && isTold;
}
