import { type CheckReport, counterexampleText } from '../../src/index.ts';

/** The shortest way to each broken property, and what was not explored to its end. */
export function shortcomings(checks: readonly CheckReport[]): readonly string[] {
  return checks.flatMap(({ counterexample, isComplete, states }) => {
    if (counterexample !== undefined) return [counterexampleText(counterexample)];
    return isComplete ? [] : [`given up after ${states} states`];
  });
}

/** How much was explored, as a line. */
export function sizeOf(checks: readonly CheckReport[]): string {
  const sum = (of: (check: CheckReport) => number) =>
    checks.reduce((total, check) => total + of(check), 0).toLocaleString('en-US');
  const [states, steps] = [sum((check) => check.states), sum((check) => check.transitions)];
  return `explored ${states} states and ${steps} steps\n`;
}
