import type { HealthStatus, LifecycleChart, Severity, SupervisionEvent } from '@kintsugi/core';

/** What the page shows of one supervisor or service. Plain JSON; `Infinity` is written as `null`. */
export interface NodeView {
  /** Ids from below the root to it, joined by `/`; the root itself is `''`. */
  readonly path: string;
  readonly kind: 'supervisor' | 'service';
  /** State of its chart: of its lifecycle, or of the supervisor's own. */
  readonly state: string;
  /** The state before this one: what the chart traces. Absent when it has never moved, or nobody knows. */
  readonly cameFrom?: string;
  /** Key in {@link Frame.charts}. */
  readonly chart: string;
  /** Absent for one that was stopped: it counts neither way. */
  readonly health?: HealthStatus;
  /** Which life it is in, from 1; 0 before the first. */
  readonly incarnation: number;
  readonly restarts: number;
  /** Since when its life lasts: milliseconds of the tree's clock; `null` while there is none. */
  readonly upSince: number | null;
  /** Since when it is in its state: milliseconds of the tree's clock. Absent while its chart has never moved. */
  readonly since?: number;
  /** When the tree tries something next by itself: a retry, a restart, a way back. Absent when it will not, or is at it. */
  readonly nextAt?: number;
  /** Whether it answers while it is degraded, of a service. Absent where nobody knows. */
  readonly hasFallback?: boolean;
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
  /** The one that was closed last: what has left it as it is. */
  readonly lastIncident?: LastIncident;
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
  /** Rises by 1 with every event; the page knows by it what it has. Below 0 for what was recorded before anybody looked. */
  readonly number: number;
  /** Redacted; its errors without their stacks. */
  readonly event: SupervisionEvent;
  readonly text: string;
}

/** Everything, at one instant. */
export interface Frame {
  /** Which server tells it: another one has other events by the same numbers. Absent in the past. */
  readonly server?: string;
  /** What may be done from the page; empty unless acts are allowed. */
  readonly acts: readonly ActName[];
  /** Whether a flight recorder keeps the past; without one {@link History} holds only the present. */
  readonly recording: boolean;
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

/** What was recorded before anybody looked: the last two hundred events, oldest first. */
export interface Earlier {
  readonly events: readonly EventView[];
}

/** A sign of life. */
export interface Beat {
  /** Milliseconds of the tree's clock: the page learns by it whether it moves. */
  readonly at: number;
}

/** The recorded past: how it looked first, and what changed from instant to instant. */
export interface History {
  readonly first: Frame;
  readonly deltas: readonly Delta[];
}

/** The recorded past as a file, which the page opens without the tree. */
export interface Bundle {
  readonly format: 'kintsugi-bundle';
  readonly version: 1;
  /** ISO 8601, by the machine's clock. */
  readonly savedAt: string;
  readonly history: History;
  /** Of the services at the end of it: those in trouble first, then those that were, up to 8 million characters. */
  readonly services: readonly ServiceView[];
  /** Paths of services that did not fit in; absent when all did. */
  readonly leftOut?: readonly string[];
  /** The flight recorder's JSON lines, for `parseRecording`. */
  readonly recording: string;
}

/** What the page shows of the one service, or supervisor, that somebody looks at. */
export interface ServiceView {
  readonly path: string;
  /** Of a worker that is an XState machine: its chart as plain data, and the ids of its active states. */
  readonly worker?: { readonly chart: WorkerState; readonly active: readonly string[] };
  /** The worker's context, redacted; plain data. */
  readonly context?: unknown;
  /** The chain's names, by severity. */
  readonly chains: Readonly<Record<Severity, readonly string[]>>;
  /** Where in the chain the open incident stands. */
  readonly at?: { readonly severity: Severity; readonly step: string; readonly next?: string };
  /** Requests that wait, oldest first, redacted; the first twenty. */
  readonly mailbox: readonly unknown[];
  readonly waiting: number;
  /** What it depends on, with the state of each. */
  readonly dependencies: readonly { readonly path: string; readonly state: string }[];
  /** Closed incidents that are still recorded, oldest first. */
  readonly incidents: readonly ClosedIncident[];
  /** The last twelve events that were recorded of it before anybody looked, oldest first. */
  readonly events: readonly EventView[];
}

/** An incident with its end. */
export interface LastIncident {
  readonly id: string;
  readonly severity: Severity;
  readonly openedAt: number;
  readonly closedAt: number;
  readonly outcome: string;
  /** From the first fault to the last entry into running; absent when it never ran again. */
  readonly repairMs?: number;
  readonly faults: number;
  /** The last error of it; empty where only the end of the incident is known. */
  readonly error: string;
}

/** The same with what was done. */
export interface ClosedIncident extends LastIncident {
  /** In order: `retry 1`, `retry 2`, `restart 1`. */
  readonly steps: readonly string[];
}

/** One state of a worker's machine. */
export interface WorkerState {
  readonly id: string;
  readonly key: string;
  readonly type: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  /** Key of the state in it that it begins in. */
  readonly initial?: string;
  /** Ids of the actors that run while it is active. */
  readonly invokes?: readonly string[];
  /** `always` and `after 1000` included. */
  readonly transitions: readonly { readonly event: string; readonly targets: readonly string[] }[];
  readonly states: readonly WorkerState[];
}

/** What a person may do from the page. */
export type ActName = 'restart' | 'stop' | 'recover' | 'injectFault';

/** `POST /acts`, with the token in `x-kintsugi-token`. */
export interface ActRequest {
  readonly act: ActName;
  readonly path: string;
  /** Who does it: told by the event. */
  readonly by: string;
  /** Of `injectFault`. */
  readonly severity?: Severity;
}

/** What became of it. */
export type ActAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: string; readonly state?: string };
