/** The server that the page's address names; or why it is not asked. */
export type ServerAddress = { readonly url: string } | { readonly reason: string };

/** The policy of the page names the same. */
const HOSTS = ['127.0.0.1', 'localhost'];

/**
 * Reads `?server=ws://127.0.0.1:8888`. Undefined when it says nothing of a server.
 *
 * @example
 * ```ts
 * serverAddress('?server=ws://evil.example'); // { reason: '"ws://evil.example" is not on this machine' }
 * ```
 */
export function serverAddress(search: string): ServerAddress | undefined {
  const server = new URLSearchParams(search).get('server');
  if (server === null) return undefined;
  const url = URL.canParse(server) ? new URL(server) : undefined;
  const said = JSON.stringify(server.slice(0, 200));
  if (url?.protocol !== 'ws:') return { reason: `${said} is no address that begins with ws://` };
  if (!HOSTS.includes(url.hostname)) return { reason: `${said} is not on this machine` };
  return { url: url.href };
}
