import { UNTIL_ITS_TURN } from '../service/obstacle.ts';
import type { Answer, Operators } from '../supervisor/operators.ts';
import type { SupervisorActor } from '../supervisor/supervisor-actor.ts';
import { startsAheadOf } from '../supervisor/turn-to-start.ts';
import { callerIn } from './caller.ts';
import { selfCall } from './self-call.ts';

/** What came of it, or that whoever ordered it must have ended first: then it is carried out unawaited. */
export type Ordered = Answer | 'self_call';

/**
 * Orders the start of a child. A hook that orders one which has to wait for that hook would wait for
 * itself.
 */
export async function orderStart(
  tree: object,
  supervisor: SupervisorActor,
  id: string,
  give: (operators: Operators) => Promise<Answer>,
): Promise<Ordered> {
  const caller = callerIn(tree, supervisor.tree);
  const given = supervisor.tree.callers.asNobody(() => supervisor.order(give));
  if (caller === undefined) return given;
  const by = supervisor.members.get(id)?.starts ?? startsAheadOf(supervisor, id);
  const obstacle = { by, ...UNTIL_ITS_TURN };
  const isOwn = selfCall(caller, { path: supervisor.pathOf(id), obstacle }) !== undefined;
  return isOwn ? 'self_call' : given;
}
