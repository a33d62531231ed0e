/**
 * Gives a class of errors its own name as the `name` of its instances, unless it has stated one.
 *
 * To be called before `super()`: an engine writes `name` into the first line of `stack` while the error is made, so a `name` set
 * later never reaches the logs. On the prototype, so that no instance carries it as a property of its own.
 *
 * @example
 * ```ts
 * class QuotaError extends RecoverableError { readonly code = 'QUOTA'; }
 * new QuotaError('used up').stack; // 'QuotaError: used up\n    at …'
 * ```
 */
export function nameAfterClass(errorClass: {
  readonly name: string;
  readonly prototype: Error;
}): void {
  const { name, prototype } = errorClass;
  if (Object.hasOwn(prototype, 'name')) return;
  Object.defineProperty(prototype, 'name', { value: name, writable: true, configurable: true });
}
