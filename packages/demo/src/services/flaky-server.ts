import type { IncomingMessage, ServerResponse } from 'node:http';
import { type LocalServer, serveLocally } from './local-server.ts';
import { badWeather } from './weather.ts';

/** A server with sessions behind a bad network. */
export interface FlakyServer extends LocalServer {
  /**
   * Loses the sessions it has given out, as a load balancer does when a node goes: it half-closes
   * the connections that belong to them, two calls of three.
   */
  forgetSessions(): void;
}

/** Resets or stalls three calls in ten, which ones by `random`; `/session` is always answered. */
export async function flakyServer(random: () => number): Promise<FlakyServer> {
  const sessions = new Set<string>();
  let given = 0;
  let lost = 0;
  let weather = badWeather(random);

  const openSession = (response: ServerResponse): void => {
    given += 1;
    sessions.add(`session-${given}`);
    weather = badWeather(random);
    response.end(JSON.stringify({ session: `session-${given}` }));
  };
  const answerLost = (request: IncomingMessage, response: ServerResponse): void => {
    lost += 1;
    if (lost % 3 === 0) response.end(JSON.stringify({ work: 'done' }));
    else request.socket.end();
  };
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    switch (weather()) {
      case 'fair':
        response.end(JSON.stringify({ work: 'done' }));
        break;
      case 'reset':
        request.socket.resetAndDestroy();
        break;
      case 'stall':
        // No answer: the caller's own time limit has to notice.
        break;
    }
  };
  const server = await serveLocally((request, response) => {
    if (request.url === '/session') openSession(response);
    else if (sessions.has(String(request.headers['x-session']))) answer(request, response);
    else answerLost(request, response);
  });
  return { ...server, forgetSessions: () => sessions.clear() };
}
