import { healthOfTree, type Tree } from '@kintsugi/actors';
import { requireOrigins } from '@kintsugi/actors/inspection';
import { invalidOption, refuseUnknownKeys, requireInteger } from '@kintsugi/core';
import type { WebSocket, WebSocketServer } from 'ws';
import { openServer } from './open-server.ts';
import { showTree } from './show-tree.ts';

/** Where viewers find the tree. */
export interface InspectOptions {
  /** On the loopback interface; 0 for any that is free. Not together with `server`. @default 8888 */
  readonly port?: number;
  /**
   * Whose pages may look at the tree: `scheme://name:port` of each, also of those on this machine, such as an observer's.
   * They see every event and every context. Not together with `server`. @default ['https://stately.ai']
   */
  readonly origins?: readonly string[];
  /** A server of yours, which then decides who may connect; it stays open when the inspection ends. */
  readonly server?: WebSocketServer;
}

/** A tree that viewers may look at. */
export interface TreeInspection {
  /** Where they connect; undefined for a server of yours. */
  readonly port: number | undefined;
  /** Disconnects all viewers. Nothing is left behind in the tree or in the process. */
  readonly detach: () => Promise<void>;
}

/**
 * Lets the viewers of `@xstate/inspect` look at a tree: they connect by WebSocket, and see every supervisor and service with its
 * chart, and every worker. A viewer may come at any time and is shown all that is there. An event that is sent
 * from it goes to the actor. While nobody looks, it costs nothing.
 *
 * @throws InvalidOptionError for an unknown option, a `port` that is none or is taken, `origins` that are none,
 * or `server` beside one of them
 * @throws NotATreeError
 * @example
 * ```ts
 * const tree = createActor(shop).start();
 * const { detach } = await inspectTree(tree, { port: 8888 });
 * // https://stately.ai/viz?inspect&server=ws://127.0.0.1:8888
 * ```
 */
export async function inspectTree(
  tree: Tree<unknown>,
  options: InspectOptions = {},
): Promise<TreeInspection> {
  // Throws for what is none, before a port is opened.
  healthOfTree(tree);
  const { server, port, close } = await serverOf(checked(options));
  const viewers = new Map<WebSocket, () => void>();
  const welcome = (socket: WebSocket) => {
    viewers.set(socket, showTree(tree, socket));
    socket.on('close', () => viewers.delete(socket));
  };
  server.on('connection', welcome);
  for (const socket of server.clients) welcome(socket);
  return {
    port,
    async detach() {
      server.off('connection', welcome);
      for (const [socket, leave] of viewers) {
        leave();
        socket.terminate();
      }
      await close();
    },
  };
}

type Checked =
  | { readonly server: WebSocketServer }
  | { readonly server: undefined; readonly port: number; readonly origins: readonly string[] };

function checked(options: InspectOptions): Checked {
  refuseUnknownKeys('', options, ['port', 'origins', 'server']);
  const { server, port = 8888, origins = ['https://stately.ai'] } = options;
  if (server === undefined) {
    requireInteger('port', port, { min: 0, max: 65_535 });
    requireOrigins('origins', origins);
    return { server, port, origins };
  }
  const others = options.port ?? options.origins;
  if (others !== undefined)
    throw invalidOption('server', 'left out beside port and origins', server);
  if (!isServer(server)) throw invalidOption('server', 'a WebSocketServer of ws', server);
  return { server };
}

function isServer(server: unknown): server is WebSocketServer {
  return (
    typeof server === 'object' &&
    server !== null &&
    'clients' in server &&
    'handleUpgrade' in server
  );
}

async function serverOf(options: Checked) {
  const { server } = options;
  if (server === undefined) return openServer(options.port, options.origins);
  // What is not ours stays open.
  return { server, port: undefined, close: () => Promise.resolve() };
}
