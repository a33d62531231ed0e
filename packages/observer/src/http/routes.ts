import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock, Tree } from '@kintsugi/actors';
import { errorRecord, errorText } from '@kintsugi/core';
import { actRequest } from '../acts/act-request.ts';
import { carryOut } from '../acts/carry-out.ts';
import type { Feed } from '../live/feed.ts';
import { Viewer } from '../live/viewer.ts';
import { INSPECTOR, PAGE } from '../page/bundle.ts';
import type { Past } from '../past/past.ts';
import type { Recollection } from '../past/recollection.ts';
import type { Earlier } from '../protocol/frame.ts';
import {
  answerInspector,
  answerJson,
  answerJsonText,
  answerNo,
  answerText,
  makeSafe,
} from './answer.ts';
import type { Guard } from './guard.ts';
import { readBody } from './read-body.ts';
import { SharedRead } from './shared-read.ts';

/** What the answers are made of. */
export interface RoutesOptions {
  readonly tree: Tree<unknown>;
  readonly clock: Clock;
  readonly guard: Guard;
  readonly feed: Feed;
  readonly past: Past;
  readonly recollection: Recollection;
  readonly allowActions: boolean;
  readonly redact: (data: unknown) => unknown;
}

/** A request, taken apart. */
interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
}

interface Route {
  readonly method: 'GET' | 'POST';
  /** Whether only a script may ask: no browser lets a page of somebody else set this header. */
  readonly isForScripts?: true;
  readonly answer: (routes: Routes, asked: Asked) => void | Promise<void>;
}

const ROUTES: ReadonlyMap<string, Route> = new Map<string, Route>([
  ['/', get(({ response }) => answerText(response, 'text/html', PAGE.html))],
  ['/page.js', get(({ response }) => answerText(response, 'text/javascript', PAGE.js))],
  ['/page.css', get(({ response }) => answerText(response, 'text/css', PAGE.css))],
  ['/inspector', get(({ response }) => answerInspector(response, INSPECTOR.html))],
  ['/inspector.js', get(({ response }) => answerText(response, 'text/javascript', INSPECTOR.js))],
  ['/inspector.css', get(({ response }) => answerText(response, 'text/css', INSPECTOR.css))],
  ['/stream', { method: 'GET', answer: (routes, { response }) => routes.stream(response) }],
  ['/service', forScripts((routes, asked) => routes.service(asked))],
  ['/earlier', forScripts((routes, { response }) => routes.earlier(response))],
  ['/history', forScripts((routes, { response }) => routes.history(response))],
  ['/bundle', { method: 'GET', answer: (routes, { response }) => routes.bundle(response) }],
  ['/acts', { method: 'POST', answer: (routes, asked) => routes.act(asked) }],
]);

function get(answer: (asked: Asked) => void): Route {
  return { method: 'GET', answer: (_routes, asked) => answer(asked) };
}

function forScripts(answer: Route['answer']): Route {
  return { method: 'GET', isForScripts: true, answer };
}

/** What is answered to whom. */
export class Routes {
  readonly #options: RoutesOptions;

  readonly #history: SharedRead<string>;
  readonly #bundle: SharedRead<SavedBundle>;

  constructor(options: RoutesOptions) {
    this.#options = options;
    const { past, clock } = options;
    this.#history = new SharedRead(() => JSON.stringify(past.history()));
    this.#bundle = new SharedRead(() => savedBundle(past, clock));
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    makeSafe(response);
    // Whoever breaks the connection has left; unheard, it would end the process.
    response.on('error', () => undefined);
    const refusal = this.#options.guard.refusal(request);
    if (refusal !== undefined) {
      answerNo(response, 403, refusal);
      return;
    }
    try {
      await this.#route(request, response);
    } catch (error) {
      this.#failed(response, error);
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '', query] = (request.url ?? '').split('?', 2);
    const route = ROUTES.get(path);
    if (route === undefined) answerNo(response, 404, 'there is nothing at this address');
    else if (request.method !== route.method)
      answerNo(response, 405, `only ${route.method} is answered here`, { allow: route.method });
    else if (route.isForScripts && request.headers['x-kintsugi-page'] === undefined)
      answerNo(response, 403, 'this is answered to the page only: send the header x-kintsugi-page');
    else await route.answer(this, { request, response, query: new URLSearchParams(query) });
  }

  /** It is nobody's fault but ours, and nobody else is to suffer from it. */
  #failed(response: ServerResponse, error: unknown): void {
    const told = String(this.#options.redact(errorText(errorRecord(error))));
    if (response.headersSent) response.destroy();
    else answerNo(response, 500, `this cannot be shown: ${told}`);
  }

  stream(response: ServerResponse): void {
    const { feed } = this.#options;
    if (feed.isFull) {
      answerNo(response, 503, 'as many pages as may look at once do so already: close one');
      return;
    }
    const viewer = new Viewer(response, feed.catchUp);
    response.on('close', () => feed.leave(viewer));
    response.setHeader('content-type', 'text/event-stream');
    try {
      feed.join(viewer);
    } catch (error) {
      feed.leave(viewer);
      throw error;
    }
  }

  service({ response, query }: Asked): void {
    const path = query.get('path');
    if (path === null) {
      answerNo(response, 400, 'say which: /service?path=…');
      return;
    }
    const { past, recollection } = this.#options;
    const view = past.service(path, recollection.at(path));
    if (view === undefined) answerNo(response, 404, `there is nothing at ${JSON.stringify(path)}`);
    else answerJson(response, view);
  }

  earlier(response: ServerResponse): void {
    answerJson(response, { events: this.#options.recollection.events } satisfies Earlier);
  }

  async history(response: ServerResponse): Promise<void> {
    answerJsonText(response, await this.#history.result());
  }

  async bundle(response: ServerResponse): Promise<void> {
    const { name, text } = await this.#bundle.result();
    answerJsonText(response, text, { 'content-disposition': `attachment; filename="${name}"` });
  }

  async act({ request, response }: Asked): Promise<void> {
    const { allowActions, guard, tree } = this.#options;
    if (!allowActions) {
      answerNo(response, 403, 'acts are not allowed: observe(tree, { allowActions: true })');
      return;
    }
    if (!guard.knowsToken(request.headers['x-kintsugi-token'])) {
      answerNo(
        response,
        403,
        'the token is wrong or missing: open the url that observe() returned',
      );
      return;
    }
    const body = await readBody(request);
    if ('status' in body) {
      answerNo(response, body.status, body.reason, { connection: 'close' });
      return;
    }
    await answerAct(tree, response, body.data, this.#options.redact);
  }
}

/** A past as a file. */
interface SavedBundle {
  readonly name: string;
  readonly text: string;
}

function savedBundle(past: Past, clock: Clock): SavedBundle {
  const savedAt = new Date(clock.now()).toISOString();
  const name = `kintsugi-${savedAt.replace(/[:.]/g, '-')}.json`;
  return { name, text: JSON.stringify(past.bundle(savedAt)) };
}

async function answerAct(
  tree: Tree<unknown>,
  response: ServerResponse,
  body: unknown,
  redact: (data: unknown) => unknown,
): Promise<void> {
  const asked = actRequest(body);
  if ('wrong' in asked) {
    answerNo(response, 400, asked.wrong);
    return;
  }
  const answer = await carryOut(tree, asked);
  if (answer === undefined)
    answerNo(response, 404, `there is nothing at ${JSON.stringify(asked.path)}`);
  // Why it was not done may be what somebody's start has thrown.
  else answerJson(response, redact(answer));
}
