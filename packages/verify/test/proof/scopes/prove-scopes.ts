import { afterAll, describe, expect, it } from 'vitest';
import { type CheckReport, counterexampleText, verify } from '../../../src/index.ts';
import type { ProvenScope } from './scopes.ts';

/** What came of exploring a scope. */
export interface Proven {
  readonly scope: ProvenScope;
  readonly checks: readonly CheckReport[];
}

const MINUTE_MS = 60_000;

/** A test for each scope: all of it is explored, and everything holds. What they were comes in as they are through. */
export function proveScopes(
  scopes: readonly ProvenScope[],
  { withinMs = 10 * MINUTE_MS } = {},
): readonly Proven[] {
  const proven: Proven[] = [];
  describe('everything that can happen is explored, and every promise is kept', () => {
    it.each(scopes)('$name', { timeout: withinMs }, (scope) => {
      const { checks } = verify(scope.subject, scope.options);
      proven.push({ scope, checks });
      expect(checks.flatMap(shortcomings)).toEqual([]);
    });

    afterAll(() => {
      process.stdout.write(sizeOf(proven.flatMap(({ checks }) => checks)));
    });
  });
  return proven;
}

/** The shortest way to a broken property, and whether it was not explored to its end. */
function shortcomings({ counterexample, isComplete, states }: CheckReport): readonly string[] {
  if (counterexample !== undefined) return [counterexampleText(counterexample)];
  return isComplete ? [] : [`given up after ${states} states`];
}

function sizeOf(checks: readonly CheckReport[]): string {
  const sum = (of: (check: CheckReport) => number) =>
    checks.reduce((total, check) => total + of(check), 0).toLocaleString('en-US');
  const [states, steps] = [sum((check) => check.states), sum((check) => check.transitions)];
  return `explored ${states} states and ${steps} steps\n`;
}
