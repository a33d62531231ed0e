/** What a worker is made of: it is told which incarnation of it is meant, from 1. */
export interface WorkerSpec {
  readonly limit: { readonly maxRestarts: number; readonly withinMs: number };
  readonly start: (incarnation: number) => void;
  /** May return a promise. */
  readonly handle: (message: string, incarnation: number) => unknown;
  readonly cleanup: (incarnation: number) => void;
  /** The library has said that it gives up, in this way. */
  readonly gaveUp: (how: string) => void;
  /** The library has said that a message was not delivered, in this way. */
  readonly undelivered: (how: string) => void;
}

export interface Worker {
  readonly send: (message: string) => unknown;
  readonly stop: () => void | Promise<void>;
}

/** Makes a worker in the idiom of one library, restart on failure included. */
export type Port = (spec: WorkerSpec) => Worker | Promise<Worker>;

/** Real time, or a test's. */
export interface Time {
  /** Lets so much time go by. */
  readonly pass: (ms: number) => Promise<void>;
  /** What a worker awaits that takes so long. */
  readonly wait: (ms: number) => Promise<void>;
}

/** One case for one library. */
export interface Trial {
  readonly make: Port;
  readonly time: Time;
  /** What has reached the process itself, which a default Node process does not survive. */
  readonly escaped: readonly string[];
}

const QUIET: WorkerSpec = {
  limit: { maxRestarts: 5, withinMs: 5_000 },
  start: () => undefined,
  handle: () => undefined,
  cleanup: () => undefined,
  gaveUp: () => undefined,
  undelivered: () => undefined,
};

/** A worker that notes its starts and cleanups as `s1`, `c1`, …, besides what is given. */
export function notingWorker(notes: string[], given: Partial<WorkerSpec>): WorkerSpec {
  return {
    ...QUIET,
    start: (incarnation) => notes.push(`s${incarnation}`),
    cleanup: (incarnation) => notes.push(`c${incarnation}`),
    ...given,
  };
}

/** Handles `after` by noting who did, and everything else by throwing. */
export function noteOrThrow(notes: string[]): WorkerSpec['handle'] {
  return (message, incarnation) => {
    if (message === 'boom') throw new Error('boom');
    notes.push(`${message}@${incarnation}`);
  };
}
