/** How bad a finding is: it cannot be meant; it is seldom meant; it is good to know. */
export type FindingSeverity = 'error' | 'warning' | 'info';

/** The names of all findings. They are stable: a list of those that a project accepts may hold them. */
export const FINDING_RULES = [
  'budget-never-spent',
  'crash-loop-never-trips',
  'first-crash-is-final',
  'intensity-never-exceeded',
  'limits-multiply',
  'long-window-never-reached',
  'pattern-never-reached',
  'restarts-together',
  'start-never-ends',
  'step-never-reached',
  'stop-cut-short',
  'stop-never-ends',
  'waits-for-a-person',
] as const;

/** One of {@link FINDING_RULES}. */
export type FindingRule = (typeof FINDING_RULES)[number];

/** Something about a tree that its author should know before it runs. */
export interface Finding {
  readonly rule: FindingRule;
  readonly severity: FindingSeverity;
  /** Of the child or the supervisor that it is about; the root's is `''`. */
  readonly path: string;
  /** What it is, with its numbers. */
  readonly message: string;
  /** The option to change. */
  readonly hint: string;
}
