/**
 * Whether two pieces of plain data say the same: a field that is undefined is as good as none.
 *
 * @example
 * ```ts
 * sameData({ id: 'db', phase: undefined }, { id: 'db' }); // true
 * ```
 */
export function sameData(one: unknown, other: unknown): boolean {
  if (one === other || (Number.isNaN(one) && Number.isNaN(other))) return true;
  if (!isStructure(one) || !isStructure(other)) return false;
  if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
  const [parts, others] = [partsOf(one), partsOf(other)];
  return (
    parts.size === others.size && [...parts].every(([key, part]) => sameData(part, others.get(key)))
  );
}

function isStructure(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function partsOf(structure: object): ReadonlyMap<unknown, unknown> {
  if (structure instanceof Map) return structure;
  if (structure instanceof Set) return new Map([...structure].map((member) => [member, member]));
  return new Map(Object.entries(structure).filter(([, part]) => part !== undefined));
}
