import type { HealthStatus, LifecycleChart, Severity, SupervisionEvent } from '@kintsugi/core';

/** What the page shows of one supervisor or service. Plain JSON; `Infinity` is written as `null`. */
export interface NodeView {
  /** Ids from below the root to it, joined by `/`; the root itself is `''`. */
  readonly path: string;
  readonly kind: 'supervisor' | 'service';
  /** State of its chart: of its lifecycle, or of the supervisor's own. */
  readonly state: string;
  /** Key in {@link Frame.charts}. */
  readonly chart: string;
  readonly health: HealthStatus;
  /** Which life it is in, from 1; 0 before the first. */
  readonly incarnation: number;
  readonly restarts: number;
  /** Since when its life lasts: milliseconds of the tree's clock; `null` while there is none. */
  readonly upSince: number | null;
  /** Requests that wait, of a service. */
  readonly waiting?: number;
  /** Of a supervisor. */
  readonly supervisor?: {
    readonly strategy: string;
    /** Restarts of the present period, and what is granted; `null` when there is no limit. */
    readonly intensity: {
      readonly used: number;
      readonly maxRestarts: number;
      readonly withinMs: number;
    } | null;
    /** How many children there are. */
    readonly children: number;
  };
  readonly dependsOn?: readonly string[];
  /** The incident that is open. */
  readonly incident?: IncidentView;
}

/** An incident, open or closed. */
export interface IncidentView {
  /** `payments#3`. */
  readonly id: string;
  readonly severity: Severity;
  readonly openedAt: number;
  /** The step in progress, and which attempt at it. */
  readonly step?: string;
  readonly attempt?: number;
  /** What is taken next if that fails. */
  readonly nextStep?: string;
  readonly error: string;
  readonly faults: number;
}

/** An event of the stream, with its words. */
export interface EventView {
  /** Rises by 1 with every event; the page knows by it what it has. */
  readonly number: number;
  readonly event: SupervisionEvent;
  readonly text: string;
}

/** Everything, at one instant. */
export interface Frame {
  /** Rises with every delta. */
  readonly revision: number;
  /** Milliseconds of the tree's clock. */
  readonly at: number;
  readonly charts: Readonly<Record<string, LifecycleChart>>;
  readonly nodes: readonly NodeView[];
  /** The last ones, oldest first. */
  readonly events: readonly EventView[];
}

/** What has changed since the revision before. */
export interface Delta {
  readonly revision: number;
  readonly at: number;
  readonly charts: Readonly<Record<string, LifecycleChart>>;
  /** New ones, and those that look otherwise. */
  readonly nodes: readonly NodeView[];
  /** Paths of those that are no longer there. */
  readonly gone: readonly string[];
  readonly events: readonly EventView[];
}

/** The recorded past: how it looked first, and what changed from instant to instant. */
export interface History {
  readonly first: Frame;
  readonly deltas: readonly Delta[];
}
