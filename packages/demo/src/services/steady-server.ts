import { type LocalServer, serveLocally } from './local-server.ts';

/** Answers every call with how many it has answered. */
export function steadyServer(): Promise<LocalServer> {
  let answered = 0;
  return serveLocally((_request, response) => {
    answered += 1;
    response.end(JSON.stringify({ answered }));
  });
}
