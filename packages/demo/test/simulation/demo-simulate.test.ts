import { describe, expect, it } from 'vitest';
import { demoSimulate } from '../../src/simulation/demo-simulate.ts';

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The demo on a terminal of 80 columns, or in a pipe; a simulation takes it 2 s. */
async function run(args: readonly string[], isTTY = false, NO_COLOR = ''): Promise<Run> {
  const written = { out: '', err: '' };
  let now = -2_000;
  const code = await demoSimulate(args, {
    stdout: { isTTY, columns: 80, write: (text: string) => void (written.out += text) },
    stderr: { write: (text: string) => void (written.err += text) },
    env: { NO_COLOR },
    now: () => (now += 2_000),
  });
  return { code, ...written };
}

const SHORT = ['--days', '0.1', '--faults', 'rough', '--seed', '3'];
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const ESCAPES = /\u001B/;

describe('demo simulate', () => {
  it('shows availability, time to repair, and what was done, in 80 columns and without colours', async () => {
    const { code, out, err } = await run(SHORT);
    expect([code, err]).toEqual([0, '']);
    expect(out).not.toMatch(ESCAPES);
    const lines = out.split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    for (const path of ['db', 'cache', 'search', 'mail', 'billing/payments', 'carts/*', 'web/http'])
      expect(lines.filter((line) => line.startsWith(`${path} `))).toHaveLength(2);
    expect(out).toContain('Time to repair');
    expect(out).toContain('All laws of the tree have held');
    expect(out).toMatch(
      /It took 2 s: 4,320 times as fast as life, [\d,]+ injections, [\d,]+ events\./,
    );
  });

  it('says so when nothing happens', async () => {
    const { out } = await run(['--days', '0.0000001', '--faults', 'none']);
    expect(out).toContain('Nothing was asked. There was no incident. The tree was');
  });

  it('tells the same story for the same seed, and another for another', async () => {
    const [first, again, other] = await Promise.all([
      run(SHORT),
      run(SHORT),
      run([...SHORT, '--seed', '4']),
    ]);
    expect(again).toEqual(first);
    expect(other.out).not.toBe(first.out);
  });

  it('has colours on a terminal, unless none are wanted', async () => {
    const args = ['--days', '0.01', '--faults', 'none'];
    expect((await run(args, true)).out).toContain('\u001B[32m█');
    expect((await run(args, true, '1')).out).not.toContain('\u001B[32m');
  });

  it('prints JSON for jq: a line for each service, and one for the whole', async () => {
    const { out, code } = await run([...SHORT, '--json']);
    const lines = out
      .trim()
      .split('\n')
      .map((line): Record<string, unknown> => JSON.parse(line));
    expect(code).toBe(0);
    expect(lines.slice(0, -1).every(({ type }) => type === 'service.fared')).toBe(true);
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toMatchObject({
      type: 'simulation.finished',
      ok: true,
      seed: 3,
      wallMs: 2_000,
    });
  });

  it('helps, and ends with 2 when it is asked for what there is not', async () => {
    expect((await run(['--help'])).out).toContain('demo simulate');
    expect(await run(['--weeks', '1'])).toMatchObject({ code: 2, out: '' });
  });
});
