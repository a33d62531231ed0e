import { child, fromSupervisor, policy, service } from '@kintsugi/actors';
import { describeSimulation, simulate } from '@kintsugi/verify';
import { expect, it } from 'vitest';

const payments = service({
  start: () => ({ charge: (amount: number) => amount }),
  handle: (amount: number, { resource }) => resource.charge(amount),
  fallback: () => 0,
});
const shop = fromSupervisor({
  strategy: 'rest_for_one',
  policy: policy({ retry: { maxAttempts: 6 } }),
  children: [
    child('db', service({ handle: (query: string) => query })),
    child('payments', payments),
  ],
});

it('lives through a day of ordinary faults', async () => {
  const result = await simulate(shop, { seed: 7, days: 1, faults: 'ordinary' });
  expect(result.failure?.text).toBeUndefined();

  expect(describeSimulation(result)).toContain('1 d of virtual time, seed 7: everything has held');
  expect(result.services.map(({ path }) => path)).toEqual(['db', 'payments']);
  expect(result.total.repairMs.p50).toBeLessThan(result.total.repairMs.max);
});

it('finds the least that must happen before payments answers from its fallback', async () => {
  const { failure } = await simulate(shop, {
    seed: 7,
    days: 1,
    faults: { preset: 'none', meanBetweenMs: { CRITICAL: 3_600_000 } },
    invariants: {
      'payments is never degraded': ({ stateOf }) =>
        stateOf('payments') === 'degraded' ? 'payments is degraded' : undefined,
    },
  });
  expect(failure?.script).toEqual([
    { at: 0, do: 'ask', path: 'payments', error: 'ConfigurationError' },
  ]);
  const test = failure?.toTest({
    tree: { name: 'shop', from: './shop.ts' },
    invariants: { name: 'invariants', from: './shop.ts' },
  });
  expect(test).toContain("it('payments is never degraded', async () => {");
});

it('runs just what a script says', async () => {
  const { total } = await simulate(shop, {
    script: [
      { at: 0, do: 'outage', paths: ['db'], durationMs: 2_500, error: 'ECONNREFUSED' },
      { at: 100, do: 'ask', path: 'db', latencyMs: 20, retryable: true },
      { at: 60_000, do: 'deploy' },
    ],
  });
  expect(total.asks.answered).toBe(1);
  expect(total.retries).toBe(3);
});
