/** Whether this must be awaited. */
export function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  );
}

/**
 * Calls a user's hook and hands its end on: at once when it answers at once, so that a service whose
 * hooks are synchronous starts and stops in one turn. Answers whether it is still pending.
 */
export function callHook(
  hook: () => unknown,
  onValue: (value: unknown) => void,
  onError: (error: unknown) => void,
): boolean {
  let value: unknown;
  try {
    value = hook();
  } catch (error) {
    onError(error);
    return false;
  }
  if (!isPromiseLike(value)) {
    onValue(value);
    return false;
  }
  value.then(onValue, onError);
  return true;
}
