import type { Severity } from '@kintsugi/core';

/** How a move of a service's chart is brought about. */
export type Means =
  /** What is under way succeeds; `isProven`: and stays well until its incident is over. */
  | { readonly by: 'success'; readonly isProven: boolean }
  /** An operator orders it. */
  | { readonly by: 'order' }
  /** The service ends by itself, or its start ignores. */
  | { readonly by: 'end' }
  /** A sibling is restarted under `one_for_all`. */
  | { readonly by: 'neighbour' }
  /**
   * What is under way fails, `first` so badly and later, where that does not lead there, so badly; `isExit`:
   * the service ends where it should not.
   */
  | {
      readonly by: 'fault';
      readonly first: Severity;
      readonly later: Severity;
      readonly isExit: boolean;
    };

/** What the child's spec must say for a path to be possible. */
export interface Needs {
  readonly restart?: 'permanent' | 'transient';
  /** Whether it may be restarted for its own faults; where not, the next step of the chain is asked. */
  readonly ownRestarts?: boolean;
}

/** What both ask for; undefined when they contradict each other. */
export function together(a: Needs, b: Needs): Needs | undefined {
  const isPossible = agrees(a.restart, b.restart) && agrees(a.ownRestarts, b.ownRestarts);
  return isPossible ? { ...a, ...b } : undefined;
}

function agrees(one: unknown, other: unknown): boolean {
  return one === undefined || other === undefined || one === other;
}
