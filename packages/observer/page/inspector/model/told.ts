import type { PlainData } from '@kintsugi/core';

export const STATUSES = ['active', 'done', 'error', 'stopped'] as const;
export type Status = (typeof STATUSES)[number];

/** How an actor stands. */
export interface Standing {
  readonly status: Status;
  /** State of its chart: a key, or keys with what is active below; absent when it has none. */
  readonly value?: unknown;
  readonly context?: PlainData;
  readonly output?: PlainData;
  /** What it has crashed with. */
  readonly error?: PlainData;
}

interface Base {
  /** Unique among the actors that are shown. */
  readonly sessionId: string;
  /** Milliseconds of the clock of whoever tells it. */
  readonly at: number;
}

/** What both protocols tell. */
export type Told =
  | (Base & {
      readonly type: 'actor';
      readonly name: string;
      readonly parentId?: string | undefined;
      /** Session of the root above it, where the protocol tells it. */
      readonly rootId?: string | undefined;
      /** Its chart: a machine's configuration as JSON. */
      readonly definition: string;
      readonly standing: Standing;
    })
  | (Base & {
      readonly type: 'event';
      readonly event: EventData;
      readonly sourceId?: string | undefined;
    })
  | (Base & { readonly type: 'moved'; readonly event: EventData; readonly standing: Standing })
  | (Base & { readonly type: 'ended' });

/** An event as plain data. */
export interface EventData {
  readonly type: string;
  readonly [field: string]: PlainData;
}
