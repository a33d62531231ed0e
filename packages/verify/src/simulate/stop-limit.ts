import type { Blueprint } from './blueprint.ts';

/** How long a stop of a supervisor may take, all its children at their limits one after the other: milliseconds. */
export function stopLimitMs(blueprint: Blueprint, pattern: string): number {
  const { spec, template } = blueprint.supervisors.get(pattern) ?? {};
  const limitOf = (id: string, shutdown: number | 'brutal_kill'): number => {
    if (shutdown === 'brutal_kill') return 0;
    const path = pattern === '' ? id : `${pattern}/${id}`;
    const isSupervisor = blueprint.supervisors.has(path);
    return isSupervisor ? Math.min(shutdown, stopLimitMs(blueprint, path)) : shutdown;
  };
  // Instances are stopped all at once.
  if (template !== undefined) return limitOf('*', template.shutdown);
  const limits = spec?.children.map((child) => limitOf(child.id, child.spec.shutdown)) ?? [];
  return limits.reduce((sum, limitMs) => sum + limitMs, 0);
}
