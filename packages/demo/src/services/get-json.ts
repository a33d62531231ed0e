import { NetworkTimeoutError } from '@kintsugi/actors';
import { type Agent, request } from 'node:http';
import { json } from 'node:stream/consumers';

export interface GetOptions {
  /** The pool that the connection comes from. */
  readonly agent: Agent;
  /** How long the other side may be silent: milliseconds. */
  readonly timeoutMs: number;
  /** Ends the call when it is aborted. */
  readonly signal: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The answer to an HTTP GET.
 *
 * @returns rejects with the system's own error (`ECONNRESET`, …), or with `NetworkTimeoutError`
 */
export function getJson(url: string, options: GetOptions): Promise<unknown> {
  const { agent, timeoutMs, signal, headers = {} } = options;
  return new Promise((resolve, reject) => {
    const call = request(url, { agent, signal, headers, timeout: timeoutMs }, (response) => {
      json(response).then(resolve, reject);
    });
    call.on('timeout', () => call.destroy(new NetworkTimeoutError(`no answer in ${timeoutMs} ms`)));
    call.on('error', reject);
    call.end();
  });
}
