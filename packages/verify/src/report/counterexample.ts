import type { Counterexample } from '../search/check.ts';
import { type Step, stepsOf } from './steps.ts';

/** How a property is broken: the shortest way to it, step by step. */
export interface CounterexampleReport {
  readonly property: string;
  /** What is wrong at the end of the way. */
  readonly text: string;
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
 * broken: the intensity is kept: 2 restarts in one period, 1 granted
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
    return `${number}  ${action(step).padEnd(width)}  ${step.changes.join('; ')}`.trimEnd();
  });
}

function action({ who, does }: Step): string {
  return who === 'time' ? 'time passes' : `${who} ${does}`;
}

/** The beginning is the least interesting part of a long way. */
function shortened(lines: readonly string[], most: number): readonly string[] {
  if (lines.length <= most) return lines;
  const left = lines.length - most + 1;
  return [...lines.slice(0, 3), `      … ${left} steps …`, ...lines.slice(3 + left)];
}

/**
 * The way to a broken property as a sequence diagram for Mermaid.
 *
 * @example
 * ```text
 * sequenceDiagram
 *   participant a
 *   participant supervisor
 *   a->>supervisor: starts
 * ```
 * @see https://mermaid.js.org/syntax/sequenceDiagram.html
 */
export function counterexampleMermaid(example: CounterexampleReport): string {
  const { property, text, steps, circle } = example;
  return [
    'sequenceDiagram',
    ...participants([...steps, ...circle]).map((who) => `  participant ${safe(who)}`),
    ...steps.flatMap(arrows),
    ...loop(circle),
    `  Note over supervisor: ${safe(`${property}: ${text}`)}`,
  ].join('\n');
}

/** Whoever does something, and whoever is told something: time is not one of them. */
function participants(steps: readonly Step[]): readonly string[] {
  const all = steps.flatMap(({ who, orders }) => [who, ...orders.map(({ id }) => id)]);
  return [...new Set([...all, 'supervisor'])].filter((who) => who !== 'time');
}

function loop(circle: readonly Step[]): readonly string[] {
  if (circle.length === 0) return [];
  return ['  loop for ever', ...circle.flatMap(arrows), '  end'];
}

function arrows({ who, does, orders }: Step): readonly string[] {
  const sent = orders.map((order) => `  supervisor->>${safe(order.id)}: ${safe(order.orders)}`);
  return [stepArrow(who, does), ...sent];
}

function stepArrow(who: string, does: string): string {
  if (who === 'time') return '  Note over supervisor: time passes';
  if (who === 'supervisor') return `  Note over supervisor: ${safe(does)}`;
  return `  ${safe(who)}->>supervisor: ${safe(does)}`;
}

/** Mermaid ends a line at a semicolon, and reads `#` as the beginning of a character's code. */
function safe(text: string): string {
  return text.replaceAll(';', ',').replaceAll('#', '');
}
