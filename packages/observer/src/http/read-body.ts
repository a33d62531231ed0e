import type { IncomingMessage } from 'node:http';

const MOST_BYTES = 4_096;

/** A body as JSON; or why it is none, and with which status that is said. */
export type Body =
  | { readonly data: unknown }
  | { readonly status: 400 | 413; readonly reason: string };

const TOO_LONG: Body = { status: 413, reason: `the body must have at most ${MOST_BYTES} bytes` };

/** Reads no more than 4 KiB. */
export function readBody(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MOST_BYTES) {
        chunks.push(chunk);
        return;
      }
      request.pause();
      resolve(TOO_LONG);
    });
    request.on('end', () => resolve(parsed(Buffer.concat(chunks).toString('utf8'))));
    request.on('error', reject);
  });
}

function parsed(text: string): Body {
  try {
    return { data: JSON.parse(text) };
  } catch {
    return { status: 400, reason: 'the body must be JSON' };
  }
}
