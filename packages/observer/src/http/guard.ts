import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const HTTP_PORT = 80;

/** What a browser says of its own page, of an address that somebody typed, and what everybody else says. */
const OWN_SITES: ReadonlySet<unknown> = new Set(['same-origin', 'none', undefined]);

/** What a page of somebody else may open, in a window or, as far as the page's own policy goes, in a frame. */
const OPENED_FROM_ELSEWHERE: ReadonlyMap<string, readonly string[]> = new Map([
  ['/', ['document']],
  ['/inspector', ['document', 'iframe']],
]);

/**
 * Who may ask: whoever has come by one of the server's own names. A page of somebody else that gets its visitor's
 * browser to ask here comes by another name (its own, bound to this address) or from another origin.
 */
export class Guard {
  readonly #hosts: ReadonlySet<string>;
  readonly #token: string;

  constructor(host: string, port: number, token: string, given: readonly string[] = []) {
    const names = [...LOOPBACK, urlHost(host)];
    const bare = port === HTTP_PORT ? names : [];
    const others = given.map((name) => name.toLowerCase());
    this.#hosts = new Set([...names.map((name) => `${name}:${port}`), ...bare, ...others]);
    this.#token = token;
  }

  /** Why this request is not answered; undefined when it is. */
  refusal(request: IncomingMessage): string | undefined {
    const { host = '' } = request.headers;
    if (!this.#hosts.has(host.toLowerCase()))
      return `this server is not called ${JSON.stringify(host)}: open the url that observe() returned`;
    return isAskedByAnotherSite(request)
      ? 'nothing is answered to other sites: open the url that observe() returned'
      : this.#originRefusal(request);
  }

  #originRefusal({ method, headers: { origin } }: IncomingMessage): string | undefined {
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

/**
 * A page need not read an answer to learn from it, or to make us work for it, and a browser names no origin when it asks for an
 * image or a frame. It does say whether page and server are of one site, to a server that is on its own machine or behind TLS.
 */
function isAskedByAnotherSite({ method, url = '', headers }: IncomingMessage): boolean {
  if (OWN_SITES.has(headers['sec-fetch-site'])) return false;
  const [path = ''] = url.split('?', 1);
  const openable = OPENED_FROM_ELSEWHERE.get(path) ?? [];
  const isOpened = method === 'GET' && headers['sec-fetch-mode'] === 'navigate';
  return !isOpened || !openable.includes(String(headers['sec-fetch-dest']));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** A host as it stands in a URL. */
export function urlHost(host: string): string {
  return host.includes(':') ? `[${host.toLowerCase()}]` : host.toLowerCase();
}
