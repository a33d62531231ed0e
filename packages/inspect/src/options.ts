import { randomBytes } from 'node:crypto';
import { requireOrigins, requireRedactKeys } from '@kintsugi/actors/inspection';
import { invalidOption, refuseUnknownKeys, requireInteger } from '@kintsugi/core';
import type { WebSocketServer } from 'ws';

/** Where viewers find the tree, and what they may. */
export interface InspectOptions {
  /** On the loopback interface; 0 for any that is free. Not together with `server`. @default 8888 */
  readonly port?: number;
  /**
   * Whose pages may look at the tree: `scheme://name:port` of each, also of those on this machine, such as an observer's.
   * They see every event and every context. Not together with `server`. @default ['https://stately.ai']
   */
  readonly origins?: readonly string[];
  /**
   * Whether events that viewers send go to the actors: those of viewers that bring the token, or all of a `server` of
   * yours. Each is told first, as the event `command.given`. @default false
   */
  readonly allowActions?: boolean;
  /**
   * What a viewer that sends events must have in its address, `?token=…`: at least 16 letters, digits, `-` or `_`. Not together
   * with `server`. @default 32 random bytes
   */
  readonly token?: string;
  /**
   * Keys whose values are left out of what is shown: in contexts, events, outputs and errors at any depth, and where a text says
   * `key=…`; a longer name that ends in one counts as well. @default []
   */
  readonly redact?: readonly string[];
  /** A server of yours, which then decides who may connect; it stays open when the inspection ends. */
  readonly server?: WebSocketServer;
}

/** Options that are complete. */
export type Inspecting = { readonly allowActions: boolean; readonly redact: readonly string[] } & (
  | { readonly server: WebSocketServer }
  | {
      readonly server: undefined;
      readonly port: number;
      readonly origins: readonly string[];
      readonly token: string;
    }
);

const OF_OURS = ['port', 'origins', 'token'] as const;
const TOKEN = /^[\w-]{16,}$/;

export function checkedOptions(options: InspectOptions): Inspecting {
  refuseUnknownKeys('', options, [...OF_OURS, 'allowActions', 'redact', 'server']);
  const { server, allowActions = false, redact = [] } = options;
  requireRedactKeys('redact', redact);
  if (typeof allowActions !== 'boolean')
    throw invalidOption('allowActions', 'true or false', allowActions);
  if (server === undefined) return { allowActions, redact, ...ofOurs(options) };
  if (OF_OURS.some((key) => options[key] !== undefined))
    throw invalidOption('server', 'left out beside port, origins and token', server);
  if (!isServer(server)) throw invalidOption('server', 'a WebSocketServer of ws', server);
  return { allowActions, redact, server };
}

function ofOurs({
  port = 8888,
  origins = ['https://stately.ai'],
  token = randomBytes(32).toString('base64url'),
}: InspectOptions) {
  requireInteger('port', port, { min: 0, max: 65_535 });
  requireOrigins('origins', origins);
  if (typeof token !== 'string' || !TOKEN.test(token))
    // Not told: a token that is nearly right is a secret, too.
    throw invalidOption('token', 'at least 16 letters, digits, "-" or "_"', '…');
  return { server: undefined, port, origins, token };
}

function isServer(server: unknown): server is WebSocketServer {
  return (
    typeof server === 'object' &&
    server !== null &&
    'clients' in server &&
    'handleUpgrade' in server
  );
}
