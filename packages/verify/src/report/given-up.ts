import type { CheckReport } from '../verify.ts';

/** What to change when a search was given up: what costs most and tells least first. */
export function givenUp(check: CheckReport): readonly string[] {
  if (check.isComplete || check.counterexample !== undefined) return [];
  const smaller = smallerScope(check).map(([option, value]) => `${option}: ${value}, `);
  return [`  GIVEN UP: to explore it to its end, give ${smaller.join('')}or a larger maxStates`];
}

function smallerScope({ scope, children }: CheckReport): readonly (readonly [string, number])[] {
  const { window, mailbox, maxOrders, maxHangs, maxFaults } = scope;
  const smaller = [
    ['window', window, 1],
    ['mailbox', mailbox, 1],
    ['maxOrders', maxOrders, 0],
    ['maxHangs', maxHangs, 0],
    ['maxFaults', maxFaults, maxFaults === Infinity ? 2 : Math.max(0, maxFaults - 1)],
  ] as const;
  const steps = smaller
    .filter(([, is, value]) => value < is)
    .map(([option, , value]) => [option, value] as const);
  return steps.length === 0 && children.length > 1 ? [['services', children.length - 1]] : steps;
}
