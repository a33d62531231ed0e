import { moveText } from '../walk/model-paths.ts';
import type { Transition, WalkPath } from '../walk/sut.ts';
import { type Course, fresh, keyOf } from './course.ts';
import type { Subject } from './fault-ways.ts';
import { type Needs, together } from './means.ts';
import { waysFrom } from './ways.ts';

interface Place<State extends string, Event extends string> {
  readonly course: Course;
  readonly needs: Needs;
  readonly steps: readonly Transition<State, Event>[];
}

/** So many places are looked at: all there are, but for policies with several steps of their own in all chains. */
export const MOST_PLACES = 3_000;

/** What a search came to. */
export interface PathSearch<State extends string, Event extends string> {
  readonly found: readonly WalkPath<State, Event>[];
  /** Whether all there is has been looked at. */
  readonly isComplete: boolean;
}

/**
 * For each of these moves the shortest path by which it can be made, if there is one, whatever has to come
 * to pass before: breadth first, over all that a supervisor may hold of a child.
 */
export function findPaths<State extends string, Event extends string>(
  subject: Subject,
  initial: State,
  all: readonly Transition<State, Event>[],
  wanted: readonly Transition<State, Event>[],
): PathSearch<State, Event> {
  const left = new Set(wanted.map((move) => moveText(move)));
  const found: WalkPath<State, Event>[] = [];
  const places: Place<State, Event>[] = [{ course: fresh(initial), needs: {}, steps: [] }];
  const known = new Set<string>();
  const arrive = (move: Transition, place: Place<State, Event>) => {
    if (left.delete(moveText(move))) found.push({ initial, steps: place.steps });
    const key = keyOf(place.course, place.needs);
    // Going round in one state is nothing that a longer way does not come to as well.
    if (known.has(key) || move.from === move.to) return;
    known.add(key);
    places.push(place);
  };
  for (const place of places) {
    if (left.size === 0 || places.length > MOST_PLACES) break;
    for (const [move, next] of nextPlaces(subject, all, place)) arrive(move, next);
  }
  return { found, isComplete: places.length <= MOST_PLACES };
}

function nextPlaces<State extends string, Event extends string>(
  subject: Subject,
  all: readonly Transition<State, Event>[],
  { course, needs, steps }: Place<State, Event>,
): readonly (readonly [Transition<State, Event>, Place<State, Event>])[] {
  return waysFrom(subject, course).flatMap((way) => {
    const both = together(needs, way.needs);
    const move = all.find(({ from, event }) => from === course.state && event === way.event);
    if (both === undefined || move === undefined) return [];
    return [[move, { course: way.next, needs: both, steps: [...steps, move] }] as const];
  });
}
