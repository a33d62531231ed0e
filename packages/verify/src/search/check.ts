import type { EscalationPolicy } from '@kintsugi/core';
import { fairClasses } from '../model/fairness.ts';
import type { Point } from '../model/point.ts';
import type { Scope } from '../model/scope.ts';
import type { Subject } from '../model/subject.ts';
import type { Broken, Reduce } from '../model/supervisor-model.ts';
import { System } from '../model/system.ts';
import { restsBadly } from '../properties/at-rest.ts';
import { owedBy, type Owed, type SeenPoint } from '../properties/owed.ts';
import type { TurnProperty } from '../properties/property.ts';
import { type Explored, explore, wayTo } from './explore.ts';
import { endlessDebt } from './leads-to.ts';

/** A way through the model on which a property is broken. */
export interface Counterexample {
  readonly broken: Broken;
  readonly system: System;
  readonly explored: Explored;
  /** Points from the first one on. */
  readonly way: readonly number[];
  /** The last step, when it is the step that breaks it. */
  readonly code: number | undefined;
  /** Where it goes round for ever, its first point last again. */
  readonly circle: readonly number[];
}

/** What came of the search. */
export interface Checked {
  readonly system: System;
  readonly explored: Explored;
  /** What was asked of it besides. */
  readonly owed: readonly AskedOwed[];
  /** Points from which nothing goes on by itself. */
  readonly restsTested: number;
  readonly counterexample: Counterexample | undefined;
}

/** A question of what is owed. */
export interface AskedOwed {
  readonly property: Owed;
  /** In how many points it was owed; undefined when the search ended before it came to this question. */
  readonly tested: number | undefined;
}

/** Explores a supervisor with its workers, and asks for everything that must hold, and for everything that is owed. */
export function check(
  subject: Subject,
  scope: Scope,
  maxStates: number,
  reducer: Reduce,
  properties: readonly TurnProperty[],
): Checked {
  const system = new System(subject, scope, reducer, properties);
  let restsTested = 0;
  const explored = explore(system, maxStates, (point) => {
    restsTested += 1;
    return restsBadly(seen(system, point));
  });
  const safety = safetyExample(system, explored);
  const known = { system, explored, restsTested };
  if (safety !== undefined || !explored.isComplete)
    return { ...known, owed: unasked(owedOf(system)), counterexample: safety };
  return { ...known, ...checkOwed(system, explored) };
}

function safetyExample(system: System, explored: Explored): Counterexample | undefined {
  if (explored.broken === undefined) return undefined;
  const { broken, point, code } = explored.broken;
  return { broken, system, explored, way: wayTo(explored, point), code, circle: [] };
}

function owedOf({ supervisor }: System): readonly Owed[] {
  return owedBy(supervisor.ids, isBounded(supervisor.spec.policy));
}

function unasked(owed: readonly Owed[]): Checked['owed'] {
  return owed.map((property) => ({ property, tested: undefined }));
}

function checkOwed(system: System, explored: Explored): Pick<Checked, 'owed' | 'counterexample'> {
  const asked: AskedOwed[] = [];
  // Who may be restarted for ever, if only it crashes slowly enough, is promised an end within a window.
  const isTimed = isBounded(system.supervisor.spec.policy);
  const fairness = { fair: fairClasses(system.workers.length), isTimed };
  const all = owedOf(system);
  for (const [index, property] of all.entries()) {
    let tested = 0;
    const at = (number: number) => seen(system, explored.points.at(number));
    const isOwed = (number: number) => {
      const is = property.isOwed(at(number));
      tested += Number(is);
      return is;
    };
    const isPaid = (number: number) => property.isPaid(at(number));
    const endless = endlessDebt(explored, fairness, isOwed, isPaid);
    asked.push({ property, tested });
    if (endless === undefined) continue;
    const text = endless.circle.length > 0 ? 'it goes round for ever' : 'nothing more happens';
    const broken = { property: property.name, text };
    const owed = [...asked, ...unasked(all.slice(index + 1))];
    return { owed, counterexample: { broken, system, explored, ...endless, code: undefined } };
  }
  return { owed: asked, counterexample: undefined };
}

/** Whether no step may be taken without end within one incident. */
function isBounded({ restart, retry, customSteps }: EscalationPolicy): boolean {
  const budgets = [restart.maxAttempts, retry.maxAttempts, ...Object.values(customSteps)];
  return budgets.every((budget) => budget !== Infinity);
}

function seen(system: System, point: Point): SeenPoint {
  return {
    supervisor: system.supervisorAt(point).state,
    worker: (child) => system.workerOf(point, child),
    ids: system.supervisor.ids,
  };
}
