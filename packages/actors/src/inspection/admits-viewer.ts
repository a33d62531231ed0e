/** What a request says of who makes it. */
export interface ViewerHeaders {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
}

const LOOPBACK = String.raw`(localhost|127\.0\.0\.1|\[::1\])(:\d+)?`;
const LOOPBACK_HOST = new RegExp(`^${LOOPBACK}$`, 'i');
const LOOPBACK_ORIGIN = new RegExp(`^https?://${LOOPBACK}$`, 'i');

/**
 * Whether a request to a server of this machine may look at a tree. A page from elsewhere may not: neither under a name of its own
 * that it has made lead here (`Host`), nor from a page of another site (`Origin`). What is no browser sends no origin.
 *
 * @param origins - of other sites whose pages may, such as `https://stately.ai`
 * @example
 * ```ts
 * admitsViewer({ host: '127.0.0.1:8888', origin: 'https://evil.example' }, ['https://stately.ai']); // false
 * ```
 */
export function admitsViewer(
  { host, origin }: ViewerHeaders,
  origins: readonly string[] = [],
): boolean {
  if (host === undefined || !LOOPBACK_HOST.test(host)) return false;
  return origin === undefined || LOOPBACK_ORIGIN.test(origin) || origins.includes(origin);
}
