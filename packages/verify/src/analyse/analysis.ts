import type { ChildSpec, Intensity, RestartType, Severity, Strategy } from '@kintsugi/core';
import type { Finding } from './findings/finding.ts';

/** The most of something, whatever the environment does; operators are left out. */
export interface Bound {
  readonly atMost: number;
  /** Whether some behaviour of the environment comes to just that; otherwise it may be less. */
  readonly isReached: boolean;
}

/** What becomes of a child that comes up and fails in the same instant, at every start. Starts, stops and steps take no time. */
export type AtOnce =
  | {
      /**
       * `degraded`: its fallback answers. `failed`: parked. `ended`: not started again.
       * `gaveUp`: its supervisor has given up.
       */
      readonly kind: 'degraded' | 'failed' | 'ended' | 'gaveUp';
      /** Restarts before that. */
      readonly restarts: number;
      /** From the first fault, with the shortest waits that chance can give: milliseconds. */
      readonly afterMs: number;
    }
  | { readonly kind: 'restartsForEver' };

/**
 * A crash loop that nothing ends: lives of these lengths, one after the other, are all answered by the same step. Within
 * one incident, steps of your own that stand before it in the chain are spent first.
 */
export interface CrashLoop {
  /** Each life is longer than this: milliseconds. */
  readonly livesOverMs: number;
  /** And shorter than this: milliseconds; `Infinity` for no limit. */
  readonly livesUnderMs: number;
  /** Whether one that fails at once at every start is in it, too; then `livesOverMs` is 0. */
  readonly includesAtOnce: boolean;
  /** The step that answers each of them: `restart`, or one of your own. */
  readonly step: string;
  /** In 24 hours, with those of these lives that make the most of them; `Infinity` where nothing limits them. */
  readonly restartsPerDay: number;
}

/** What a child's faults of one severity come to, when every one of them loses the worker. */
export interface FaultAnalysis {
  readonly severity: Severity;
  readonly atOnce: AtOnce;
  readonly crashLoops: readonly CrashLoop[];
}

/** How the limits of the supervisors above a service multiply. */
export interface LevelLimit {
  /** Path of the supervisor; the root's is `''`. */
  readonly path: string;
  /** Lives of the service until this supervisor gives up, when each ends at once. */
  readonly lives: number;
  /** From the first fault until then: milliseconds. */
  readonly afterMs: number;
}

/** What a service that fails at once at every start does to the root. Starts, stops and steps take no time. */
export type RootGiveUp =
  | {
      readonly kind: 'gaveUp';
      /** Of the faults; the one that ends it soonest. */
      readonly severity: Severity;
      /** From its supervisor up to the root. */
      readonly levels: readonly LevelLimit[];
      /** The shortest time from the first fault: milliseconds. */
      readonly soonestMs: number;
      /** The faults that make the root give up can be spread over no more than this: milliseconds, or `Infinity`. A bound. */
      readonly latestMs: number;
    }
  | {
      readonly kind: 'never';
      /** Path of the child where it ends. */
      readonly at: string;
      readonly because: string;
    };

/** A child of a supervisor. */
export interface ChildAnalysis {
  /** An instance of a dynamic supervisor has `*` for its id. */
  readonly path: string;
  readonly kind: ChildSpec['kind'];
  readonly restart: RestartType;
  /** How often it is started again within an hour: by its own restarts, with a sibling, with a supervisor above. */
  readonly restartsPerHour: Bound;
  /** By severity, mildest first; none for a supervisor that never ends by itself. */
  readonly faults: readonly FaultAnalysis[];
  /** Only of services. */
  readonly rootGivesUp: RootGiveUp | undefined;
}

/** How long something takes at worst. */
export interface LongestTime {
  /** Milliseconds; `Infinity` when nothing limits it. */
  readonly atMostMs: number;
  /** Paths of those that nothing limits. */
  readonly unlimited: readonly string[];
}

/** A supervisor of the tree. */
export interface SupervisorAnalysis {
  /** The root's is `''`. */
  readonly path: string;
  readonly strategy: Strategy;
  readonly intensity: Intensity | undefined;
  /** How many restarts it orders within an hour: what its intensity counts, over all of its lives. */
  readonly restartsPerHour: Bound;
  /**
   * The least time from its start until it can give up, whatever its children do, when starts and stops take
   * no time: milliseconds, a bound; `Infinity` when nothing makes it give up.
   */
  readonly givesUpAfterMs: number;
  readonly children: readonly ChildAnalysis[];
  /** From the order to stop until all of it is stopped or abandoned. */
  readonly stop: LongestTime;
  /** From its start until every child has come to rest: running, degraded, failed or stopped. */
  readonly start: LongestTime;
}

/** What can be said of a tree before it runs. Plain data. */
export interface Analysis {
  /** How often services are started again within an hour, all together. */
  readonly restartsPerHour: Bound;
  /** Parents first. */
  readonly supervisors: readonly SupervisorAnalysis[];
  /** Errors first. */
  readonly findings: readonly Finding[];
}
