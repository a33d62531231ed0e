/** A day, its last instant not included: shorter by more than a division of it can lose, in milliseconds. */
export const DAY_MS = 86_400_000 - 1e-6;
