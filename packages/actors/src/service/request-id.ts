/** 24 hexadecimal digits: enough that no two requests of a tree share one. */
export function requestId(random: () => number): string {
  const half = () =>
    Math.floor(random() * 2 ** 48)
      .toString(16)
      .padStart(12, '0');
  return `${half()}${half()}`;
}
