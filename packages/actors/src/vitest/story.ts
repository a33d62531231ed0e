import type { SupervisionEventType } from '@kintsugi/core';
import type { EventProbe } from '../testing/event-probe.ts';
import type { Comparison } from './comparison.ts';

/** An event in words: `<type> <path>`; `root` stands for the tree itself. */
export type EventText = `${SupervisionEventType} ${string}`;

/** Looks for these events in this order; others may stand between. */
export function compareStory({ events }: EventProbe, expected: readonly string[]): Comparison {
  const lines: string[] = [];
  let found = 0;
  for (const { type, path } of events) {
    const event = `${type} ${path === '' ? 'root' : path}`;
    const isNext = event === expected[found];
    if (isNext) found += 1;
    lines.push(`  ${isNext ? '✓' : ' '} ${event}`);
  }
  const missing = expected.slice(found).map((event) => `  ✗ ${event}  has not happened here`);
  return { isAsExpected: missing.length === 0, text: [...lines, ...missing].join('\n') };
}
