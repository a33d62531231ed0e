import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';

/** A real HTTP server on this machine, and on nothing else. */
export interface LocalServer {
  /** `http://127.0.0.1:` and the port it got. */
  readonly url: string;
  /** Resolves when the port is free again; calls in progress are cut. */
  close(): Promise<void>;
}

/** Serves on 127.0.0.1, on a port that the system picks. */
export async function serveLocally(listener: RequestListener): Promise<LocalServer> {
  // Longer than any scenario: a server that ends idle connections by itself would add faults of its own.
  const server = createServer({ keepAliveTimeout: 120_000 }, listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
