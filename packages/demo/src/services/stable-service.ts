import { service } from '@kintsugi/actors';
import { Agent } from 'node:http';
import { getJson } from './get-json.ts';

/** StableService: polls an HTTP server that is well. */
export function stableService(url: string) {
  return service({
    start: () => new Agent({ keepAlive: true, maxSockets: 1 }),
    handle: (_request: 'poll', { resource: agent, signal }) =>
      getJson(`${url}/status`, { agent, signal, timeoutMs: 5_000 }),
    stop: (agent) => agent.destroy(),
  });
}
