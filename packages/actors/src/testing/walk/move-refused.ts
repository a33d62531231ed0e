/**
 * For a cause of a walk, to say that the system does not do this: it confirms that a move is excluded
 * rightly, as the failing assertion of the state does. Anything else that a cause throws is a defect.
 *
 * @example
 * ```ts
 * press: (lamp) => {
 *   if (!lamp.press()) throw new MoveRefusedError('it is locked');
 * },
 * ```
 */
export class MoveRefusedError extends Error {
  override readonly name = 'MoveRefusedError';
}
