export { inspectTree, type InspectOptions, type TreeInspection } from './inspect-tree.ts';
