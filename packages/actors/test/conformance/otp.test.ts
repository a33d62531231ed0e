import { describe } from 'vitest';
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
