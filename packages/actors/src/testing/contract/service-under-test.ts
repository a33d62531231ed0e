import type { AnyActorLogic } from 'xstate';
import type { Service } from '../../service/service.ts';
import type { TestClock } from '../test-clock.ts';

/** A service whose contract is tested. */
export interface ServiceUnderTest {
  /** A service, or any XState logic as it is. */
  readonly service: Service | AnyActorLogic;
  /** What its `start` gets, or the logic's own input. @default undefined */
  readonly input?: unknown;
  /** A request that it answers, always the same for the first one of a life; or an event for the logic. */
  readonly request?: unknown;
  /** What of a reply must be the same in each life, where there are times or ids in it. @default all of it */
  readonly comparable?: (reply: unknown) => unknown;
  /** How much of the world it holds now, over all its lives: open sockets, files, timers. */
  readonly held?: () => number;
  /** How long a start, a request and a stop may take: milliseconds. @default 1_000 */
  readonly withinMs?: number;
  /** A clock that the test may move, for a service that waits on the tree's clock alone. @default the system's */
  readonly clock?: TestClock;
}
