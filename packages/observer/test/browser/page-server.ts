import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PAGE } from '../../src/page/bundle.ts';
import type {
  ActAnswer,
  Bundle,
  Delta,
  EventView,
  Frame,
  History,
  ServiceView,
} from '../../src/protocol/frame.ts';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What a test makes the server tell. */
export interface Script {
  frame: Frame;
  history?: History;
  services?: Readonly<Record<string, ServiceView>>;
  bundle?: Bundle;
  earlier?: readonly EventView[];
  answer?: ActAnswer;
}

/** An act that came, with the token that came with it. */
export interface CameAct {
  readonly token: string | undefined;
  readonly body: unknown;
}

/** The page behind a real server on loopback that says what the test tells it. */
export interface PageServer {
  readonly url: string;
  readonly script: Script;
  readonly acts: readonly CameAct[];
  /** How many listen. */
  readonly listening: () => number;
  /** Sends a delta to whoever listens; the next one whole frame holds it, too, if the test says so. */
  readonly send: (change: Partial<Delta>) => void;
  /** Ends all connections and takes no new ones until {@link resume}. */
  readonly cut: () => void;
  readonly resume: () => void;
  readonly close: () => Promise<void>;
}

/** Serves the page and the script on a free port. */
export async function servePage(script: Script): Promise<PageServer> {
  const listeners = new Set<ServerResponse>();
  const acts: CameAct[] = [];
  let isCut = false;
  let { revision, at } = script.frame;

  const told = (): Frame => ({ ...script.frame, revision });
  const answers: Readonly<Record<string, (request: IncomingMessage, url: URL) => Answer>> = {
    '/': () => ({ type: 'text/html', body: PAGE.html }),
    '/page.js': () => ({ type: 'text/javascript', body: PAGE.js }),
    '/page.css': () => ({ type: 'text/css', body: PAGE.css }),
    '/history': () => json(script.history),
    '/earlier': () => json({ events: script.earlier ?? [] }),
    '/bundle': () => json(script.bundle),
    '/service': (_request, url) => {
      const path = url.searchParams.get('path') ?? '';
      return json(script.services?.[path] ?? { ...EMPTY_VIEW, path });
    },
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (isCut) request.socket.destroy();
    else if (url.pathname === '/stream') listen(response);
    else if (url.pathname === '/acts') void act(request, response);
    else reply(response, answers[url.pathname]?.(request, url) ?? NOTHING);
  });

  function listen(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    // The browser waits only so long before it tries again.
    response.write(`retry: 50\n\n${eventText('frame', told())}`);
    listeners.add(response);
    response.on('close', () => listeners.delete(response));
  }

  async function act(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const token = request.headers['x-kintsugi-token'];
    const body: unknown = JSON.parse(Buffer.concat(parts).toString());
    acts.push({ token: typeof token === 'string' ? token : undefined, body });
    reply(response, json(script.answer ?? { ok: true }));
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    script,
    acts,
    listening: () => listeners.size,
    send: (change) => {
      revision += 1;
      at = change.at ?? at + 50;
      const delta: Delta = { charts: {}, nodes: [], gone: [], events: [], ...change, revision, at };
      for (const response of listeners) response.write(eventText('delta', delta));
    },
    cut: () => {
      isCut = true;
      server.closeAllConnections();
    },
    resume: () => {
      isCut = false;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const EMPTY_VIEW: Omit<ServiceView, 'path'> = {
  chains: { TRANSIENT: [], RECOVERABLE: [], CRITICAL: [] },
  mailbox: [],
  waiting: 0,
  dependencies: [],
  incidents: [],
  events: [],
};

interface Answer {
  readonly status?: number;
  readonly type: string;
  readonly body: string;
}

const NOTHING: Answer = { status: 404, type: 'text/plain', body: 'not found' };

function json(value: unknown): Answer {
  return value === undefined ? NOTHING : { type: 'application/json', body: JSON.stringify(value) };
}

function reply(response: ServerResponse, { status = 200, type, body }: Answer): void {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': POLICY,
  });
  response.end(body);
}

function eventText(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
