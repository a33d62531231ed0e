/**
 * The smallest step between two instants of the platform's clock, in milliseconds: 2^-12, a quarter of a
 * microsecond. Instants are milliseconds since 1970 in a double, and this is what is left of its
 * digits until the year 2039. "Longer than a window" begins here.
 */
export const CLOCK_GRAIN_MS = 2 ** -12;
