import { createRequire } from 'node:module';
import type { inspect } from '@xstate/inspect/lib/server.js';
import type { V4Service } from './v4-service.ts';

/** One `inspect()` of @xstate/inspect, for one viewer. */
export interface V4Inspector {
  readonly register: (service: V4Service) => void;
  /** Hands it a message of the viewer, which must be one that it knows. */
  readonly receive: (text: string) => void;
  readonly close: () => void;
}

/**
 * Starts the inspector for one viewer.
 *
 * `inspect()` keeps what it knows in its module and in a global, sends to all viewers once one has asked, and lets what it is
 * sent crash the process. So each viewer has a module and a server of its own, and the global is what it was.
 */
export function v4Inspector(send: (text: string) => void): V4Inspector {
  const onServer = new Map<string, (client: object) => void>();
  const onClient = new Map<string, (data: string, isBinary: boolean) => void>();
  const client = {
    readyState: 1,
    OPEN: 1,
    send,
    on: (type: string, listener: (data: string, isBinary: boolean) => void) =>
      void onClient.set(type, listener),
  };
  const clients = new Set([client]);
  const server = {
    clients,
    on: (type: string, listener: (client: object) => void) => void onServer.set(type, listener),
  };
  const { register } = devToolsOf(() => ownInspect()({ server: server as never }));
  onServer.get('connection')?.(client);
  return {
    register,
    receive: (text) => onClient.get('message')?.(text, false),
    close: () => {
      clients.clear();
      onServer.get('close')?.(client);
    },
  };
}

/** The function from a copy of its module that nobody else has. */
function ownInspect(): typeof inspect {
  const require = createRequire(import.meta.url);
  const path = require.resolve('@xstate/inspect/lib/server.js');
  const { cache } = require;
  const others = cache[path];
  delete cache[path];
  const own = require(path) as { readonly inspect: typeof inspect };
  delete cache[path];
  if (others !== undefined) cache[path] = others;
  return own.inspect;
}

interface DevTools {
  readonly register: (service: V4Service) => void;
}

/** What is put into the global `__xstate__`, which is then as it was: other tools may stand there. */
function devToolsOf(begin: () => void): DevTools {
  const before = Object.getOwnPropertyDescriptor(globalThis, '__xstate__');
  begin();
  const devTools = Reflect.get(globalThis, '__xstate__') as DevTools;
  Reflect.deleteProperty(globalThis, '__xstate__');
  if (before !== undefined) Object.defineProperty(globalThis, '__xstate__', before);
  return devTools;
}
