import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { admitsViewer } from '@kintsugi/actors/inspection';
import { invalidOption } from '@kintsugi/core';
import { WebSocketServer } from 'ws';

/** No message of a viewer is longer: an event for an actor. */
const MAX_PAYLOAD = 1024 * 1024;

/** A server that only this machine can reach, and whose viewers say where they are from. */
export async function openServer(
  port: number,
  origins: readonly string[],
): Promise<{ readonly server: WebSocketServer; readonly port: number }> {
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port,
    maxPayload: MAX_PAYLOAD,
    verifyClient: ({ req }: { readonly req: IncomingMessage }) =>
      admitsViewer(req.headers, origins),
  });
  try {
    await once(server, 'listening');
  } catch (error) {
    throw invalidOption('port', `one that can be listened on (${String(error)})`, port);
  }
  return { server, port: (server.address() as AddressInfo).port };
}
