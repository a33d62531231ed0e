/** What a step is, as a number: a turn of the supervisor, a step of a worker, or a tick. */
export type StepCode = number;

export const TICK_CODE: StepCode = -1;

const TURN = 1 << 20;
const MOST_STEPS = 64;

/** The supervisor is given this stimulus. */
export function turnCode(stimulus: number): StepCode {
  return TURN | stimulus;
}

/** A worker takes this one of its own steps. */
export function ownCode(child: number, index: number): StepCode {
  return child * MOST_STEPS + index;
}

/** The stimulus of a turn; undefined for any other step. */
export function stimulusOf(code: StepCode): number | undefined {
  return code >= TURN ? code - TURN : undefined;
}

/** The worker of an own step, and which of its steps; undefined for any other step. */
export function ownOf(
  code: StepCode,
): { readonly child: number; readonly index: number } | undefined {
  if (code < 0 || code >= TURN) return undefined;
  return { child: Math.floor(code / MOST_STEPS), index: code % MOST_STEPS };
}
