import type { Child } from './child.ts';

/** What a child is made of. Its ref stays the same: it cannot become another kind. */
export type ChildKind = 'a supervisor' | 'XState logic' | 'a service made of functions';

export function kindOf({ service }: Pick<Child, 'service'>): ChildKind {
  if (service === undefined) return 'a supervisor';
  return service.hooks === undefined ? 'XState logic' : 'a service made of functions';
}
