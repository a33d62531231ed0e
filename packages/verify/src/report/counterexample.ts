import type { Counterexample } from '../search/check.ts';
import { type Step, stepsOf } from './steps.ts';

/** How a property is broken: the shortest way to it, step by step. */
export interface CounterexampleReport {
  readonly property: string;
  readonly text: string;
  readonly steps: readonly Step[];
  /** Steps that then repeat for ever; none when the way itself breaks the property. */
  readonly circle: readonly Step[];
}

export function reportOf(example: Counterexample): CounterexampleReport {
  return { ...example.broken, ...stepsOf(example) };
}

/** More would not be read. */
const MOST_LINES = 30;

/**
 * The way to a broken property in at most 30 lines.
 *
 * @example
 * ```text
 * broken: the intensity is kept: 2 restarts in one period, 1 are granted
 *   1  a starts                                  a starting, life up
 *   2  supervisor hears: a started               supervisor running; a running, life up
 * ```
 */
export function counterexampleText(example: CounterexampleReport): string {
  const { property, text, steps, circle } = example;
  const head = [`broken: ${property}: ${text}`];
  const room = MOST_LINES - 1 - (circle.length === 0 ? 0 : Math.min(circle.length, 8) + 1);
  const way = shortened(numbered(steps, 1), room);
  if (circle.length === 0) return [...head, ...way].join('\n');
  const round = shortened(numbered(circle, steps.length + 1), 8);
  return [...head, ...way, '     and then, for ever:', ...round].join('\n');
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
 * The same as a sequence diagram for Mermaid.
 *
 * @see https://mermaid.js.org/syntax/sequenceDiagram.html
 */
export function counterexampleMermaid(example: CounterexampleReport): string {
  const { property, text, steps, circle } = example;
  const known = new Set([...steps, ...circle].map(({ who }) => who));
  known.delete('time');
  known.add('supervisor');
  return [
    'sequenceDiagram',
    ...[...known].map((who) => `  participant ${who}`),
    ...steps.flatMap((step) => arrows(step)),
    ...(circle.length === 0
      ? []
      : ['  loop for ever', ...circle.flatMap((step) => arrows(step)), '  end']),
    `  Note over supervisor: ${safe(`${property}: ${text}`)}`,
  ].join('\n');
}

function arrows({ who, does, orders }: Step): readonly string[] {
  const first =
    who === 'time'
      ? '  Note over supervisor: time passes'
      : who === 'supervisor'
        ? `  Note over supervisor: ${safe(does)}`
        : `  ${who}->>supervisor: ${safe(does)}`;
  return [first, ...orders.map((sent) => `  supervisor->>${sent.id}: ${safe(sent.orders)}`)];
}

/** Mermaid ends a line at a semicolon. */
function safe(text: string): string {
  return text.replaceAll(';', ',').replaceAll('#', '');
}
