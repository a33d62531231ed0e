import { errorRecord } from '@kintsugi/core';
import type { TreeContext } from '../tree/tree-context.ts';

/** Tells of a rule of the user that threw, or gave something that is no severity. */
export function tellBrokenRule(tree: TreeContext, path: string, rule: string): void {
  const error = new Error(`the rule "${rule}" threw or gave no severity; it was skipped`);
  const at = tree.clock.now();
  tree.publish({ type: 'hook.failed', at, path, hook: 'rule', error: errorRecord(error) });
}
