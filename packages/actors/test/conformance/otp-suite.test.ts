import { describe } from 'vitest';
import { restarting } from './suite/restarting.ts';
import { significance } from './suite/significance.ts';
import { stopping } from './suite/stopping.ts';

// Cases of OTP's own supervisor_SUITE that have no number of their own, under its names.

describe('starting and stopping', () => {
  stopping();
});
describe('restarting', () => {
  restarting();
});
describe('significant children', () => {
  significance();
});
