import { backoffDelay, classify, escalationPolicy, lifecycleChart } from '@kintsugi/core';
import { expect, it } from 'vitest';

const policy = escalationPolicy({ retry: { maxAttempts: 3 } });

it('tells faults apart', () => {
  const error = new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } });
  expect(classify(error)).toEqual({ severity: 'TRANSIENT', rule: 'cause > system-code' });
});

it('says what is done about each, and how long it waits', () => {
  expect(policy.chains.TRANSIENT).toEqual(['retry', 'restart', 'fallback', 'fail']);
  const waits = [1, 2, 3].map((attempt) => backoffDelay(policy.retry.backoff, attempt, 0).delayMs);
  expect(waits).toEqual([0, 1_000, 2_000]);
});

it('draws it as a chart', () => {
  const { initial, states } = lifecycleChart(policy);
  expect(initial).toBe('starting');
  expect(states['running']?.on['service.retry']?.target).toBe('retrying');
});
