import { randomUUID } from 'node:crypto';
import type { Tree } from '@kintsugi/actors';
import { nowIn } from '@kintsugi/actors/inspection';
import { dataRedaction } from '@kintsugi/core';
import { ACTS } from './acts/act-request.ts';
import { Guard, urlHost } from './http/guard.ts';
import { listen } from './http/listen.ts';
import { Routes } from './http/routes.ts';
import { Feed } from './live/feed.ts';
import { checkedOptions, type ObserveOptions } from './options.ts';
import { Past } from './past/past.ts';
import { Recollection } from './past/recollection.ts';
import { EventTeller } from './view/event-view.ts';

/** A tree that is being observed. */
export interface Observer {
  /** Where the page is, with the token: hand it to whoever may look. */
  readonly url: string;
  /** What acts must bring in `x-kintsugi-token`. */
  readonly token: string;
  /** Shuts the page, for everybody. Resolves when nothing of it is left; a second call with the same. */
  readonly close: () => Promise<void>;
}

/**
 * Opens a page that shows a tree while it runs: its services and their statecharts, what happens, the incidents
 * and, with a flight recorder, the past. It costs the tree nothing while nobody looks, and listens on this machine
 * only unless `host` says otherwise. The process lives until it is closed.
 *
 * @throws InvalidOptionError for an unknown option or a value out of range
 * @throws NotATreeError for anything but a tree
 * @example
 * ```ts
 * const observer = await observe(tree, { recorder: recordFlight(tree), redact: ['password'] });
 * console.log(observer.url); // http://127.0.0.1:50123/#token=…
 * ```
 */
export async function observe(
  tree: Tree<unknown>,
  options: ObserveOptions = {},
): Promise<Observer> {
  const observing = checkedOptions(options);
  const { host, names, port, token, allowActions, redact: redactKeys, recorder, clock } = observing;
  const now = () => nowIn(tree);
  now();
  const redact = dataRedaction(redactKeys);
  const teller = new EventTeller(redactKeys);
  const feed = new Feed({
    tree,
    now,
    clock,
    redact,
    teller,
    server: randomUUID(),
    acts: allowActions ? ACTS : [],
    isRecording: recorder !== undefined,
  });
  const past = new Past({ tree, now, recorder, redactKeys, redact });
  const recollection = new Recollection(feed, past, teller);
  const server = await listen(host, port, (given) => {
    const guard = new Guard(host, given, token, names);
    return new Routes({ tree, clock, guard, feed, past, recollection, allowActions, redact });
  });
  return {
    url: `http://${names[0] ?? `${urlHost(host)}:${server.port}`}/#token=${token}`,
    token,
    close: once(() => {
      feed.close();
      return server.close();
    }),
  };
}

function once<Result>(run: () => Result): () => Result {
  let result: { readonly of: Result } | undefined;
  return () => {
    result ??= { of: run() };
    return result.of;
  };
}
