import { type Service, service } from '../service/service.ts';

/**
 * What one call does: `ok` succeeds, `hang` never ends (but heeds its signal), anything else is
 * thrown.
 */
export type Act = 'ok' | 'hang' | Error;

/** What a faulty service does, call by call. */
export interface FaultyScript {
  /** What the starts do, one after the other; then `ok`. */
  readonly start?: readonly Act[];
  /** What the attempts at requests do, one after the other; then `ok`. */
  readonly handle?: readonly Act[];
  /** What the stops do, one after the other; then `ok`. */
  readonly stop?: readonly Act[];
  /** Whether it has a fallback, which answers `fallback <request>`. @default false */
  readonly fallback?: boolean;
  /** Requests at a time. @default 1 */
  readonly concurrency?: number;
}

/** A service that fails by script, and what it has been asked to do. */
export interface FaultyService {
  readonly service: Service<{ request: string; reply: string; input: void; worker: undefined }>;
  /** Every call so far: `start 1`, `handle hello (attempt 2)`, `stop 1 restart`. */
  readonly calls: readonly string[];
  /** Adds to the script of the requests. */
  thenHandle(...acts: readonly Act[]): void;
  /** Adds to the script of the starts. */
  thenStart(...acts: readonly Act[]): void;
}

/**
 * A service for tests whose starts, requests and stops do what a script says; it answers
 * `<request> from <incarnation>`.
 *
 * @example
 * ```ts
 * const flaky = faultyService({ handle: [new NetworkTimeoutError('no route')] });
 * const tree = createActor(fromSupervisor({ children: [child('flaky', flaky.service)] })).start();
 * await ask(tree, 'flaky', 'hello'); // 'hello from 1'
 * flaky.calls; // ['start 1', 'handle hello (attempt 1)', 'handle hello (attempt 2)']
 * ```
 */
export function faultyService(script: FaultyScript = {}): FaultyService {
  const calls: string[] = [];
  const starts = [...(script.start ?? [])];
  const handles = [...(script.handle ?? [])];
  const stops = [...(script.stop ?? [])];
  return {
    calls,
    thenHandle: (...acts) => void handles.push(...acts),
    thenStart: (...acts) => void starts.push(...acts),
    service: service({
      start: ({ incarnation, signal }) => {
        calls.push(`start ${incarnation}`);
        return play(starts.shift(), incarnation, signal);
      },
      handle: (request: string, { resource, attempt, signal }) => {
        calls.push(`handle ${request} (attempt ${attempt})`);
        return play(handles.shift(), `${request} from ${resource}`, signal);
      },
      stop: (resource, reason) => {
        calls.push(`stop ${resource} ${reason}`);
        return play(stops.shift(), undefined, undefined);
      },
      ...(script.fallback === true ? { fallback: (request: string) => `fallback ${request}` } : {}),
      concurrency: script.concurrency ?? 1,
    }),
  };
}

function play<Value>(
  act: Act = 'ok',
  value: Value,
  signal: AbortSignal | undefined,
): Value | Promise<Value> {
  if (act === 'ok') return value;
  if (act !== 'hang') throw act;
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
