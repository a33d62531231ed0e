import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
/** Real time, on a machine that may be busy. */
const PATIENCE = { timeout: 60_000 };

interface Run {
  readonly code: number;
  readonly lines: readonly Record<string, unknown>[];
  readonly stderr: string;
}

/** The demo in a process of its own. */
function demo(...args: readonly string[]): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--conditions=@kintsugi/source', '--import', 'tsx', main, ...args],
      (_error, stdout, stderr) => {
        const lines = stdout.split('\n').filter((line) => line !== '');
        resolve({
          code: child.exitCode ?? -1,
          lines: lines.map((line) => JSON.parse(line)),
          stderr,
        });
      },
    );
  });
}

/** What a seed fixes: everything but the times. */
function story({ lines }: Run): readonly unknown[] {
  return lines.map(({ type, path, severity }) => [type, path, severity]);
}

describe('demo', () => {
  it.concurrent('recoverable: restarts cure what a retry cannot', PATIENCE, async () => {
    const { code, lines } = await demo('recoverable', '--json');
    expect(lines.at(-1)).toEqual({
      type: 'scenario.finished',
      scenario: 'recoverable',
      ok: true,
      operations: 12,
      succeeded: 8,
      retries: 0,
      restarts: 4,
      fallbacks: 0,
      health: 'healthy',
      state: 'running',
    });
    expect(code).toBe(0);
  });

  it.concurrent(
    'critical: answers from its last good copy until a person brings it back',
    PATIENCE,
    async () => {
      const { code, lines } = await demo('critical', '--json');
      expect(lines.at(-1)).toMatchObject({
        type: 'scenario.finished',
        ok: true,
        fallbacks: 1,
        state: 'running',
      });
      expect(lines.map(({ type }) => type)).toEqual(
        expect.arrayContaining([
          'child.degraded',
          'hook.failed',
          'recovery.attempted',
          'child.recovered',
        ]),
      );
      expect(code).toBe(0);
    },
  );

  it.concurrent(
    'strategies: the same crash cycles one, it and those after it, or all',
    PATIENCE,
    async () => {
      const { code, lines } = await demo('strategies', '--json');
      expect(lines.at(-1)).toEqual({
        type: 'scenario.finished',
        scenario: 'strategies',
        ok: true,
        operations: 9,
        succeeded: 6,
        retries: 0,
        restarts: 3,
        fallbacks: 0,
        health: 'healthy',
        state: 'running',
      });
      expect(code).toBe(0);
      const crash = lines.findIndex(({ type }) => type === 'child.faulted');
      const cycled = (strategy: string) =>
        lines
          .slice(crash)
          .filter(({ type }) => type === 'child.cycled' || type === 'child.started')
          .flatMap(({ type, path }) => `${String(type)} ${String(path)}`)
          .filter((line) => line.includes(strategy))
          .map((line) => line.replace(`${strategy}/`, '').replace('child.', ''));
      expect(cycled('one_for_one')).toEqual(['started cache']);
      expect(cycled('rest_for_one')).toEqual(['cycled front', 'started cache', 'started front']);
      expect(cycled('one_for_all')).toEqual([
        'cycled front',
        'cycled server',
        'started server',
        'started cache',
        'started front',
      ]);
    },
  );

  it.concurrent(
    'tells the same story for the same seed, and another for another',
    PATIENCE,
    async () => {
      const runs = await Promise.all(
        ['3', '3', '4'].map((seed) => demo('transient', '--json', '--seed', seed)),
      );
      const [first, again, other] = runs.map(story);
      expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
      expect(again).toEqual(first);
      expect(other).not.toEqual(first);
    },
  );

  it.concurrent(
    'ends with 2 and names what there is when it is asked for what there is not',
    PATIENCE,
    async () => {
      const { code, lines, stderr } = await demo('nope', '--json');
      expect(code).toBe(2);
      expect(lines).toEqual([]);
      expect(stderr).toContain(
        'known are stable, transient, recoverable, critical, mixed, strategies',
      );
    },
  );
});
