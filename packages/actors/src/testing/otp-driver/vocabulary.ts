/** How a child ends: `normal`, `shutdown`, `{ shutdown: any }`, or anything else, which is abnormal. */
export type Reason = unknown;

/**
 * A child spec as OTP writes it, valid or not: `id`, `start`, `restart`, `shutdown` (also `infinity`),
 * `type`, `significant`; `args` for its start, `supervises` for what a supervisor child consists of.
 * Whatever is wrong with it, the library says so.
 */
export type OtpSpec = Readonly<Record<string, unknown>>;

/**
 * Supervisor flags as OTP writes them, valid or not: `strategy` (also `simple_one_for_one`),
 * `intensity`, `periodMs`, `autoShutdown`; and Elixir's `maxChildren` and `extraArguments`.
 * What is left out is one_for_one, 2 restarts in 3,600 s, never.
 */
export type OtpFlags = Readonly<Record<string, unknown>>;

/** A spec's `start` when the child does what its script says; anything else is given to the library as it is. */
export const SCRIPTED = 'scripted';

/** A supervisor of a tree. It is a name: also one for a supervisor that does not exist. */
export interface Sup {
  /** Ids from below the root; the root's is `''`. */
  readonly path: string;
  /** Which tree of this driver. */
  readonly tree: number;
}

/** One life of a child: OTP's pid. */
export interface Instance {
  readonly id: string;
  /** The n-th instance of this id, from 1. */
  readonly n: number;
  readonly isAlive: boolean;
  /** How it ended; undefined while it lives. */
  readonly reason: Reason;
  /** Whether its cleanup has run to the end. */
  readonly cleanedUp: boolean;
  /** `c1#2`. */
  toString(): string;
}

/** One entry of the event log. */
export type LogEntry =
  | { readonly type: 'started'; readonly id: string; readonly n: number }
  | { readonly type: 'startFailed'; readonly id: string }
  | { readonly type: 'ignored'; readonly id: string }
  /** The reason that it was asked to stop with. */
  | { readonly type: 'stopped'; readonly id: string; readonly reason: Reason }
  | { readonly type: 'ended'; readonly id: string; readonly n: number; readonly reason: Reason }
  | { readonly type: 'supEnded'; readonly reason: Reason };

/** An entry in the notation of the suite: `started(c1,#1)`, `ended(c1,#1,shutdown)`. */
export function showEntry(entry: LogEntry): string {
  const parts = [
    'id' in entry ? [entry.id] : [],
    'n' in entry ? [`#${entry.n}`] : [],
    'reason' in entry ? [showReason(entry.reason)] : [],
  ];
  return `${entry.type}(${parts.flat().join(',')})`;
}

/** A reason in one word; of an error its message. */
export function showReason(reason: Reason): string {
  if (reason instanceof ExitError) return showReason(reason.reason);
  if (reason instanceof Error) return reason.message;
  if (isShutdownPair(reason)) return `{shutdown:${String(reason.shutdown)}}`;
  return String(reason);
}

/** What a child throws that exits with a reason that is no error. */
class ExitError extends Error {
  override readonly name = 'ExitError';
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(`exited with ${String(reason)}`);
    this.reason = reason;
  }
}

/** What a child throws that is destroyed from outside. */
class KilledError extends ExitError {
  constructor() {
    super('killed');
  }
}

function isShutdownPair(reason: Reason): reason is { readonly shutdown: unknown } {
  return typeof reason === 'object' && reason !== null && 'shutdown' in reason;
}

/** What a start throws that finds its name taken by somebody else's process. */
export class AlreadyStartedError extends Error {
  override readonly name = 'AlreadyStartedError';
  readonly holder: Instance;

  constructor(holder: Instance) {
    super(`already started: ${String(holder)}`);
    this.holder = holder;
  }
}

/** OTP's classes of exits; undefined for an abnormal one. */
export function normalClass(reason: Reason): 'normal' | 'shutdown' | undefined {
  if (reason === 'normal' || reason === 'shutdown') return reason;
  return isShutdownPair(reason) ? 'shutdown' : undefined;
}

/** The thrown value for an abnormal reason. */
export function thrownFor(reason: Reason): unknown {
  if (reason instanceof Error) return reason;
  return reason === 'killed' ? new KilledError() : new ExitError(reason);
}

/** What a child does when it is asked to stop. */
export type OnStop =
  | 'clean'
  /** Never answers. */
  | 'deaf'
  /** Ends with this reason. */
  | { readonly as: Reason }
  /** Takes so many milliseconds. */
  | { readonly slow: number };

/** What a gated start comes to when the test lets it go. */
export type Release = 'ok' | 'fail' | 'ignore' | { readonly fail: unknown };

/** Why something was refused: OTP's word, and what the library said. */
export interface Refused {
  readonly ok: false;
  /** OTP's word, as `already_present` or `invalid_restart_type`. */
  readonly reason: string;
  /** The library's error, or what a start has failed with. */
  readonly error?: unknown;
  /** The running child, of `already_started`; the culprit's id, of `failed_to_start_child`. */
  readonly child?: Instance | string | undefined;
}

/** What a start came to; without a child when it was ignored. */
export type StartAnswer =
  | { readonly ok: true; readonly child: Instance | undefined; readonly info?: unknown }
  | Refused;

export type Answer = { readonly ok: true } | Refused;

/** What the start of a supervisor came to. */
export type SupAnswer =
  | { readonly ok: true; readonly sup: Sup }
  | { readonly ok: false; readonly reason: 'ignore' }
  | Refused;

/** A child as its supervisor knows it. */
export interface WhichEntry {
  readonly id: string;
  /** Other than OTP's, a supervisor answers also while it starts a child. */
  readonly child: Instance | 'starting' | 'restarting' | 'none';
  readonly type: 'worker' | 'supervisor';
  /** `c1#2`, `c1 restarting`, `c1 none`. */
  toString(): string;
}

/** A spec, complete, in OTP's words. */
export interface FullSpec {
  readonly id: string;
  readonly restart: string;
  readonly shutdown: number | 'infinity' | 'brutal_kill';
  readonly type: 'worker' | 'supervisor';
  readonly significant: boolean;
}

/** What `count` answers. */
export interface OtpCounts {
  readonly specs: number;
  readonly active: number;
  readonly supervisors: number;
  readonly workers: number;
}

/** A call went to a supervisor that is not, or no longer, there: OTP's `noproc`. */
export class NoSuchSupervisorError extends Error {
  override readonly name = 'NoSuchSupervisorError';
}
