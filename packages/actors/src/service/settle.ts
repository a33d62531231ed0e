/** Whether this must be awaited. A `then` that throws when it is looked at throws here. */
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
 * hooks are synchronous starts and stops in one turn. Answers whether it is still pending. Whatever
 * the hook returns, exactly one of both is called, once.
 */
export function callHook(
  hook: () => unknown,
  onValue: (value: unknown) => void,
  onError: (error: unknown) => void,
): boolean {
  let value: unknown;
  let pending: boolean;
  try {
    value = hook();
    pending = isPromiseLike(value);
  } catch (error) {
    onError(error);
    return false;
  }
  // A promise of our own guards against a `then` that throws, or that answers twice.
  if (pending) Promise.resolve(value).then(onValue, onError);
  else onValue(value);
  return pending;
}
