/**
 * A property of whatever was thrown, or `undefined` where there is none or reading it throws.
 *
 * Anything can be thrown: `null`, a revoked proxy, an object whose getters throw. What looks at a thrown value must survive it,
 * because it runs while something else is already broken.
 *
 * @example
 * ```ts
 * readProperty(new TypeError('x'), 'name'); // 'TypeError'
 * readProperty(null, 'name'); // undefined
 * ```
 */
export function readProperty(value: unknown, key: PropertyKey): unknown {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function')
    return undefined;
  try {
    return value[key as keyof typeof value];
  } catch {
    return undefined;
  }
}

/**
 * Whether the value's `name` is this one. By name, because `instanceof` fails for errors of another realm
 * (an iframe, `node:vm`) and of a second copy of a package.
 *
 * @example
 * ```ts
 * hasName(new RangeError('x'), 'RangeError'); // true
 * ```
 */
export function hasName(value: unknown, name: string): boolean {
  return readProperty(value, 'name') === name;
}
