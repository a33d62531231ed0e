import { errorRecord } from '@kintsugi/core';
import type { Operation } from './operation.ts';
import { refuseDegraded } from './refuse.ts';
import type { ServiceHooks } from './service.ts';
import { callHook } from './settle.ts';
import type { WorkPlace } from './work.ts';

/** Lets the fallback answer. A throw of it is that request's answer, and moves nothing. */
export function fallBack(place: WorkPlace, hooks: ServiceHooks, operation: Operation): void {
  const { fallback } = hooks;
  if (fallback === undefined) {
    refuseDegraded(place, operation);
    return;
  }
  operation.begin(undefined);
  callHook(
    () => fallback(operation.request, operation),
    (reply) => operation.resolve(reply),
    (error) => {
      hookFailed(place, 'fallback', error);
      if (operation.kind === 'tell') place.undeliverable('tell', 'the fallback failed');
      operation.reject(error);
    },
  );
}

/** Tells of a throw that is an answer to nobody's fault. */
export function hookFailed(place: WorkPlace, hook: 'fallback' | 'retryable', error: unknown): void {
  const { path, clock } = place;
  place.publish({ type: 'hook.failed', at: clock.now(), path, hook, error: errorRecord(error) });
}
