import type { Tree } from '@kintsugi/actors';
import type { WebSocket } from 'ws';
import { Viewer, type Viewing } from './viewer.ts';

/** One that is further behind is let go of: it would fill the memory. It connects again, and is shown all anew. */
const MAX_BYTES_BEHIND = 256 * 1024 * 1024;

/** Shows a tree to whoever is at the other end of a socket, while it is open. Answers how to leave before. */
export function showTree(tree: Tree<unknown>, socket: WebSocket, viewing: Viewing): () => void {
  const viewer = new Viewer(tree, (text) => send(socket, text), viewing);
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (!isBinary) viewer.receive(data.toString());
  });
  socket.on('close', () => viewer.close());
  // The close that follows is enough; without this it would be an uncaught exception.
  socket.on('error', () => undefined);
  return () => viewer.close();
}

function send(socket: WebSocket, text: string): void {
  if (socket.bufferedAmount > MAX_BYTES_BEHIND) socket.terminate();
  if (socket.readyState === socket.OPEN) socket.send(text);
}
