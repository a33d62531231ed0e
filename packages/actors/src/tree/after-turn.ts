import { callHook } from '../service/settle.ts';

/**
 * Calls a user's function when all that is under way is over: the turn, what is told of it, and whoever
 * has been given an answer by it. What it throws, or rejects with, harms nobody.
 */
export function afterTurn(call: () => unknown, onError: (error: unknown) => void): void {
  // Of two microtasks the first begins when the turn is over, the second after those it has resolved.
  void Promise.resolve()
    .then(() => undefined)
    .then(() => callHook(call, () => undefined, onError));
}
