import { expect } from 'vitest';
import { matchers } from './matchers.ts';

expect.extend(matchers);

export { clockContract, serviceContract } from './contracts.ts';
export { expectTree, type TreeExpectation } from './expect-tree.ts';
export type { TreeMatchers } from './matchers.ts';
export { walk } from './walk.ts';
