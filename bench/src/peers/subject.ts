import type { Probe } from '../probe.ts';

/** Children `c0`, `c1`, … under one supervisor, each with a count. */
export interface World {
  /** Called once. Resolves when it has asked for the starts; the probe hears of each. */
  readonly spawn: (count: number) => void | Promise<void>;
  /** Makes this child throw in its own code; the world starts it again by itself. */
  readonly crash: (at: number) => void;
  /** Adds one to this child's count, without a reply. */
  readonly tell: (at: number) => void;
  /** This child's count. */
  readonly ask: (at: number) => Promise<unknown>;
  readonly teardown: () => void | Promise<void>;
}

/** One way to keep children running: ours, a peer's, or one written by hand. */
export interface Subject {
  readonly setup: (probe: Probe) => World | Promise<World>;
}

/** What the children understand, where a peer leaves the form of messages to its users. */
export type Message<Reply> =
  | { readonly type: 'inc' | 'crash' }
  | { readonly type: 'get'; readonly reply: Reply };
