import { invalidOption } from '@kintsugi/core';
import { type Service, service, type ServiceOptions } from '../service/service.ts';
import {
  ACT_WORDS,
  type Act,
  type Acts,
  type HandleAct,
  isAct,
  play,
  type StartAct,
} from './act.ts';

type Settings = Pick<
  ServiceOptions<string, string, number, void>,
  'concurrency' | 'mailboxSize' | 'startWithinMs' | 'handleWithinMs'
>;

/** What a faulty service does, call by call; and its limits, as for any service. */
export interface FaultyScript extends Settings {
  /** What the starts do, one after the other; then `ok`. */
  readonly start?: Acts<StartAct>;
  /** What the attempts at requests do, one after the other; then `ok`. */
  readonly handle?: Acts<HandleAct>;
  /** What the stops do, one after the other; then `ok`. */
  readonly stop?: Acts<Act>;
  /**
   * What the fallback does, which answers `fallback <request>`; `true` is `[]`. Without it there is none.
   * @default none
   */
  readonly fallback?: boolean | Acts<Act>;
  /** What the hook that prepares the fallback does; then `ok`. Without it there is none. @default none */
  readonly degrade?: Acts<Act>;
}

/** A service that fails by script, and what it has been asked to do. */
export interface FaultyService {
  readonly service: Service<{ request: string; reply: string; input: void; worker: undefined }>;
  /** Every call so far: `start 1`, `handle hello (attempt 2)`, `stop 1 restart`, `degrade`, `fallback hello`. */
  readonly calls: readonly string[];
  /** Adds to the script of the requests. */
  thenHandle(...acts: readonly HandleAct[]): void;
  /** Adds to the script of the starts. */
  thenStart(...acts: readonly StartAct[]): void;
  /** Adds to the script of the stops. */
  thenStop(...acts: readonly Act[]): void;
}

/**
 * A service for tests whose starts, requests and stops do what a script says; it answers
 * `<request> from <incarnation>`.
 *
 * @throws InvalidOptionError for acts that are no list and no function, and for an unknown act
 * @example
 * ```ts
 * const flaky = faultyService({ handle: [new NetworkTimeoutError('no route')] });
 * const tree = createActor(fromSupervisor({ children: [child('flaky', flaky.service)] })).start();
 * await ask(tree, 'flaky', 'hello'); // 'hello from 1'
 * flaky.calls; // ['start 1', 'handle hello (attempt 1)', 'handle hello (attempt 2)']
 * ```
 */
export function faultyService(script: FaultyScript = {}): FaultyService {
  const { start, handle, stop, fallback = false, degrade, ...settings } = script;
  const calls: string[] = [];
  const [starts, handles, stops] = [
    cueOf('start', start),
    cueOf('handle', handle),
    cueOf('stop', stop),
  ];
  const fallbacks = cueOf('fallback', typeof fallback === 'boolean' ? [] : fallback);
  const degrades = cueOf('degrade', degrade);
  const hooks = {
    start: ({ incarnation, signal, exit, ignore }) => {
      calls.push(`start ${incarnation}`);
      return play(starts.next(), incarnation, { signal, exit, ignore });
    },
    handle: (request, { resource, attempt, signal, exit }) => {
      calls.push(`handle ${request} (attempt ${attempt})`);
      return play(handles.next(), `${request} from ${resource}`, { signal, exit });
    },
    stop: (resource, reason) => {
      calls.push(`stop ${resource} ${reason}`);
      return play(stops.next(), undefined);
    },
    fallback: (request, { signal }) => {
      calls.push(`fallback ${request}`);
      return play(fallbacks.next(), `fallback ${request}`, { signal });
    },
    degrade: () => {
      calls.push('degrade');
      return play(degrades.next(), undefined);
    },
  } satisfies ServiceOptions<string, string, number, void>;
  const { fallback: answer, degrade: prepare, ...always } = hooks;
  return {
    calls,
    thenHandle: handles.add,
    thenStart: starts.add,
    thenStop: stops.add,
    service: service<string, string, number>({
      ...always,
      ...(fallback === false ? undefined : { fallback: answer }),
      ...(degrade === undefined ? undefined : { degrade: prepare }),
      ...settings,
    }),
  };
}

/** What the next call of a hook does. */
function cueOf<Of>(hook: string, acts: Acts<Of> = []) {
  const option = `faultyService.${hook}`;
  if (typeof acts !== 'function' && !Array.isArray(acts))
    throw invalidOption(option, 'a list of acts, or a function', acts);
  if (typeof acts !== 'function') refuseUnknownActs(option, acts);
  const listed = typeof acts === 'function' ? [] : [...acts];
  const asked = typeof acts === 'function' ? acts : () => 'ok' as const;
  return {
    next: (): Of | 'ok' => listed.shift() ?? asked(),
    add: (...more: readonly Of[]): void => {
      refuseUnknownActs(option, more);
      listed.push(...more);
    },
  };
}

function refuseUnknownActs(option: string, acts: readonly unknown[]): void {
  const other = acts.find((act) => !isAct(act));
  if (other !== undefined) throw invalidOption(`an act of ${option}`, ACTS, other);
}

const ACTS = `${ACT_WORDS.join(', ')}, an error, or a gate`;
