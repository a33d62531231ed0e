import type { Transition, WalkPath } from '../walk/sut.ts';
import { type Course, fresh } from './course.ts';
import type { Subject } from './fault-ways.ts';
import { type Means, type Needs, together } from './means.ts';
import { waysFrom } from './ways.ts';

/** How a path is taken: a means for each of its moves, and what the child's spec must say. */
export interface PathPlan {
  readonly means: readonly Means[];
  readonly needs: Needs;
}

/** The plan for a path, or as much of it as there is one for: a move that nothing brings about ends it. */
export function planPath(subject: Subject, { initial, steps }: WalkPath): PathPlan {
  return furthest(subject, fresh(initial), steps, { means: [], needs: {} });
}

function furthest(
  subject: Subject,
  course: Course,
  [step, ...later]: readonly Transition[],
  plan: PathPlan,
): PathPlan {
  if (step === undefined) return plan;
  const whole = plan.means.length + 1 + later.length;
  let best = plan;
  for (const { event, means, next, needs } of waysFrom(subject, course)) {
    const both = event === step.event ? together(plan.needs, needs) : undefined;
    if (both === undefined || best.means.length === whole) continue;
    const tried = furthest(subject, next, later, { means: [...plan.means, means], needs: both });
    if (tried.means.length > best.means.length) best = tried;
  }
  return best;
}
