import type { HealthStatus, Tree } from '@kintsugi/actors';
import type { Fact, Lane, LaneTitle, Moment } from './lane.ts';
import type { Tally } from './tally.ts';

/** A story in real time: real services, one way in which they really fail, and how it should end. */
export interface Scenario {
  /** What it is called on the command line. */
  readonly name: string;
  /** What it runs. */
  readonly title: string;
  /** What it is, in one line. */
  readonly what: string;
  /** What will break, in one line. */
  readonly breaks: string;
  /** Path of the service whose state is told at the end; `''` for the whole tree. */
  readonly subject: string;
  /** Trees that are shown side by side, instead of telling every event. */
  readonly lanes?: readonly LaneTitle[];
  readonly run: (stage: Stage) => Promise<void>;
  /** How it should have ended. */
  readonly expectations: (ending: Ending) => readonly Expectation[];
  /** What has been proven when it has, in one line. */
  readonly proven: (ending: Ending) => string;
}

export interface Expectation {
  /** A sentence that should be true. */
  readonly that: string;
  readonly holds: boolean;
}

/** How a scenario stood when its story was over and its tree not yet stopped. */
export interface Ending {
  readonly tally: Tally;
  /** State of the subject's chart. */
  readonly state: string;
  readonly health: HealthStatus;
  readonly lanes: readonly Lane[];
}

/** A scenario that has ended. */
export interface Outcome extends Ending {
  readonly scenario: string;
  /** Whether it ended as it should. */
  readonly ok: boolean;
  /** The sentences that should be true and are not. */
  readonly unmet: readonly string[];
}

/** The answer to a call, or why there was none. */
export type Answer<Reply> =
  | { readonly ok: true; readonly reply: Reply }
  | { readonly ok: false; readonly error: unknown };

/** Who does something that the tree cannot tell. */
export type Narrator = 'caller' | 'world' | 'person';

/** A tree that has not been started. */
export interface NewTree extends Tree<unknown> {
  start(): unknown;
}

/** What a scenario has at hand. All of it is taken down when the scenario ends, however it ends. */
export interface Stage {
  readonly tally: Tally;
  /** For the faults. */
  readonly random: () => number;
  /** For the tree's own chance. */
  readonly treeRandom: () => number;
  /** Starts a tree, has everything told that happens in it, and stops it at the end. */
  start(tree: NewTree): void;
  /** Keeps something that has to be closed at the end; the last comes first. */
  keep<Resource extends { close(): Promise<void> }>(resource: Promise<Resource>): Promise<Resource>;
  /** A folder that is removed at the end. */
  folder(): Promise<string>;
  /** Counts one operation of a service, and does not throw when it fails. */
  call<Reply>(path: string, ask: () => Promise<Reply>): Promise<Answer<Reply>>;
  say(narrator: Narrator, text: string): void;
  /** Shows what a life of a service does, in its lane. */
  show(lane: string, moment: Moment): void;
  /** Says how a lane stands at the end. */
  conclude(lane: string, facts: readonly Fact[]): void;
  /** @returns rejects when the demo is interrupted */
  pause(ms: number): Promise<void>;
  /** Resolves when no incident is open. @returns rejects when the demo is interrupted */
  quiet(): Promise<void>;
}
