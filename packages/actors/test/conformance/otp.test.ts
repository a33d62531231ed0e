import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { otpDriver } from '../../src/testing/index.ts';
import { autoShutdowns } from './otp/auto-shutdown.ts';
import { countingAndScale } from './otp/counting-and-scale.ts';
import { elixir } from './otp/elixir.ts';
import { memory } from './otp/memory.ts';
import { moreProbes } from './otp/more-probes.ts';
import { probes } from './otp/probes.ts';
import { reconfiguration } from './otp/reconfiguration.ts';
import { restartLoops } from './otp/restart-loops.ts';
import { restartTypes } from './otp/restart-types.ts';
import { startAndInit } from './otp/start-and-init.ts';
import { stopAndOrder } from './otp/stop-and-order.ts';
import { strategies } from './otp/strategies.ts';
import { validation } from './otp/validation.ts';
import { walks } from './otp/walks.ts';

// The cases of OTP's own suite, of probes made on a real OTP and of Elixir's tests, in our own words.
// All of them are driven through `otpDriver`; where this library differs on purpose its table says why.

describe('start and init', () => {
  startAndInit();
  validation();
});

describe('stop', () => {
  stopAndOrder();
});

describe('API walks', () => {
  walks();
});

describe('restart types', () => {
  restartTypes();
});

describe('strategies and intensity', () => {
  strategies();
  restartLoops();
});

describe('auto shutdown', () => {
  autoShutdowns();
});

describe('counting, scale, memory, names', { timeout: 120_000 }, () => {
  memory();
  countingAndScale();
});

describe('live reconfiguration', () => {
  reconfiguration();
});

describe('corner cases', () => {
  probes();
  moreProbes();
});

describe('from Elixir', () => {
  elixir();
});

/** Both ends of each run of numbers that the suite uses. */
const CASES = [
  [1, 16],
  [20, 25],
  [30, 31],
  [40, 47],
  [50, 60],
  [70, 77],
  [80, 85],
  [90, 91],
  [101, 120],
  [130, 137],
  [142, 142],
] as const;

it('every case has a test of its own, or a reason why it cannot apply', () => {
  const ids = CASES.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index),
  ).map((number) => `C${String(number).padStart(2, '0')}`);
  const folder = join(import.meta.dirname, 'otp');
  const source = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  const tested = new Set(source.join('').match(/(?<=\bit\('|\[')C\d+/g));
  const { notApplicable } = otpDriver();
  expect(ids.filter((id) => !tested.has(id) && !(id in notApplicable))).toEqual([]);
});
