import type { Counterexample } from '../search/check.ts';
import { type Step, stepsOf } from './steps.ts';

/** How a property is broken: the shortest way to it, step by step. */
export interface CounterexampleReport {
  /** Its name. */
  readonly property: string;
  /** What is wrong at the end of the way. */
  readonly text: string;
  /** From the start of the supervisor to what is wrong. */
  readonly steps: readonly Step[];
  /** Steps that then repeat for ever; none when the way itself breaks the property. */
  readonly circle: readonly Step[];
}

/** A counterexample of the search, in words. */
export function reportOf(example: Counterexample): CounterexampleReport {
  return { ...example.broken, ...stepsOf(example) };
}

/** More would not be read. */
const MOST_LINES = 30;
const MOST_LINES_OF_CIRCLE = 8;

/**
 * The way to a broken property in at most 30 lines.
 *
 * @example
 * ```text
 * broken: the intensity is kept: one is granted after 1 restart in one period, where 1 may be
 *   1  a starts                                  a starting, life up
 *   2  supervisor hears: a started               supervisor running; a running, life up
 * ```
 */
export function counterexampleText(example: CounterexampleReport): string {
  const { property, text, steps, circle } = example;
  const head = [`broken: ${property}: ${text}`];
  const round = forEver(circle, steps.length + 1);
  const way = shortened(numbered(steps, 1), MOST_LINES - head.length - round.length);
  return [...head, ...way, ...round].join('\n');
}

function forEver(circle: readonly Step[], from: number): readonly string[] {
  if (circle.length === 0) return [];
  const round = shortened(numbered(circle, from), MOST_LINES_OF_CIRCLE);
  return ['     and then, for ever:', ...round];
}

function numbered(steps: readonly Step[], from: number): readonly string[] {
  const width = Math.max(...steps.map((step) => action(step).length));
  return steps.map((step, index) => {
    const number = String(from + index).padStart(4);
    return `${number}  ${action(step).padEnd(width)}  ${outcome(step)}`.trimEnd();
  });
}

/** What has changed; where nothing has, and at the end, what was ordered. */
function outcome({ changes, orders }: Step): string {
  if (changes.length > 0) return changes.join('; ');
  return orders.map(({ id, orders: text }) => `${id} is told: ${text}`).join('; ');
}

function action({ who, does }: Step): string {
  return `${who} ${does}`;
}

/** The beginning is the least interesting part of a long way. */
function shortened(lines: readonly string[], most: number): readonly string[] {
  if (lines.length <= most) return lines;
  const left = lines.length - most + 1;
  return [...lines.slice(0, 3), `      … ${left} steps …`, ...lines.slice(3 + left)];
}
