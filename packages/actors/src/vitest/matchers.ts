import type { expect, MatcherState } from 'vitest';
import type { EventProbe } from '../testing/event-probe.ts';
import type { Tree } from '../tree/paths.ts';
import { healthOfTree } from '../tree/streams.ts';
import {
  requirePossible,
  requireStates,
  requireStory,
  requireTree,
} from './checked-expectation.ts';
import { compareHealth, compareStates, type Comparison } from './comparison.ts';
import type { Picture, StateAt } from './expected-states.ts';
import { readPicture } from './picture-text.ts';
import { compareStory, type EventText } from './story.ts';

/** What `expect` can say of a tree, or of a probe, once `@kintsugi/actors/vitest` has been imported. */
export interface TreeMatchers<Actual> {
  /**
   * Some children are in these states; `root` stands for the tree itself.
   *
   * @example
   * ```ts
   * expect(tree).toHaveStates({ db: 'running', 'billing/payments': 'degraded' });
   * ```
   */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- its keys are the paths
  toHaveStates<const States extends object>(states: {
    readonly [Path in keyof States]: StateAt<Actual, Path>;
  }): void;
  /**
   * The tree looks like this, and nothing else is in it. Supervisors that run need not be named; entries
   * are parted by `;` or line breaks, and may stand in any order.
   *
   * @example
   * ```ts
   * expect(tree).toLookLike('db running; billing/payments degraded');
   * ```
   */
  toLookLike<const Text extends string>(picture: Picture<Actual, Text>): void;
  /**
   * The tree is healthy.
   *
   * @example
   * ```ts
   * expect(tree).toBeHealthy();
   * ```
   */
  toBeHealthy(): void;
  /**
   * These events have happened, in this order; others may stand between.
   *
   * @example
   * ```ts
   * expect(probe).toHaveEvents(['child.retrying payments', 'child.recovered payments']);
   * ```
   */
  toHaveEvents(events: readonly EventText[]): void;
}

declare module 'vitest' {
  interface Matchers<T> extends TreeMatchers<T> {}
}

/** For `expect.extend`; importing `@kintsugi/actors/vitest` does it. */
export const matchers = {
  toHaveStates(this: MatcherState, tree: Tree<unknown>, states: object) {
    requireTree('toHaveStates', tree);
    requireStates(states);
    const entries = Object.entries(states).map(([path, state]) => [path, String(state)] as const);
    const expected = new Map(entries);
    requirePossible('toHaveStates', tree, expected, this.isNot);
    const result = compareStates(tree, expected, false);
    return verdict(result, this.isNot, 'have these states; it is');
  },
  toLookLike(this: MatcherState, tree: Tree<unknown>, picture: string) {
    requireTree('toLookLike', tree);
    const expected = readPicture(picture);
    requirePossible('toLookLike', tree, expected, this.isNot);
    const result = compareStates(tree, expected, true);
    return verdict(result, this.isNot, 'look like this; it is');
  },
  toBeHealthy(this: MatcherState, tree: Tree<unknown>) {
    requireTree('toBeHealthy', tree);
    const { alerts } = healthOfTree(tree);
    const { isAsExpected, text } = compareHealth(tree);
    const withAlerts = [text, ...alerts.map(({ message }) => `  ! ${message}`)].join('\n');
    return verdict({ isAsExpected, text: withAlerts }, this.isNot, 'be healthy; it is');
  },
  toHaveEvents(this: MatcherState, probe: EventProbe, events: readonly EventText[]) {
    requireStory(probe, events);
    return verdict(
      compareStory(probe, events),
      this.isNot,
      'tell of these events, in this order; it tells',
    );
  },
} satisfies Parameters<typeof expect.extend>[0];

function verdict({ isAsExpected, text }: Comparison, isNot: boolean, what: string) {
  return {
    pass: isAsExpected,
    message: () => `expected it ${isNot ? 'not ' : ''}to ${what}:\n\n${text}`,
  };
}
