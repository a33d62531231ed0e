import type { Phase } from '@kintsugi/core';
import type { AnyActorRef } from 'xstate';
import type { ChartSnapshot } from './compile-chart.ts';

/** Whose snapshot it is: what cannot be in a shared row. */
export interface SnapshotOwner {
  readonly children: Readonly<Record<string, AnyActorRef>>;
  readonly phase: Phase | undefined;
}

interface Details {
  readonly context?: object;
  readonly status?: 'active' | 'stopped' | 'done' | 'error';
  readonly error?: unknown;
}

const NO_DETAILS: Details = {};

/**
 * A snapshot of one actor's own: XState's fields copied from the shared row of its state. `children`
 * and `phase` are asked of the owner, on the prototype: so they cost nothing until read, and are in
 * no spread and no JSON.
 */
export class LiveSnapshot {
  readonly #owner: SnapshotOwner;
  readonly status: string;
  readonly output = undefined;
  readonly error: unknown;
  readonly value: string;
  readonly context: object;
  readonly machine: unknown;
  readonly _nodes: unknown;
  readonly tags: unknown;
  readonly historyValue: unknown;
  readonly matches: unknown;
  readonly hasTag: unknown;
  readonly can: unknown;
  readonly getMeta: unknown;
  readonly toJSON: unknown;

  constructor(row: ChartSnapshot<string>, owner: SnapshotOwner, details: Details = NO_DETAILS) {
    this.#owner = owner;
    this.status = details.status ?? row.status;
    this.error = details.error;
    this.value = row.value;
    this.context = details.context ?? row.context;
    this.machine = row.machine;
    this._nodes = row._nodes;
    this.tags = row.tags;
    this.historyValue = row.historyValue;
    this.matches = row.matches;
    this.hasTag = row.hasTag;
    this.can = row.can;
    this.getMeta = row.getMeta;
    this.toJSON = row.toJSON;
  }

  get children(): Readonly<Record<string, AnyActorRef>> {
    return this.#owner.children;
  }

  get phase(): Phase | undefined {
    return this.#owner.phase;
  }

  /** The owner of such a snapshot; undefined for any other value. */
  static ownerOf(snapshot: unknown): SnapshotOwner | undefined {
    return typeof snapshot === 'object' && snapshot !== null && #owner in snapshot
      ? snapshot.#owner
      : undefined;
  }
}
