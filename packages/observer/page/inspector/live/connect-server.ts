import { hear, nothingInspected } from '../model/inspected.ts';
import { INSPECTING, sendMessage, V4Reader } from '../protocol/v4.ts';
import type { InspectorStore } from '../store.ts';

/** Milliseconds. */
const AGAIN_MS = 2_000;

/**
 * Shows what a server of `@xstate/inspect` tells, and sends events to it. After a lost connection it tries again, and is
 * told everything anew.
 */
export function connectServer(store: InspectorStore, url: string): void {
  const socket = new WebSocket(url);
  const reader = new V4Reader();
  socket.addEventListener('open', () => {
    socket.send(INSPECTING);
    store.update({
      link: { status: 'open' },
      inspected: nothingInspected(),
      send: (sessionId, event) => socket.send(sendMessage(sessionId, event)),
    });
  });
  socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    // Not the time of day, which may be set back.
    const at = performance.timeOrigin + performance.now();
    for (const told of reader.read(data, at)) hear(store.state.inspected, told);
    store.touch();
  });
  // What it was told last stays to be read.
  socket.addEventListener('close', () => {
    store.update({ link: { status: 'lost' }, send: undefined });
    setTimeout(() => connectServer(store, url), AGAIN_MS);
  });
}
