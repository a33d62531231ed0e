import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Routes } from './routes.ts';

/** A server that listens. */
export interface Listening {
  readonly port: number;
  /** Resolves when every connection is closed. */
  readonly close: () => Promise<void>;
}

/**
 * Listens, and hands every request over.
 *
 * @param routes - made when the port is known
 * @throws what the platform throws when the port is taken or the host is not ours
 */
export async function listen(
  host: string,
  port: number,
  routes: (port: number) => Routes,
): Promise<Listening> {
  const server = createServer();
  await begin(server, host, port);
  // Only a server that listens on a path has a text for its address.
  const { port: given } = server.address() as AddressInfo;
  const answering = routes(given);
  server.on('request', (request, response) => void answering.answer(request, response));
  server.on('clientError', refuseGibberish);
  return { port: given, close: () => end(server) };
}

function begin(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Also called for a socket that broke: then there is nobody to answer. */
function refuseGibberish(_error: Error, socket: Socket): void {
  if (socket.writable && socket.bytesWritten === 0)
    socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n');
  else socket.destroy();
}

function end(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
