import { formatDuration } from '@kintsugi/core';
import { counted } from '../counted.ts';
import type { CheckReport, PropertyReport, Verification } from '../verify.ts';
import { counterexampleText } from './counterexample.ts';
import { givenUp } from './given-up.ts';

/**
 * A verification as text, for a terminal or a log: of each supervisor how much was explored, what holds, what was not put
 * to the test, and the shortest way to what is broken.
 *
 * @example
 * ```ts
 * console.log(describeVerification(verify(otp, { services: 1, maxFaults: 2 })));
 * // one_for_one of a: 949 states, 2,587 steps, all explored in 344 ms
 * //   scope: 2 faults, 1 of them hanging; 0 orders; mailbox 1; windows from 1 tick
 * //   holds:
 * //     one life at a time
 * // …
 * ```
 */
export function describeVerification({ checks }: Verification): string {
  return checks.map((check) => describeCheck(check)).join('\n\n');
}

function describeCheck(check: CheckReport): string {
  const { path, strategy, children, states, transitions, isComplete, elapsedMs } = check;
  const where = path === '' ? strategy : `${path} (${strategy})`;
  const counts = `${counted(states, 'state')}, ${counted(transitions, 'step')}`;
  const how = isComplete ? 'all explored' : 'not all explored';
  const whom = children.length === 0 ? 'without children' : `of ${children.join(', ')}`;
  const head = `${where} ${whom}: ${counts}, ${how} in ${formatDuration(elapsedMs)}`;
  const lines = [head, `  scope: ${scopeInWords(check)}`, ...leftOut(check), ...givenUp(check)];
  return [...lines, ...verdicts(check), ...example(check)].join('\n');
}

/** Of these, nothing is shown. */
function leftOut(check: CheckReport): readonly string[] {
  const ids = check.leftOut.join(', ');
  return ids === '' ? [] : [`  LEFT OUT, of more than ${check.children.length} children: ${ids}`];
}

function scopeInWords({ scope }: CheckReport): string {
  const { maxFaults, maxHangs, maxOrders, mailbox, window } = scope;
  const faults = `${counted(maxFaults, 'fault')}, ${maxHangs} of them hanging`;
  const ticks = counted(window, 'tick');
  return `${faults}; ${counted(maxOrders, 'order')}; mailbox ${mailbox}; windows from ${ticks}`;
}

function verdicts({ properties, untaken }: CheckReport): readonly string[] {
  const of = (verdict: PropertyReport['verdict']) =>
    properties.filter((property) => property.verdict === verdict).map(({ name }) => name);
  const soFar = properties
    .filter(({ verdict }) => verdict === 'holds so far')
    .map(({ name, tested }) => `${name} (in ${counted(tested, 'situation')})`);
  const lines: readonly (readonly [string, readonly string[]])[] = [
    ['holds', of('holds')],
    ['holds so far', soFar],
    ['BROKEN', of('broken')],
    ['not tested in this scope', of('not tested')],
    ['not reached', of('not reached')],
    ['moves of the chart not taken', untaken],
  ];
  return lines.flatMap(([label, names]) =>
    names.length === 0 ? [] : [`  ${label}:`, ...names.map((name) => `    ${name}`)],
  );
}

function example({ counterexample }: CheckReport): readonly string[] {
  if (counterexample === undefined) return [];
  return counterexampleText(counterexample)
    .split('\n')
    .map((line) => `  ${line}`);
}
