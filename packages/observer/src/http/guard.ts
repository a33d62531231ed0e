import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const HTTP_PORT = 80;

/**
 * Who may ask: whoever has come by one of the server's own names. A page of somebody else that gets its visitor's
 * browser to ask here comes by another name (its own, bound to this address) or from another origin.
 */
export class Guard {
  readonly #hosts: ReadonlySet<string>;
  readonly #token: string;

  constructor(host: string, port: number, token: string) {
    const names = [...LOOPBACK, urlHost(host)];
    const bare = port === HTTP_PORT ? names : [];
    this.#hosts = new Set([...names.map((name) => `${name}:${port}`), ...bare]);
    this.#token = token;
  }

  /** Why this request is not answered; undefined when it is. */
  refusal({ method, headers }: IncomingMessage): string | undefined {
    const { host = '', origin } = headers;
    if (!this.#hosts.has(host.toLowerCase()))
      return `this server is not called ${JSON.stringify(host)}: open the url that observe() returned`;
    if (origin === undefined)
      return method === 'POST' ? 'an act must say which page it comes from (Origin)' : undefined;
    return this.#isOwn(origin)
      ? undefined
      : `nothing is answered to pages of ${JSON.stringify(origin)}`;
  }

  #isOwn(origin: string): boolean {
    return (
      origin.startsWith('http://') && this.#hosts.has(origin.slice('http://'.length).toLowerCase())
    );
  }

  /** Takes as long for a token that is nearly right as for any other. */
  knowsToken(given: unknown): boolean {
    return typeof given === 'string' && timingSafeEqual(digest(given), digest(this.#token));
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** A host as it stands in a URL. */
export function urlHost(host: string): string {
  return host.includes(':') ? `[${host.toLowerCase()}]` : host.toLowerCase();
}
