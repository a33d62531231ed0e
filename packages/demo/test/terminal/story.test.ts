import { describe, expect, it } from 'vitest';
import { stable } from '../../src/scenarios/stable.ts';
import { strategies } from '../../src/scenarios/strategies.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import { Screen } from '../../src/terminal/screen.ts';
import { StoryReporter } from '../../src/terminal/story.ts';

const counts = { elapsedMs: 1_234, operations: 9, retries: 0, restarts: 3 };
const services = ['left', 'right'].map((path) => ({ path, state: 'running' }));

/** What is written when a scenario is opened, and interrupted at once. */
function openingOf(scenario: Scenario, isTTY: boolean): string {
  const written: string[] = [];
  const output = { isTTY, columns: 80, write: (text: string) => written.push(text) };
  const reporter = new StoryReporter(new Screen(output, false));
  reporter.began(7);
  reporter.opened(scenario, () => ({ scenario: scenario.name, ...counts, services }));
  reporter.interrupted();
  return written.join('');
}

describe('StoryReporter', () => {
  it('says in the status line how the services are, where no lanes show it', () => {
    expect(openingOf(stable, true)).toContain('stable  left running  right running  9 operations');
    expect(openingOf(strategies, true)).toContain(
      'strategies  9 operations, 0 retries, 3 restarts',
    );
  });

  it.each([
    ['a terminal of 80 columns', true, 79],
    ['anything else', false, 100],
  ])('breaks its prose on %s', (_what, isTTY, width) => {
    const lines = openingOf(strategies, isTTY)
      .replaceAll('\u001B[2K', '')
      .split(/[\r\n]/);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
    expect(lines.length).toBeGreaterThan(8);
  });
});
