import {
  type Ending,
  errorRecord,
  FaultError,
  type FaultTrail,
  formatDuration,
  type GiveUpReason,
  oneLine,
  type RestartTrail,
  type Severity,
} from '@kintsugi/core';

/** One supervisor that gave up, on the way from the top of the causal chain down to the error that began it. */
export interface GiveUpLink {
  /** Path of the supervisor; the root's is `''`. */
  readonly supervisor: string;
  /** Path of the child for which it gave up. */
  readonly child: string;
  readonly reason: GiveUpReason;
  /** What the child had failed with: the next link's supervisor's own error, and at the bottom what was thrown. */
  readonly error: unknown;
}

type GaveUp = Extract<Ending, { kind: 'gave up' }>;

const MAX_ERROR = 140;

/**
 * A supervisor could not keep its promise. Its cause is the error of the fault that was one too many,
 * itself one of these where a nested supervisor gave up: `chain` walks them, `story` tells them.
 */
export class SupervisorGaveUpError extends FaultError {
  readonly code = 'SUPERVISOR_GAVE_UP';
  /** RECOVERABLE for its parent, unless the fault was CRITICAL: that does not soften on its way up. */
  readonly severity: Severity;
  /** Path of the supervisor; the root's is `''`. */
  readonly path: string;
  /** Path of the child whose fault it was. */
  readonly child: string;
  readonly reason: GiveUpReason;
  /** The faults of the child's incident: none when its first start failed. */
  readonly faults: FaultTrail;
  /** How often the child had been restarted. */
  readonly restarts: RestartTrail;
  static {
    this.prototype.name = 'SupervisorGaveUpError';
  }

  constructor(path: string, gaveUp: GaveUp, cause: unknown) {
    const { reason, severity, faults, restarts } = gaveUp;
    const child = path === '' ? gaveUp.child : `${path}/${gaveUp.child}`;
    super(`${told(path, child, gaveUp)}: ${original(cause)}`, { cause });
    this.severity = severity;
    this.path = path;
    this.child = child;
    this.reason = reason;
    this.faults = faults;
    this.restarts = restarts;
  }

  /** From this supervisor down to the original error: one link for each level. */
  get chain(): readonly GiveUpLink[] {
    const { path: supervisor, child, reason, cause: error } = this;
    const link = { supervisor, child, reason, error };
    return error instanceof SupervisorGaveUpError ? [link, ...error.chain] : [link];
  }

  /**
   * Who gave up, why and for which child, one line for each level, and what it all began with.
   *
   * @example
   * ```ts
   * error.story;
   * // the root supervisor gave up: intensity exceeded, for "billing" (4 faults in 9 s, restarted 3 times)
   * // because supervisor "billing" gave up: the chain escalated, for "billing/db" (1 fault, never restarted)
   * // because of DatabaseError: disk full
   * ```
   */
  get story(): string {
    const { path, child, reason, faults, restarts, cause } = this;
    const line = told(path, child, { reason, faults, restarts });
    return cause instanceof SupervisorGaveUpError
      ? `${line}\nbecause ${cause.story}`
      : `${line}\nbecause of ${nameOf(cause)}`;
  }
}

function told(
  path: string,
  child: string,
  { reason, faults, restarts }: Pick<GaveUp, 'reason' | 'faults' | 'restarts'>,
): string {
  const who = path === '' ? 'the root supervisor' : `supervisor "${path}"`;
  return `${who} gave up: ${reason}, for "${child}" (${faultText(faults)}${restartText(restarts)})`;
}

function faultText({ total, overMs }: FaultTrail): string {
  // Without an incident there is no count: its very first start has failed.
  if (total === 0) return '';
  const over = overMs > 0 ? ` in ${formatDuration(overMs)}` : '';
  return `${total} ${total === 1 ? 'fault' : 'faults'}${over}, `;
}

function restartText({ total }: RestartTrail): string {
  if (total === 0) return 'never restarted';
  return `restarted ${total === 1 ? 'once' : `${total} times`}`;
}

/** What it all began with, and where that was when it is not said yet. */
function original(cause: unknown): string {
  if (!(cause instanceof SupervisorGaveUpError)) return nameOf(cause);
  const bottom = cause.chain.at(-1);
  return `in "${bottom?.child}": ${nameOf(bottom?.error)}`;
}

function nameOf(error: unknown): string {
  const { name, message } = errorRecord(error, { stack: false });
  return message === '' ? name : `${name}: ${oneLine(message, MAX_ERROR)}`;
}
