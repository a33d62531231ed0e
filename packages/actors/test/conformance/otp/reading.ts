import type { Instance, StartAnswer, WhichEntry } from '../../../src/testing/index.ts';

/** `c1#2`, `c1 restarting` or `c1 none`, newest first. */
export function names(children: readonly WhichEntry[]): readonly string[] {
  return children.map(String);
}

/** The child that was started. */
export function instanceOf(answer: StartAnswer): Instance {
  if (answer.ok && answer.child !== undefined) return answer.child;
  throw new Error('nothing was started', { cause: answer });
}
