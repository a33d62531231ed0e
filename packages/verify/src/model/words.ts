import { ordersInWords } from './message.ts';
import { place, PLACE, type Point, workerAt } from './point.ts';
import { ownOf, type StepCode, stimulusOf } from './step-code.ts';
import { idAt, type Stimulus, stimulusInWords } from './stimulus.ts';
import type { System } from './system.ts';

/** Whose step it is, and what it does. A child may be called `time`: `by` tells them apart. */
export interface StepInWords {
  readonly by: 'child' | 'supervisor' | 'operator' | 'time';
  readonly who: string;
  readonly does: string;
}

/** The step with this code, from this point. */
export function stepInWords(system: System, point: Point, code: StepCode): StepInWords {
  const { ids } = system.supervisor;
  const own = ownOf(code);
  if (own !== undefined)
    return { by: 'child', who: idAt(ids, own.child), does: ownInWords(system, point, own) };
  const stimulus = stimulusOf(code);
  if (stimulus === undefined) return { by: 'time', who: 'time', does: 'passes' };
  return turnInWords(system.supervisor.stimuli.at(stimulus), ids);
}

function ownInWords(
  { workers }: System,
  point: Point,
  { child, index }: { readonly child: number; readonly index: number },
): string {
  return workers[child]?.own(place(point, workerAt(child)))[index]?.label ?? '';
}

function turnInWords(stimulus: Stimulus, ids: readonly string[]): StepInWords {
  const isOrder = stimulus.type === 'command' || stimulus.type === 'startChild';
  const by = isOrder ? 'operator' : 'supervisor';
  return { by, who: by, does: stimulusInWords(stimulus, ids) };
}

/** What the supervisor orders in this step, by child. */
export function ordersOf(
  { supervisor }: System,
  point: Point,
  code: StepCode,
): readonly { readonly id: string; readonly orders: string }[] {
  const stimulus = stimulusOf(code);
  if (stimulus === undefined) return [];
  const { orders } = supervisor.turn(place(point, PLACE.supervisor), stimulus);
  return supervisor.ids.flatMap((id, child) => {
    const sent = orders[child] ?? -1;
    return sent === -1 ? [] : [{ id, orders: ordersInWords(supervisor.orders.at(sent)) }];
  });
}
