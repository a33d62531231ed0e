import { describeTree } from '@kintsugi/actors';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { counterexampleText, verify } from '../../src/index.ts';
import { anyTree } from './any-tree.ts';

/** `LAW_RUNS=20` looks at twenty times as many, `SEED=random` at others. */
const { LAW_RUNS = '1' } = process.env;

const anyScope = fc.constantFrom(
  { maxFaults: 2, maxHangs: 0, mailbox: 1 },
  { maxFaults: 1, maxHangs: 1, mailbox: 2 },
  { maxFaults: 1, maxHangs: 0, maxOrders: 1, mailbox: 1 },
);

it('the protocol keeps its promises to any tree that can be described', () => {
  fc.assert(
    fc.property(anyTree, anyScope, (tree, scope) => {
      const { checks } = verify(tree, { ...scope, maxStates: 30_000 });
      const broken = checks.flatMap(({ counterexample }) => counterexample ?? []);
      const story = [...broken.map(counterexampleText), JSON.stringify(describeTree(tree))];
      expect(broken.length === 0 ? [] : story).toEqual([]);
    }),
    { numRuns: 100 * Number(LAW_RUNS), endOnFailure: false },
  );
});
