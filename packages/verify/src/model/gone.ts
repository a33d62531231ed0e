import type { Point } from './point.ts';
import { idAt } from './stimulus.ts';
import type { Broken, Turn } from './supervisor-model.ts';
import type { System } from './system.ts';

type Seen = Pick<System, 'workerOf' | 'supervisor'>;

/** Whether a life that must be over, for this turn to be in order, is not. */
export function notGone(system: Seen, point: Point, turn: Turn): Broken | undefined {
  const { ids } = system.supervisor;
  for (const { property, child, others } of turn.gone) {
    const other = others.find((each) => !isGone(system, point, turn, each));
    if (other === undefined) continue;
    const whose = child === -1 ? 'the supervisor ends' : `${idAt(ids, child)} has its turn`;
    const { life } = system.workerOf(point, other);
    return { property, text: `${whose} while ${idAt(ids, other)} is ${life}` };
  }
  return undefined;
}

/** It has no life, or the turn itself gives up waiting for it. */
function isGone(system: Seen, point: Point, turn: Turn, child: number): boolean {
  if (system.workerOf(point, child).life === 'none') return true;
  const sent = turn.orders[child] ?? -1;
  return (
    sent !== -1 && system.supervisor.orders.at(sent).orders.some(({ type }) => type === 'abandon')
  );
}
