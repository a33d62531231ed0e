import { createWebSocketReceiver } from '@xstate/inspect';
import type { ParsedReceiverEvent } from '@xstate/inspect/lib/types.js';
import { vi } from 'vitest';
import { WebSocket } from 'ws';

/** A viewer: the receiver of @xstate/inspect itself, which all its viewers use, over a real socket. */
export function openViewer(port: number, query = '') {
  const sockets: WebSocket[] = [];
  // The receiver is made for browsers.
  vi.stubGlobal(
    'WebSocket',
    class extends WebSocket {
      constructor(address: string) {
        super(address);
        sockets.push(this);
      }
    },
  );
  const receiver = createWebSocketReceiver({
    server: `127.0.0.1:${port}/${query}`,
    serialize: undefined,
  });
  vi.unstubAllGlobals();
  const received: ParsedReceiverEvent[] = [];
  receiver.subscribe((event) => received.push(event));
  const [socket] = sockets;
  if (socket === undefined) throw new Error('the receiver has opened no socket');
  return {
    socket,
    received,
    /** Sends an event to the actor that is shown as this. */
    send(id: string, event: { readonly type: string }) {
      const { sessionId } = registered(received, id);
      const scxml = { name: event.type, data: event, $$type: 'scxml', origin: sessionId };
      receiver.send({ type: 'xstate.event', event: JSON.stringify(scxml), service: sessionId });
    },
    close: () => socket.close(),
  };
}

export type Viewer = ReturnType<typeof openViewer>;

export function registered(received: readonly ParsedReceiverEvent[], id: string) {
  const found = received.findLast((event) => event.type === 'service.register' && event.id === id);
  if (found?.type !== 'service.register') throw new Error(`"${id}" was not registered`);
  return found;
}

/** Ids of what is registered and has not stopped, in order. */
export function shown({ received }: Viewer): readonly string[] {
  const ids = new Map<string, string>();
  for (const event of received) {
    if (event.type === 'service.register') ids.set(event.sessionId, event.id);
    if (event.type === 'service.stop') ids.delete(event.sessionId);
  }
  return [...ids.values()];
}

/** What was told of one, in short. */
export function story({ received }: Viewer, id: string): readonly string[] {
  const { sessionId } = registered(received, id);
  return received.filter((event) => event.sessionId === sessionId).map(inShort);
}

function inShort(event: ParsedReceiverEvent): string {
  if (event.type === 'service.event') return `> ${event.event.name}`;
  if (event.type === 'service.state') return JSON.stringify(event.state.value);
  return event.type;
}
