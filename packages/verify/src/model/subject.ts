import type { SupervisorDescription } from '@kintsugi/actors';
import type { ChildSpec, SupervisorSpec } from '@kintsugi/core';

/** A supervisor as it is explored: with few of its children, or few instances of its template. */
export interface Subject {
  readonly spec: SupervisorSpec;
  readonly children: readonly { readonly id: string; readonly spec: ChildSpec }[];
}

/**
 * Of a supervisor with many children those that differ, in their order; what they depend on besides is
 * left out.
 */
export function subjectOf({ spec, template }: SupervisorDescription, services: number): Subject {
  if (template !== undefined) {
    const children = Array.from({ length: services }, (_, n) => ({
      id: `${n + 1}`,
      spec: template,
    }));
    return { spec, children };
  }
  const chosen = new Set(mostDifferent(spec.children, services));
  const kept = spec.children.filter((child) => chosen.has(child));
  const ids = new Set(kept.map(({ id }) => id));
  const children = kept.map(({ id, spec: child }) => ({
    id,
    spec: { ...child, dependsOn: child.dependsOn.filter((other) => ids.has(other)) },
  }));
  return { spec: { ...spec, children }, children };
}

type Children = SupervisorSpec['children'];

function mostDifferent(children: Children, most: number): Children {
  const seen = new Set<string>();
  const first: Children[number][] = [];
  const others: Children[number][] = [];
  for (const child of children) {
    const text = JSON.stringify(child.spec);
    (seen.has(text) ? others : first).push(child);
    seen.add(text);
  }
  return [...first, ...others].slice(0, most);
}
