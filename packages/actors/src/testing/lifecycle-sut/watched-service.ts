import type { Service, StartContext } from '../../service/service.ts';
import { isPromiseLike } from '../../service/settle.ts';

/** What a service can do of itself, done from outside. */
export interface WatchedService {
  readonly service: Service;
  /** Ends the life that has started last. */
  exit(): void;
  /** Whether the start under way, once it fails, has wanted no service. */
  ignores: boolean;
}

/** The same service, whose starts hand over what they were given to end it by. */
export function watchedService(service: Service): WatchedService {
  const { hooks } = service;
  let last: StartContext<unknown> | undefined;
  const watched: WatchedService = {
    service: hooks === undefined ? service : { ...service, hooks: { ...hooks, start } },
    exit: () => last?.exit(),
    ignores: false,
  };
  function start(ctx: StartContext<unknown>): unknown {
    last = ctx;
    watched.ignores = false;
    const started = hooks?.start?.(ctx);
    if (!isPromiseLike(started)) return started;
    return Promise.resolve(started).catch((error: unknown) => {
      if (watched.ignores) ctx.ignore();
      throw error;
    });
  }
  return watched;
}
