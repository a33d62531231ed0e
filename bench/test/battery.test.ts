import { createTestClock } from '@kintsugi/actors/testing';
import { expect, it } from 'vitest';
import { CASES, type CaseName } from '../src/battery/cases.ts';
import { kintsugiPort } from '../src/battery/ports/kintsugi.ts';

/** What Kintsugi makes of each case. The two about strays are not handled yet, and would end this process. */
const VERDICTS: Readonly<Partial<Record<CaseName, string>>> = {
  'sync throw in handler': 'restarted',
  'async rejection in handler': 'restarted',
  'cleanup hook runs on crash': 'yes, before the new start',
  'throw in first start': 'retried',
  'start fails on the restart': 'retried (3rd incarnation)',
  'crash loop, limit 3 in 5 s': '4 starts; told: supervisor.gaveUp (intensity exceeded)',
  'messages queued behind the crash': 'kept, in order',
  'send after permanent stop': 'told: message.undeliverable (stopped)',
};

it.each(Object.entries(VERDICTS))('%s: %s', async (name, verdict) => {
  const clock = createTestClock();
  const time = {
    pass: (ms: number) => clock.advance(ms),
    wait: (ms: number) =>
      new Promise<void>((resolve) => {
        clock.setTimeout(resolve, ms);
      }),
  };
  const make = kintsugiPort(clock);
  expect(await CASES[name as CaseName]({ make, time, escaped: [] })).toBe(verdict);
});
