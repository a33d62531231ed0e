const PREFIX = 'fault-';
const ZERO = 48;

/** Unique in its tree: the tree's first fault is `fault-1`. */
export function faultId(number: number): string {
  return `${PREFIX}${number}`;
}

/** Which of its tree's faults it is. Digit by digit: a recorder asks it of every fault, and is to make no text for it. */
export function faultNumber(id: string): number {
  let number = 0;
  for (let at = PREFIX.length; at < id.length; at++)
    number = 10 * number + id.charCodeAt(at) - ZERO;
  return number;
}
