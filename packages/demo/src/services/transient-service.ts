import { service } from '@kintsugi/actors';
import { Agent } from 'node:http';
import { getJson } from './get-json.ts';

/** Connections that are kept alive, and the session they all belong to. */
interface Pool {
  readonly agent: Agent;
  readonly session: string;
}

const TIMEOUT_MS = 500;

/** TransientFailureService: calls an HTTP server over a network that fails now and then. */
export function transientService(url: string) {
  return service({
    start: async ({ signal }): Promise<Pool> => {
      const agent = new Agent({ keepAlive: true, maxSockets: 4 });
      const reply = await getJson(`${url}/session`, { agent, signal, timeoutMs: 5_000 });
      return { agent, session: sessionIn(reply) };
    },
    handle: (_request: 'call', { resource: { agent, session }, signal }) =>
      getJson(`${url}/work`, {
        agent,
        signal,
        timeoutMs: TIMEOUT_MS,
        headers: { 'x-session': session },
      }),
    stop: ({ agent }) => agent.destroy(),
  });
}

function sessionIn(reply: unknown): string {
  if (typeof reply === 'object' && reply !== null && 'session' in reply)
    return String(reply.session);
  throw new Error('the server gave no session');
}
