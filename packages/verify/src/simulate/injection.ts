import { formatDuration } from '@kintsugi/core';
import type { SimulatedError } from './simulated-error.ts';

interface Planned<Do extends string> {
  /** Virtual milliseconds since the simulation began. */
  readonly at: number;
  readonly do: Do;
}

interface AtPath<Do extends string> extends Planned<Do> {
  /** Of a service; where a person gives an order of a supervisor, too; for `startChild` of a dynamic supervisor. */
  readonly path: string;
}

/** A message to a service, and what comes of it there. */
export interface Message<Do extends 'ask' | 'tell' = 'ask' | 'tell'> extends AtPath<Do> {
  /** How long it is worked on: milliseconds, or `Infinity` for ever. 0 is at once, without a promise. @default 0 */
  readonly latencyMs?: number;
  /** What it fails with. */
  readonly error?: SimulatedError;
  /** How many attempts fail before one succeeds: an integer of at least 1, or `Infinity`. @default 1, when there is an error */
  readonly failures?: number;
  /** It ends its work when its signal is aborted. @default false */
  readonly heedsAbort?: boolean;
  /** May be tried again, where the service says which may. @default false */
  readonly retryable?: boolean;
  /** Asks this other service before it answers. */
  readonly through?: string;
}

/** One thing that happens to a simulated tree from outside. Plain data: a list of them is a script. */
export type Injection =
  | (Message<'ask'> & {
      /** How long the caller waits: milliseconds. @default Infinity */
      readonly timeoutMs?: number;
    })
  | Message<'tell'>
  /** Whatever these services need is away: each operation and each start of them fails. */
  | (Planned<'outage'> & {
      readonly paths: readonly string[];
      /** Milliseconds. */
      readonly durationMs: number;
      readonly error: SimulatedError;
    })
  /** Everything takes `factor` times as long, at least 1, for so many milliseconds. */
  | (AtPath<'slowdown'> & { readonly durationMs: number; readonly factor: number })
  /** The next start fails, after so long. */
  | (AtPath<'failStart'> & { readonly error: SimulatedError; readonly latencyMs?: number })
  /** The next start takes so long; it succeeds in the end, unless it heeds that it was aborted. */
  | (AtPath<'slowStart'> & { readonly latencyMs: number; readonly heedsAbort?: boolean })
  /** The next stop throws, after so long. */
  | (AtPath<'failStop'> & { readonly error: SimulatedError; readonly latencyMs?: number })
  /** The next stop takes so long. */
  | (AtPath<'slowStop'> & { readonly latencyMs: number })
  /** The next call of the fallback throws. */
  | (AtPath<'failFallback'> & { readonly error: SimulatedError })
  /** The next entering of degraded fails. */
  | (AtPath<'failDegrade'> & { readonly error: SimulatedError })
  /** The service ends by itself. */
  | (AtPath<'exit'> & { readonly exit: 'normal' | 'shutdown' })
  /** A person brings it back. */
  | AtPath<'recover'>
  /** A person stops it. */
  | (AtPath<'terminateChild'> & { readonly brutal?: boolean })
  /** A person starts it again. */
  | AtPath<'restartChild'>
  /** A person, or a program, starts an instance of a dynamic supervisor. */
  | (AtPath<'startChild'> & { readonly id: string })
  /** The whole tree is stopped in order and a new one is started. */
  | Planned<'deploy'>;

/** The kinds of injection. */
export type InjectionName = Injection['do'];

/** The member of the union that does this. */
export type InjectionOf<Name extends InjectionName> = Extract<Injection, { readonly do: Name }>;

const WORDS: {
  readonly [Name in InjectionName]: (injection: InjectionOf<Name>) => string;
} = {
  ask: messageText,
  tell: messageText,
  outage: ({ paths, durationMs, error }) =>
    `what ${paths.join(', ')} need${paths.length === 1 ? 's' : ''} is away for ${formatDuration(durationMs)}: ${error}`,
  slowdown: ({ path, factor, durationMs }) =>
    `${path} is ${factor} times as slow for ${formatDuration(durationMs)}`,
  failStart: ({ path, error, latencyMs }) =>
    `the next start of ${path} fails${after(latencyMs)}: ${error}`,
  slowStart: ({ path, latencyMs, heedsAbort }) =>
    `the next start of ${path} takes ${formatDuration(latencyMs)}${heedsAbort === true ? ', unless it is aborted' : ', whatever it is told'}`,
  failStop: ({ path, error, latencyMs }) =>
    `the next stop of ${path} throws${after(latencyMs)}: ${error}`,
  slowStop: ({ path, latencyMs }) => `the next stop of ${path} takes ${formatDuration(latencyMs)}`,
  failFallback: ({ path, error }) => `the next fallback of ${path} throws: ${error}`,
  failDegrade: ({ path, error }) => `${path} cannot be degraded the next time: ${error}`,
  exit: ({ path, exit }) => `${path} ends by itself: ${exit}`,
  recover: ({ path }) => `a person recovers ${path}`,
  terminateChild: ({ path, brutal }) =>
    `a person stops ${path}${brutal === true ? ' brutally' : ''}`,
  restartChild: ({ path }) => `a person restarts ${path}`,
  startChild: ({ path, id }) => `${path}/${id} is started`,
  deploy: () => 'the whole tree is deployed anew',
};

/** All kinds of injection. */
export const INJECTIONS = Object.keys(WORDS) as readonly InjectionName[];

function after(latencyMs = 0): string {
  return latencyMs === 0 ? '' : ` after ${formatDuration(latencyMs)}`;
}

function messageText(message: InjectionOf<'ask' | 'tell'>): string {
  const { path, latencyMs = 0, through } = message;
  const parts = [
    through === undefined ? '' : `asks ${through}`,
    latencyMs === 0 ? '' : `takes ${formatDuration(latencyMs)}`,
    failureText(message),
    'timeoutMs' in message ? `is given up after ${formatDuration(message.timeoutMs ?? 0)}` : '',
  ].filter((part) => part !== '');
  return `${message.do} ${path}${parts.length === 0 ? '' : `: it ${parts.join(', ')}`}`;
}

function failureText({ error, failures = 1 }: Message): string {
  return error === undefined
    ? ''
    : `fails ${failures === 1 ? 'once' : `${failures} times`}: ${error}`;
}

/**
 * An injection in words.
 *
 * @example
 * ```ts
 * describeInjection({ at: 5_000, do: 'ask', path: 'payments', error: 'TypeError' });
 * // 'ask payments: it fails once: TypeError'
 * ```
 */
export function describeInjection<Name extends InjectionName>(
  injection: InjectionOf<Name>,
): string {
  const describe: (injection: never) => string = WORDS[injection.do];
  return describe(injection as never);
}
