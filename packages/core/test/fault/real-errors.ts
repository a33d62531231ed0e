import { EventEmitter, once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { runInNewContext } from 'node:vm';

/** What the promise rejects with. */
async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('expected a rejection');
    },
    (error: unknown) => error,
  );
}

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('expected a throw');
}

/** A port that was open a moment ago, so that nobody listens on it. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Sends half an answer and hangs up. */
async function halfAnswer(): Promise<unknown> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const error = await rejectionOf(fetch(`http://127.0.0.1:${port}`).then(async (r) => r.text()));
  server.close();
  return error;
}

/** Errors as Node itself makes them. */
export const realErrors = {
  refusedConnection: async () =>
    rejectionOf(once(connect(await closedPort(), '127.0.0.1'), 'connect')),
  refusedFetch: async () => rejectionOf(fetch(`http://127.0.0.1:${await closedPort()}`)),
  cutFetch: halfAnswer,
  missingFile: () => thrownBy(() => readFileSync('/no/such/file')),
  fullDisk: () => thrownBy(() => writeFileSync('/dev/full', 'x')),
  brokenJson: () => thrownBy(() => JSON.parse('{')),
  otherRealm: () => runInNewContext('new TypeError("of another realm")') as unknown,
  abortedFetch: async (reason?: unknown) =>
    rejectionOf(fetch('http://127.0.0.1', { signal: AbortSignal.abort(reason) })),
  abortedWait: async (reason?: unknown) =>
    rejectionOf(once(new EventEmitter(), 'never', { signal: AbortSignal.abort(reason) })),
};
