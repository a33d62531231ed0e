/**
 * The last few instants at which something happened, in clock milliseconds. Plain data, so that it
 * can be cloned and stored; its owner lets it be changed in place. It grows with use, never beyond
 * the capacity given to {@link pushInstant}: one ring, one capacity.
 */
export interface InstantRing {
  readonly at: number[];
  /** Index of the oldest instant, which the next one replaces once the ring is full. */
  next: number;
}

/**
 * A ring that holds nothing yet.
 *
 * @example
 * ```ts
 * createInstantRing(); // { at: [], next: 0 }
 * ```
 */
export function createInstantRing(): InstantRing {
  return { at: [], next: 0 };
}

/**
 * Adds `now`, in place of the oldest instant when the ring holds `capacity` of them.
 *
 * @param now - clock milliseconds, not before the instants already held
 *
 * @example
 * ```ts
 * const ring = createInstantRing();
 * for (const now of [0, 10, 20]) pushInstant(ring, 2, now);
 * ages(ring, 20); // [10, 0]
 * ```
 */
export function pushInstant(ring: InstantRing, capacity: number, now: number): void {
  if (capacity === 0) return;
  if (ring.at.length < capacity) {
    ring.at.push(now);
    return;
  }
  ring.at[ring.next] = now;
  ring.next = (ring.next + 1) % capacity;
}

/**
 * Whether the last `capacity` instants all lie within `withinMs` of `now`; one that is exactly
 * `withinMs` old does. True for a capacity of 0.
 *
 * @example
 * ```ts
 * const ring = createInstantRing();
 * pushInstant(ring, 2, 0);
 * pushInstant(ring, 2, 10);
 * isFullWithin(ring, 2, 1_000, 1_000); // true: 0 is 1000 ms old
 * isFullWithin(ring, 2, 1_000, 1_001); // false
 * ```
 */
export function isFullWithin(
  ring: InstantRing,
  capacity: number,
  withinMs: number,
  now: number,
): boolean {
  if (ring.at.length < capacity) return false;
  const oldest = ring.at[ring.next];
  return oldest === undefined || now - oldest <= withinMs;
}

/**
 * How long ago each instant was, in milliseconds, oldest first; those older than `withinMs` are left
 * out. Two rings with the same ages answer the same from now on, wherever on the clock they are.
 *
 * @example
 * ```ts
 * ages({ at: [300, 100, 200], next: 1 }, 310, 150); // [110, 10]
 * ```
 */
export function ages(ring: InstantRing, now: number, withinMs = Infinity): readonly number[] {
  return [...ring.at.slice(ring.next), ...ring.at.slice(0, ring.next)]
    .map((at) => now - at)
    .filter((age) => age <= withinMs);
}
