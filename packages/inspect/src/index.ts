export { inspectTree, type TreeInspection } from './inspect-tree.ts';
export type { InspectOptions } from './options.ts';
