import {
  type InvalidOptionError,
  RecoverableError,
  SupervisionError,
  TransientError,
} from '@kintsugi/core';

/** No child of this name; its message lists the ones there are. */
export class UnknownChildError extends SupervisionError<'UNKNOWN_CHILD'> {
  static {
    this.prototype.name = 'UnknownChildError';
  }

  constructor(path: string, known: readonly string[], wanted: 'child' | 'supervisor' = 'child') {
    const listed = known.slice(0, 20).map((id) => `"${id}"`);
    const rest = known.length > 20 ? ` and ${known.length - 20} more` : '';
    super(
      'UNKNOWN_CHILD',
      `no ${wanted} at "${path}"; known there: ${listed.join(', ') || 'none'}${rest}`,
    );
  }
}

/** The actor given as `tree` is not one made from `fromSupervisor`, or holds no tree any more. */
export class NotATreeError extends SupervisionError<'NOT_A_TREE'> {
  static {
    this.prototype.name = 'NotATreeError';
  }

  constructor() {
    super(
      'NOT_A_TREE',
      'this actor is not a supervision tree: pass an actor of logic made by fromSupervisor',
    );
  }
}

/** A supervisor was asked, or XState logic: neither answers requests. */
export class NotAskableError extends SupervisionError<'NOT_ASKABLE'> {
  static {
    this.prototype.name = 'NotAskableError';
  }

  constructor(path: string, why: string) {
    super('NOT_ASKABLE', `"${path}" does not answer: ${why}`);
  }
}

/** Too many requests wait already. */
export class MailboxFullError extends SupervisionError<'MAILBOX_FULL'> {
  static {
    this.prototype.name = 'MailboxFullError';
  }

  constructor(path: string, mailboxSize: number) {
    super('MAILBOX_FULL', `${path}: ${mailboxSize} requests wait already (mailboxSize)`);
  }
}

/** The service is degraded and has no fallback. Its cause is the error that degraded it. */
export class ServiceDegradedError extends SupervisionError<'SERVICE_DEGRADED'> {
  static {
    this.prototype.name = 'ServiceDegradedError';
  }

  constructor(path: string, cause: unknown) {
    super('SERVICE_DEGRADED', `${path} is degraded and has no fallback`, { cause });
  }
}

/** The service is failed, stopping or stopped: it takes no requests. */
export class ServiceUnavailableError extends SupervisionError<'SERVICE_UNAVAILABLE'> {
  static {
    this.prototype.name = 'ServiceUnavailableError';
  }
  /** Its state when it refused. */
  readonly state: string;

  constructor(path: string, state: string, cause?: unknown) {
    super('SERVICE_UNAVAILABLE', `${path} is ${state}`, cause === undefined ? {} : { cause });
    this.state = state;
  }
}

/** The life that worked on the request ended before it had answered. The request may have had effects. */
export class IncarnationEndedError extends SupervisionError<'INCARNATION_ENDED'> {
  static {
    this.prototype.name = 'IncarnationEndedError';
  }

  constructor(path: string, incarnation: number) {
    super('INCARNATION_ENDED', `${path}: incarnation ${incarnation} ended before it had answered`);
  }
}

/** The caller's own limit of an `ask` has passed. The request may still be worked on. */
export class AskTimeoutError extends SupervisionError<'ASK_TIMEOUT'> {
  static {
    this.prototype.name = 'AskTimeoutError';
  }

  constructor(path: string, timeoutMs: number) {
    super('ASK_TIMEOUT', `${path} did not answer within ${timeoutMs} ms`);
  }
}

/** Handling a request took longer than `handleWithinMs`. */
export class HandleTimeoutError extends TransientError {
  readonly code = 'HANDLE_TIMEOUT';
  static {
    this.prototype.name = 'HandleTimeoutError';
  }

  constructor(path: string, withinMs: number) {
    super(`${path}: a request was not handled within ${withinMs} ms`);
  }
}

/** A start took longer than `startWithinMs`. */
export class StartTimeoutError extends TransientError {
  readonly code = 'START_TIMEOUT';
  static {
    this.prototype.name = 'StartTimeoutError';
  }

  constructor(path: string, withinMs: number) {
    super(`${path}: not started within ${withinMs} ms`);
  }
}

/** A step of the user's own, or `degrade`, took longer than `startWithinMs`. */
export class StepTimeoutError extends TransientError {
  readonly code = 'STEP_TIMEOUT';
  static {
    this.prototype.name = 'StepTimeoutError';
  }

  constructor(path: string, step: string, withinMs: number) {
    super(`${path}: the step ${step} did not end within ${withinMs} ms`);
  }
}

/** A child that should always run has ended by itself. */
export class UnexpectedExitError extends RecoverableError {
  readonly code = 'UNEXPECTED_EXIT';
  static {
    this.prototype.name = 'UnexpectedExitError';
  }

  constructor(path: string, exit: string) {
    super(`${path} ended by itself (${exit})`);
  }
}

/** Every error with which the library itself refuses something; narrow further by `code`. */
export type SupervisionErrorUnion =
  | InvalidOptionError
  | UnknownChildError
  | NotATreeError
  | NotAskableError
  | MailboxFullError
  | ServiceDegradedError
  | ServiceUnavailableError
  | IncarnationEndedError
  | AskTimeoutError;

/**
 * Whether the library refused, rather than a service having failed.
 *
 * @example
 * ```ts
 * await ask(tree, 'payments', charge).catch((error: unknown) => {
 *   if (isSupervisionError(error) && error.code === 'MAILBOX_FULL') return later(charge);
 *   throw error;
 * });
 * ```
 */
export function isSupervisionError(error: unknown): error is SupervisionErrorUnion {
  return error instanceof SupervisionError;
}
