import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { child, fromSupervisor, service } from '@kintsugi/actors';
import { formatDuration } from '@kintsugi/core';
import { afterAll, describe, expect, it } from 'vitest';
import { type Failure, type FaultOptions, type Invariant, simulate } from '../../src/index.ts';
import { shop } from './trees.ts';

const invariants: Readonly<Record<string, Invariant>> = {
  'payments is never degraded': ({ stateOf }) =>
    stateOf('billing/payments') === 'degraded' ? 'payments is degraded' : undefined,
};

const CRITICAL_ONLY: FaultOptions = {
  preset: 'none',
  meanBetweenMs: { CRITICAL: 1_800_000 },
};

async function degradedPayments(): Promise<Failure> {
  const { failure } = await simulate(shop, { seed: 3, days: 1, faults: CRITICAL_ONLY, invariants });
  if (failure === undefined) throw new Error('payments was never degraded');
  return failure;
}

describe('a failure', () => {
  it('is shrunk to the least that must happen', async () => {
    const { script, injections, seed, shrinkRuns } = await degradedPayments();
    expect(injections).toBeGreaterThan(50);
    expect(script).toEqual([
      { at: 0, do: 'ask', path: 'billing/payments', error: 'ConfigurationError' },
    ]);
    expect(seed).toBeUndefined();
    expect(shrinkRuns).toBeLessThanOrEqual(1_000);
  });

  it('tells what happens, in words', async () => {
    const { text, story, at, injections, shrinkRuns } = await degradedPayments();
    expect(text.split('\n').slice(0, 4)).toEqual([
      '"payments is never degraded" does not hold: payments is degraded',
      `found after ${formatDuration(at)} and ${injections} injections; one is enough, as ${shrinkRuns} more runs have shown:`,
      '       0.000 s  ask billing/payments: it fails once: ConfigurationError',
      'what happens then:',
    ]);
    expect(story.join('\n')).toContain('billing/payments is degraded (billing/payments#1)');
  });

  it('is the same for the same seed', async () => {
    const [one, other] = [await degradedPayments(), await degradedPayments()];
    expect(other.text).toBe(one.text);
  });

  it('of a script is told as it is: nothing is left out', async () => {
    const script = [
      { at: 0, do: 'ask', path: 'db' },
      { at: 1, do: 'ask', path: 'billing/payments', error: 'SecurityError' },
    ] as const;
    const { failure } = await simulate(shop, { script, invariants });
    expect(failure).toMatchObject({
      script,
      shrinkRuns: 0,
      invariant: 'payments is never degraded',
    });
  });
});

const root = fileURLToPath(new URL('../../../../', import.meta.url));
mkdirSync(join(root, 'temp'), { recursive: true });
const folder = mkdtempSync(join(root, 'temp', 'simulate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CONFIG = `const conditions = ['@kintsugi/source'];
export default { resolve: { conditions }, ssr: { resolve: { conditions } } };
`;

/** What the written test imports: a tree whose payments can be degraded, or not. */
const shopModule = (chain: string) => `
import { child, fromSupervisor, policy, service } from '@kintsugi/actors';
const payments = service({ handle: (amount: number) => amount });
export const shop = fromSupervisor({
  policy: policy({ CRITICAL: [${chain}] }),
  children: [child('payments', payments)],
});
export const rules = {
  "payments isn't ever degraded": ({ stateOf }: { stateOf: (path: string) => string | undefined }) =>
    stateOf('payments') === 'degraded' ? 'payments is degraded' : undefined,
};
`;

/** Vitest in a process of its own, on the folder. */
function vitest(): { readonly status: number | null; readonly output: string } {
  const entry = createRequire(import.meta.url).resolve('vitest/package.json');
  const main = join(entry, '..', 'vitest.mjs');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [main, 'run', '--root', folder, '--no-color'],
    { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } },
  );
  return { status, output: `${stdout}${stderr}` };
}

describe('writeTest', () => {
  it(
    'writes a vitest file that fails as long as it goes wrong, and passes when it is mended',
    { timeout: 120_000 },
    async () => {
      const tree = fromSupervisor({
        children: [child('payments', service({ handle: (amount: number) => amount }))],
      });
      const { failure } = await simulate(tree, {
        seed: 1,
        days: 1,
        faults: CRITICAL_ONLY,
        invariants: {
          "payments isn't ever degraded": ({ stateOf }) =>
            stateOf('payments') === 'degraded' ? 'payments is degraded' : undefined,
        },
      });
      writeFileSync(join(folder, 'vitest.config.mjs'), CONFIG);
      failure?.writeTest(join(folder, 'found.test.ts'), {
        tree: { name: 'shop', from: './shop.ts' },
        invariants: { name: 'rules', from: './shop.ts' },
      });

      writeFileSync(join(folder, 'shop.ts'), shopModule("'fallback', 'fail'"));
      const broken = vitest();
      expect(broken.output).toContain("payments isn't ever degraded");
      expect(broken.output).toContain('1 failed');
      expect(broken.status).toBe(1);

      writeFileSync(join(folder, 'shop.ts'), shopModule("'fail'"));
      const mended = vitest();
      expect(mended.output).toContain('1 passed');
      expect(mended.status).toBe(0);
    },
  );

  it('writes what a person would have written', async () => {
    const failure = await degradedPayments();
    expect(
      failure.toTest({
        tree: { name: 'shop', from: './shop.ts' },
        invariants: { name: 'rules', from: './rules.ts' },
      }),
    ).toMatchInlineSnapshot(`
      "import { simulate } from '@kintsugi/verify';
      import { expect, it } from 'vitest';
      import { shop } from './shop.ts';
      import { rules } from './rules.ts';

      // Written by simulate. When this is all that happens, the invariant does not hold:
      // payments is degraded
      it('payments is never degraded', async () => {
        const { failure } = await simulate(shop, {
          invariants: rules,
          script: [
            { at: 0, do: 'ask', path: 'billing/payments', error: 'ConfigurationError' },
          ],
        });
        expect(failure?.text).toBeUndefined();
      });
      "
    `);
  });
});
