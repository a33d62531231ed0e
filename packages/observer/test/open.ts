import { createServer, get, type IncomingMessage, request } from 'node:http';
import type { Delta, Frame } from '../src/index.ts';

/** What a server answers. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  readonly json: unknown;
}

/** How a request is made: over a real socket, and with headers that no browser would let a page set. */
export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

function bare(url: string): string {
  return url.replace(/\/#.*$/, '');
}

/** As the page does: with the header by which it says that it is one. */
export function ask(url: string, path: string, asking: Asking = {}): Promise<Answer> {
  const { method = 'GET', headers = {}, body } = asking;
  return new Promise((resolve, reject) => {
    const options = { method, headers: { 'x-kintsugi-page': '1', ...headers }, agent: false };
    const asked = request(`${bare(url)}${path}`, options, (response) => {
      void textOf(response).then((text) =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          json: asJson(text),
        }),
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An act as the page orders it. */
export function order(url: string, token: string, body: unknown): Promise<Answer> {
  return ask(url, '/acts', {
    method: 'POST',
    headers: { origin: bare(url), 'x-kintsugi-token': token, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

export type Message =
  | { readonly event: 'frame'; readonly id: string; readonly data: Frame }
  | { readonly event: 'delta'; readonly id: string; readonly data: Delta };

/** Somebody who looks: a stream over a real socket. */
export interface Look {
  readonly messages: readonly Message[];
  /** The instants that the signs of life have told. */
  readonly beats: readonly number[];
  /** The first frame that has come. */
  readonly first: Promise<Frame>;
  readonly response: IncomingMessage;
  /** Goes, and is gone when it resolves. */
  leave(): Promise<void>;
}

export function look(url: string): Promise<Look> {
  return new Promise((resolve, reject) => {
    const asked = get(`${bare(url)}/stream`, { agent: false }, (response) =>
      resolve(follow(response, () => asked.destroy())),
    );
    asked.on('error', reject);
  });
}

function follow(response: IncomingMessage, destroy: () => void): Look {
  const messages: Message[] = [];
  const beats: number[] = [];
  let rest = '';
  let tellFirst: (frame: Frame) => void = () => undefined;
  const first = new Promise<Frame>((resolve) => {
    tellFirst = resolve;
  });
  response.setEncoding('utf8');
  response.on('error', () => undefined);
  response.on('data', (text: string) => {
    const parts = `${rest}${text}`.split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts)
      if (part.startsWith('event: beat')) beats.push(Number(/"at":(\d+)/.exec(part)?.[1]));
      else messages.push(parsed(part));
    const [head] = messages;
    if (head?.event === 'frame') tellFirst(head.data);
  });
  return {
    messages,
    beats,
    first,
    response,
    leave: () =>
      new Promise((resolve) => {
        response.on('close', () => resolve());
        destroy();
      }),
  };
}

function parsed(part: string): Message {
  const fields = new Map(
    part
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
  return {
    id: fields.get('id') ?? '',
    event: fields.get('event'),
    data: JSON.parse(fields.get('data') ?? ''),
  } as Message;
}

/** A port that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
