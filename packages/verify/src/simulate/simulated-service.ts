import {
  type FallbackContext,
  type RequestContext,
  service,
  type Service,
  type StartContext,
  type StopReason,
} from '@kintsugi/actors';
import type { ServicePlace } from '@kintsugi/actors/testing';
import type { SimulatedLife } from './life.ts';
import type { Outcome, SimulatedMessage } from './simulated-message.ts';

/** What simulated services do when they are called. */
export interface Cast {
  start(context: StartContext<unknown>): SimulatedLife | Promise<SimulatedLife>;
  handle(
    message: SimulatedMessage,
    context: RequestContext<SimulatedLife>,
  ): Outcome | Promise<Outcome>;
  stop(life: SimulatedLife, reason: StopReason): void | Promise<void>;
  fallback(message: SimulatedMessage, context: FallbackContext): Outcome;
  degrade(pattern: string): void;
}

/**
 * A service that stands where another one stood: with its limits and the hooks that it had, and nothing of what they did.
 * One that ran XState logic is played by functions as well.
 */
export function simulatedService({ path, service: original }: ServicePlace, cast: Cast): Service {
  const { hooks, settings } = original;
  const optional = {
    fallback: (message: SimulatedMessage, context: FallbackContext) =>
      cast.fallback(message, context),
    degrade: () => cast.degrade(path),
    retryable: ({ injection }: SimulatedMessage) => injection.retryable === true,
    dependencyChanged: () => undefined,
  };
  const had = Object.entries(optional).filter(([hook]) => hooks !== undefined && hook in hooks);
  return service<SimulatedMessage, Outcome, SimulatedLife, unknown>({
    ...settings,
    start: (context) => cast.start(context),
    handle: (message, context) => cast.handle(message, context),
    stop: (life, reason) => cast.stop(life, reason),
    ...(Object.fromEntries(had) as Partial<typeof optional>),
  });
}
