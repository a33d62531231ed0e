import { simulate } from '../../src/index.ts';
import { TREES } from './trees.ts';

const { digest } = await simulate(TREES.dependent, { seed: 11, days: 0.01, faults: 'hostile' });
process.stdout.write(`${digest}\n`);
