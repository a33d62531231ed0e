import { configureGlobal } from 'fast-check';

/**
 * The same trees and histories for everybody who runs the tests: a red test is a change's, not luck's.
 * `pnpm laws` looks for new ones.
 */
const { SEED = '20261126' } = process.env;
if (SEED !== 'random') configureGlobal({ seed: Number(SEED) });
