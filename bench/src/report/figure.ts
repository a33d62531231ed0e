/** What is wanted of a figure. */
export type Goal = { readonly atMost: number } | { readonly atLeast: number };

/** One number that says how we stand. */
export interface Figure {
  readonly name: string;
  /** `undefined` where it was not measured. */
  readonly value: number | undefined;
  readonly unit: string;
  readonly goal?: Goal;
}

/** Figures that belong together. */
export interface Section {
  readonly title: string;
  readonly figures: readonly Figure[];
}

/** Whether the goal is reached, or by how much it is missed; empty where there is none. */
export function verdictOn({ value, goal }: Figure): string {
  if (value === undefined) return 'not measured';
  if (goal === undefined) return '';
  const excess = 'atMost' in goal ? value / goal.atMost - 1 : 1 - value / goal.atLeast;
  return excess > 0 ? `short by ${percent(excess)} %` : 'reached';
}

/** A miss is never 0 %: also not by a goal of 0, of which everything is infinitely more. */
function percent(excess: number): string {
  return excess < 0.01 ? '<1' : String(Math.round(100 * excess));
}
