import { errorRecord, type EventOf } from '@kintsugi/core';

/** Tells of a rule of the user that threw, or gave something that is no severity. */
export function brokenRule(at: number, path: string, rule: string): EventOf<'hook.failed'> {
  const error = errorRecord(
    new Error(`the rule "${rule}" threw or gave no severity; it was skipped`),
  );
  return { type: 'hook.failed', at, path, hook: 'rule', error };
}
