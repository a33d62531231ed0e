import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Tree } from '@kintsugi/actors';
import { admitsViewer } from '@kintsugi/actors/inspection';
import { invalidOption } from '@kintsugi/core';
import { type WebSocket, WebSocketServer } from 'ws';
import { bridgePage, bridgePolicy } from './bridge-page.ts';
import { type StatelyMessage, statelyMessages } from './stately-messages.ts';

/** One that is further behind is let go of: it would fill the memory. It connects again, and is shown all anew. */
const MAX_BYTES_BEHIND = 256 * 1024 * 1024;

/** What viewers say is not listened to. */
const MAX_PAYLOAD = 1024;

export interface Bridging {
  readonly port: number;
  /** Whose page is shown in a frame. */
  readonly viewer: URL;
  /** Whose pages may connect. */
  readonly origins: readonly string[];
  /** Keys whose values are left out. */
  readonly redact: readonly string[];
}

/** Serves the page, and the tree to it, on the loopback interface. */
export async function openBridge(tree: Tree<unknown>, { port, viewer, origins, redact }: Bridging) {
  const http = createServer((request, response) => answer(request, response, viewer));
  const sockets = new WebSocketServer({
    server: http,
    maxPayload: MAX_PAYLOAD,
    verifyClient: ({ req }: { readonly req: IncomingMessage }) =>
      admitsViewer(req.headers, req.socket.localPort, origins),
  });
  const leaving = new Set<() => void>();
  sockets.on('connection', (socket) => {
    const leave = showTree(tree, socket, redact);
    leaving.add(leave);
    socket.on('close', () => {
      leave();
      leaving.delete(leave);
    });
  });
  // It repeats what the server says, and would make it an uncaught exception.
  sockets.on('error', () => undefined);
  http.listen(port, '127.0.0.1');
  try {
    await once(http, 'listening');
  } catch (error) {
    throw invalidOption('port', `one that can be listened on (${String(error)})`, port);
  }
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    async detach() {
      for (const leave of leaving) leave();
      for (const socket of sockets.clients) socket.terminate();
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}

/** Answers how to leave. */
function showTree(tree: Tree<unknown>, socket: WebSocket, redact: readonly string[]): () => void {
  // The close that follows is enough; without this it would be an uncaught exception.
  socket.on('error', () => undefined);
  const send = (message: StatelyMessage) => {
    if (socket.bufferedAmount > MAX_BYTES_BEHIND) socket.terminate();
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  return statelyMessages(tree, send, redact);
}

function answer(request: IncomingMessage, response: ServerResponse, viewer: URL): void {
  const { headers, method, url } = request;
  const nonce = randomUUID();
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('cache-control', 'no-store');
  response.setHeader('referrer-policy', 'no-referrer');
  if (!admitsViewer(headers, request.socket.localPort)) response.writeHead(403).end();
  else if (url !== '/') response.writeHead(404).end();
  else if (method !== 'GET') response.writeHead(405, { allow: 'GET' }).end();
  else {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader('content-security-policy', bridgePolicy(viewer, headers.host ?? '', nonce));
    response.end(bridgePage(viewer, nonce));
  }
}
