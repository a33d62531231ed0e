import type { Point } from '../model/point.ts';
import type { System } from '../model/system.ts';
import { ordersOf, type StepInWords, stepInWords } from '../model/words.ts';
import type { Counterexample } from '../search/check.ts';

/** One step of a counterexample. */
export interface Step {
  readonly by: StepInWords['by'];
  /** The child's id; otherwise the same as `by`. */
  readonly who: string;
  /** What it does, in words: `fails (TRANSIENT)`. */
  readonly does: string;
  /** What the supervisor orders in answer, by child. */
  readonly orders: readonly { readonly id: string; readonly orders: string }[];
  /** How the supervisor, and each child, stand after it, where that is otherwise than before. */
  readonly changes: readonly string[];
}

/** The steps of a way through the model, and of the circle at its end. */
export function stepsOf({ system, explored, way, code, circle }: Counterexample): {
  readonly steps: readonly Step[];
  readonly circle: readonly Step[];
} {
  const points = way.map((number) => new Int32Array(explored.points.at(number)));
  const round = circle.map((number) => new Int32Array(explored.points.at(number)));
  const steps = between(system, points);
  const last = points.at(-1);
  const breaking = code === undefined || last === undefined ? [] : [lastStep(system, last, code)];
  return { steps: [...steps, ...breaking], circle: between(system, round) };
}

function between(system: System, points: readonly Point[]): readonly Step[] {
  return points.slice(1).map((point, index) => stepTo(system, points[index] ?? point, point));
}

function stepTo(system: System, from: Point, to: Point): Step {
  let code: number | undefined;
  system.forEachStep(from, (_, each, next) => {
    if (code === undefined && next.every((number, place) => number === to[place])) code = each;
  });
  const before = standing(system, from);
  const after = standing(system, to);
  const changes = after.filter((text, index) => text !== before[index]);
  return { ...wording(system, from, code ?? 0), changes };
}

function lastStep(system: System, from: Point, code: number): Step {
  return { ...wording(system, from, code), changes: [] };
}

function wording(system: System, from: Point, code: number): Omit<Step, 'changes'> {
  return { ...stepInWords(system, from, code), orders: ordersOf(system, from, code) };
}

/** `supervisor running`, `a restarting, life stopping`. */
function standing(system: System, point: Point): readonly string[] {
  const { state, children } = system.supervisorAt(point).state;
  const { ids } = system.supervisor;
  return [
    `supervisor ${state}`,
    ...ids.map((id, child) => {
      const { chart, life } = system.workerOf(point, child);
      return children.has(id) ? `${id} ${chart}, life ${life}` : `${id} removed`;
    }),
  ];
}
