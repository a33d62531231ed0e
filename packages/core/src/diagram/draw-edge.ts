import type { EdgeLabel, EdgeRoute } from './chart-layout.ts';
import { xmlText } from './xml-text.ts';

/** What is special about a move now. */
export type EdgeMark = 'traced' | 'possible' | 'none';

/** A move as a group: its line, and the head of its arrow. */
export function drawEdge({ from, to, events, line, head }: EdgeRoute, mark: EdgeMark): string {
  const data = Object.entries({ from, to, events: events.join(' ') });
  return [
    `<g class="${mark === 'none' ? 'edge' : `edge ${mark}`}"`,
    ...data.map(([name, value]) => ` data-${name}="${xmlText(value)}"`),
    `><title>${xmlText(`${from} to ${to}: ${events.join(', ')}`)}</title>`,
    `<path d="${line}" stroke="currentColor"/><path d="${head}" fill="currentColor"/></g>`,
  ].join('');
}

/** What the moves that arrive here are called. */
export function drawLabel({ text, x, y, anchor }: EdgeLabel): string {
  return `<text class="label" x="${x}" y="${y}" text-anchor="${anchor}">${xmlText(text)}</text>`;
}
