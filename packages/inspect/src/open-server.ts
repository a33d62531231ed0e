import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { admitsViewer } from '@kintsugi/actors/inspection';
import { invalidOption } from '@kintsugi/core';
import { WebSocketServer } from 'ws';

/** No message of a viewer is longer: an event for an actor. */
const MAX_PAYLOAD = 1024 * 1024;

/** A server of ours. */
export interface OpenedServer {
  readonly server: WebSocketServer;
  readonly port: number;
  /** Also ends connections over which nobody has said anything yet. */
  readonly close: () => Promise<void>;
}

/** A server that only this machine can reach, and whose viewers say where they are from. */
export async function openServer(port: number, origins: readonly string[]): Promise<OpenedServer> {
  const http = createServer(answer);
  const connections = connectionsOf(http);
  const server = new WebSocketServer({
    server: http,
    maxPayload: MAX_PAYLOAD,
    verifyClient: ({ req }: { readonly req: IncomingMessage }) =>
      admitsViewer(req.headers, req.socket.localPort, origins),
  });
  // It repeats what the HTTP server says, and would make it an uncaught exception.
  server.on('error', () => undefined);
  http.listen(port, '127.0.0.1');
  try {
    await once(http, 'listening');
  } catch (error) {
    throw invalidOption('port', `one that can be listened on (${String(error)})`, port);
  }
  return {
    server,
    port: (http.address() as AddressInfo).port,
    async close() {
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      for (const connection of connections) connection.destroy();
      await closed;
    },
  };
}

/** Those of viewers, and those that have not become one: `closeAllConnections` does not know the first. */
function connectionsOf(http: Server): ReadonlySet<Socket> {
  const connections = new Set<Socket>();
  http.on('connection', (socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
  });
  return connections;
}

function answer(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(426, { 'content-type': 'text/plain; charset=utf-8' });
  response.end('Viewers of @xstate/inspect connect here by WebSocket; there is no page.\n');
}
