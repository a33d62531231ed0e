import { invalidOption } from '@kintsugi/core';

/** What a request says of who makes it. */
export interface ViewerHeaders {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const HTTP_PORT = 80;
const ORIGIN = /^[a-z][a-z\d+.-]*:\/\/[^\s/?#@A-Z]+$/;

/**
 * Whether a request to a server of this machine may look at a tree. A page of somebody else may not: neither under a name of its
 * own that it has made lead here (`Host`), nor from another origin (`Origin`), which every other port of this machine is, too. What
 * is no browser sends no origin.
 *
 * @param port - of the server, 0 to 65_535; its own pages may
 * @param origins - whose pages may as well, such as `https://stately.ai`
 * @example
 * ```ts
 * admitsViewer({ host: '127.0.0.1:8888', origin: 'http://localhost:3000' }, 8888); // false
 * admitsViewer({ host: '127.0.0.1:8888', origin: 'https://stately.ai' }, 8888, ['https://stately.ai']); // true
 * ```
 */
export function admitsViewer(
  { host, origin }: ViewerHeaders,
  port: number | undefined,
  origins: readonly string[] = [],
): boolean {
  if (host === undefined || !isOwn(host, port)) return false;
  return origin === undefined || isOwnOrigin(origin, port) || origins.includes(origin);
}

function isOwnOrigin(origin: string, port: number | undefined): boolean {
  return origin.startsWith('http://') && isOwn(origin.slice('http://'.length), port);
}

/** Browsers leave out the port that is meant without one. */
function isOwn(host: string, port: number | undefined): boolean {
  const name = host.toLowerCase();
  return LOOPBACK.some((own) => name === `${own}:${port}` || (port === HTTP_PORT && name === own));
}

/**
 * Refuses what is no list of origins as browsers write them: one with a path would never match.
 *
 * @throws InvalidOptionError
 * @example
 * ```ts
 * requireOrigins('origins', ['https://stately.ai/']); // throws: must be … such as 'https://stately.ai', got …
 * ```
 */
export function requireOrigins(option: string, origins: unknown): void {
  if (!Array.isArray(origins) || !origins.every(isOrigin))
    throw invalidOption(option, "a list of origins, each such as 'https://stately.ai'", origins);
}

function isOrigin(text: unknown): boolean {
  return typeof text === 'string' && ORIGIN.test(text);
}
