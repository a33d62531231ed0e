import type { Subject } from '../peers/subject.ts';

/** What one process found out, by name; the unit is part of the name. */
export type Measured = Readonly<Record<string, number>>;

/** One kind of work, the same for every subject. */
export interface Scenario {
  readonly name: string;
  /** What is done, for a reader. */
  readonly note: string;
  /** How many children, crashes or messages, unless told otherwise. */
  readonly size: number;
  readonly measure: (subject: Subject, size: number) => Promise<Measured>;
}
