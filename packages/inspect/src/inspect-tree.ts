import type { IncomingMessage } from 'node:http';
import { healthOfTree, type Tree } from '@kintsugi/actors';
import { dataRedaction } from '@kintsugi/core';
import type { WebSocket } from 'ws';
import { openServer } from './open-server.ts';
import { checkedOptions, type InspectOptions, type Inspecting } from './options.ts';
import { showTree } from './show-tree.ts';
import { bringsToken } from './token.ts';

/** A tree that viewers may look at. */
export interface TreeInspection {
  /** Where they connect; undefined for a server of yours. */
  readonly port: number | undefined;
  /** Address for viewers, with the token if they may act; undefined for a server of yours. */
  readonly url: string | undefined;
  /** Disconnects all viewers. Nothing is left behind in the tree or in the process. */
  readonly detach: () => Promise<void>;
}

/**
 * Lets the viewers of `@xstate/inspect` look at a tree: they connect by WebSocket, and see every supervisor and service with its
 * chart, and every worker. A viewer may come at any time and is shown all that is there. With
 * `allowActions` an event that is sent from it goes to the actor, unless it is one of XState's own. While nobody looks, it costs nothing.
 *
 * @throws InvalidOptionError for an unknown option, a `port` that is none or is taken, `origins`, `allowActions`, `redact`
 * or a `token` that are none, or `server` beside `port`, `origins` or `token`
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
  const checked = checkedOptions(options);
  const redact = dataRedaction(checked.redact);
  const { server, port, url, mayAct, close } = await serverOf(checked);
  const viewers = new Map<WebSocket, () => void>();
  const welcome = (socket: WebSocket, request?: IncomingMessage) => {
    viewers.set(socket, showTree(tree, socket, { mayAct: mayAct(request), redact }));
    socket.on('close', () => viewers.delete(socket));
  };
  server.on('connection', welcome);
  for (const socket of server.clients) welcome(socket);
  return {
    port,
    url,
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

const staysOpen = () => Promise.resolve();

async function serverOf(options: Inspecting) {
  const { server, allowActions } = options;
  if (server !== undefined) {
    const mayAct = () => allowActions;
    return { server, port: undefined, url: undefined, mayAct, close: staysOpen };
  }
  const { port, origins, token } = options;
  const opened = await openServer(port, origins);
  const url = `ws://127.0.0.1:${opened.port}/${allowActions ? `?token=${token}` : ''}`;
  const mayAct = (request: IncomingMessage | undefined) =>
    allowActions && bringsToken(request?.url, token);
  return { ...opened, url, mayAct };
}
