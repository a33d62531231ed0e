import { describe, expect, it } from 'vitest';
import { demoVerify } from '../../src/verification/demo-verify.ts';

function run(...args: readonly string[]) {
  const written = { out: '', err: '' };
  const code = demoVerify(args, {
    stdout: { columns: 80, write: (text: string) => void (written.out += text) },
    stderr: { write: (text: string) => void (written.err += text) },
    env: {},
  });
  return { code, ...written };
}

describe('demo verify', () => {
  it('shows that the protocol holds, and every planted bug with the shortest way to it', () => {
    const { code, out } = run();
    expect(code).toBe(0);
    expect(out).toContain('one_for_all of cart, payments: ');
    expect(out).not.toContain('BROKEN');
    expect(out.match(/^Planted: /gm)).toHaveLength(3);
    expect(out.match(/^found among [\d,]+ states/gm)).toHaveLength(3);
    expect(out).toContain(
      'broken: the intensity is kept: one is granted after 1 restart in one period, where 1 may be',
    );
    expect(out).toMatch(/The protocol holds, and every planted mistake was found\.\n$/);
  });

  it('draws them with --mermaid', () => {
    expect(run('--mermaid').out.match(/^sequenceDiagram$/gm)).toHaveLength(3);
  });

  it('prints JSON lines with --json', () => {
    const { code, out } = run('--json');
    const lines = out.trim().split('\n');
    const types = lines.map((line) => (JSON.parse(line) as { readonly type: string }).type);
    expect([code, types]).toEqual([
      0,
      ['check.finished', 'bug.searched', 'bug.searched', 'bug.searched'],
    ]);
  });

  it.each(['--help', '-h'])('helps with %s', (word) => {
    const { code, out } = run(word);
    expect([code, out.split('\n')[0]]).toEqual([
      0,
      'demo verify     explores everything that can happen to two services; then plants a mistake',
    ]);
  });

  it('prints one of the two forms', () => {
    expect(run('--json', '--mermaid')).toMatchObject({
      code: 2,
      err: 'demo: --json or --mermaid, not both\n',
    });
  });

  it('says what there is to a word that it does not know', () => {
    expect(run('prove')).toEqual({
      code: 2,
      out: '',
      err: 'demo: unknown word "prove"; known are --mermaid, --json, --help\n',
    });
  });
});
