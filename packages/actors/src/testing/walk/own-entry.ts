/** What was given under this name: what every object has under it was not. */
export function ownEntry<Key extends string, Value>(
  given: Readonly<Partial<Record<Key, Value>>>,
  name: Key,
): Value | undefined {
  return Object.hasOwn(given, name) ? given[name] : undefined;
}
