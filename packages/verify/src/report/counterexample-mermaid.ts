import { mermaidText } from '@kintsugi/core';
import type { CounterexampleReport } from './counterexample.ts';
import type { Step } from './steps.ts';

/**
 * The way to a broken property as a sequence diagram for Mermaid. Children are `c0`, `c1`, … in it, and
 * shown by their ids, whatever characters those have.
 *
 * @example
 * ```text
 * sequenceDiagram
 *   participant supervisor
 *   participant c0 as payments
 *   c0->>supervisor: starts
 * ```
 * @see https://mermaid.js.org/syntax/sequenceDiagram.html
 */
export function counterexampleMermaid(example: CounterexampleReport): string {
  const { property, text, circle } = example;
  const steps = example.steps.slice(-MOST_STEPS);
  const left = example.steps.length - steps.length;
  const all = [...steps, ...circle];
  const children = childrenOf(all);
  return [
    'sequenceDiagram',
    '  participant supervisor',
    ...(all.some(({ by }) => by === 'operator') ? ['  participant operator'] : []),
    ...children.map((id, index) => `  participant c${index} as ${mermaidText(id)}`),
    ...(left === 0 ? [] : [`  Note over supervisor: ${mermaidText(`${left} steps before`)}`]),
    ...steps.flatMap((step) => arrows(step, children)),
    ...loop(circle, children),
    `  Note over supervisor: ${mermaidText(`${property}: ${text}`)}`,
  ].join('\n');
}

/** The end of a long way is what is interesting, and a picture of more is not read. */
const MOST_STEPS = 20;

/** Whichever does something, or is told something. */
function childrenOf(steps: readonly Step[]): readonly string[] {
  const all = steps.flatMap(({ by, who, orders }) => [
    ...(by === 'child' ? [who] : []),
    ...orders.map(({ id }) => id),
  ]);
  return [...new Set(all)];
}

function loop(circle: readonly Step[], children: readonly string[]): readonly string[] {
  if (circle.length === 0) return [];
  return ['  loop for ever', ...circle.flatMap((step) => arrows(step, children)), '  end'];
}

function arrows(step: Step, children: readonly string[]): readonly string[] {
  const sent = step.orders.map(
    ({ id, orders }) => `  supervisor->>c${children.indexOf(id)}: ${mermaidText(orders)}`,
  );
  return [ARROWS[step.by](step, children), ...sent];
}

const ARROWS: Readonly<Record<Step['by'], (step: Step, children: readonly string[]) => string>> = {
  child: ({ who, does }, children) =>
    `  c${children.indexOf(who)}->>supervisor: ${mermaidText(does)}`,
  operator: ({ does }) => `  operator->>supervisor: ${mermaidText(does)}`,
  supervisor: ({ does }) => `  Note over supervisor: ${mermaidText(does)}`,
  time: ({ who, does }) => `  Note over supervisor: ${mermaidText(`${who} ${does}`)}`,
};
