import { healthOfTree, type Tree } from '@kintsugi/actors';
import { requireOrigins, requireRedactKeys } from '@kintsugi/actors/inspection';
import { invalidOption, refuseUnknownKeys, requireInteger } from '@kintsugi/core';
import { openBridge } from './open-bridge.ts';

/** Where the inspector finds the tree, and which inspector it is. */
export interface StatelyOptions {
  /** On the loopback interface; 0 for any that is free. @default 8080 */
  readonly port?: number;
  /**
   * Address of the inspector's page, which is shown in a frame: any that reads messages of `@statelyai/inspect`. It sees every
   * event and every context. @default 'https://stately.ai/inspect'
   */
  readonly viewer?: string;
  /**
   * Whose pages may connect by WebSocket themselves: `scheme://name:port` of each, also of those on this machine. The viewer's needs
   * none: it is told by the page that it is in. @default []
   */
  readonly origins?: readonly string[];
  /**
   * Keys whose values are left out of what is shown: in contexts, events, outputs and errors at any depth, and where a text says
   * `key=…`; a longer name that ends in one counts as well. @default []
   */
  readonly redact?: readonly string[];
}

/** A tree that the inspector may look at. */
export interface StatelyInspection {
  /** Open it in a browser. Viewers without a page connect to the same address by WebSocket. */
  readonly url: string;
  /** Disconnects all viewers. Nothing is left behind in the tree or in the process. */
  readonly detach: () => Promise<void>;
}

/**
 * Lets the Stately Inspector look at a tree, in a browser on this machine. Unlike `createActor(tree, { inspect })` it may begin at any time, shows
 * every viewer the whole tree whenever it comes or comes back, and tells crashes. While nobody looks, it costs
 * nothing.
 *
 * @throws InvalidOptionError for an unknown option, a `port` that is none or is taken, a `viewer` that is no address, or
 * `origins` or `redact` that are none
 * @throws NotATreeError
 * @example
 * ```ts
 * const tree = createActor(shop).start();
 * const { url, detach } = await inspectWithStately(tree);
 * console.log(url); // http://127.0.0.1:8080
 * ```
 */
export async function inspectWithStately(
  tree: Tree<unknown>,
  options: StatelyOptions = {},
): Promise<StatelyInspection> {
  // Throws for what is none, before a port is opened.
  healthOfTree(tree);
  refuseUnknownKeys('', options, ['port', 'viewer', 'origins', 'redact']);
  const { port = 8080, viewer = 'https://stately.ai/inspect', origins = [], redact = [] } = options;
  requireRedactKeys('redact', redact);
  requireInteger('port', port, { min: 0, max: 65_535 });
  requireOrigins('origins', origins);
  return openBridge(tree, { port, viewer: checkedViewer(viewer), origins, redact });
}

function checkedViewer(viewer: string): URL {
  const url = typeof viewer === 'string' && URL.canParse(viewer) ? new URL(viewer) : undefined;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
  throw invalidOption('viewer', 'an address that begins with https:// or http://', viewer);
}
