import { InvalidOptionError } from '@kintsugi/core';
import { UnknownChildError } from '../../tree/errors.ts';
import { createTestClock, type TestClock } from '../test-clock.ts';
import { EventLog } from './event-log.ts';
import { Life } from './life.ts';
import { invalid } from './otp-word.ts';
import { PlantedTree, type Theatre } from './planted-tree.ts';
import { Scripts } from './script.ts';
import { isDynamic, join } from './translate.ts';
import { type Instance, NoSuchSupervisorError, type Refused, type Sup } from './vocabulary.ts';

/** Is told of each start of a child. */
export type StartListener = (start: {
  readonly id: string;
  readonly args: readonly unknown[];
}) => void;

/** All trees of one driver, and how its calls find their way. */
export class Company implements Theatre {
  readonly clock: TestClock = createTestClock();
  readonly log = new EventLog();
  readonly scripts = new Scripts();
  readonly listeners = new Set<StartListener>();
  readonly #trees: PlantedTree[] = [];

  readonly onStart = (id: string, args: readonly unknown[]): void => {
    for (const listener of this.listeners) listener({ id, args });
  };

  newTree(): PlantedTree {
    const tree = new PlantedTree(this, this.#trees.length);
    this.#trees.push(tree);
    return tree;
  }

  treeOf({ tree }: { readonly tree: number }): PlantedTree {
    const found = this.#trees[tree];
    if (found === undefined) throw new Error(`this driver has no tree ${tree}`);
    return found;
  }

  /** A child by its id or one of its lives; by id the youngest that is up. */
  lifeOf(child: string | Instance): Life {
    const life = typeof child === 'string' ? this.log.census.current(child) : child;
    if (!(life instanceof Life)) throw new Error(`no instance of ${String(child)} is up`);
    return life;
  }

  /** The key of a script: for an instance that of it alone. */
  keyOf(child: string | Instance): string {
    if (typeof child === 'string') return child;
    const life = this.lifeOf(child);
    return this.treeOf(life).placeOf(life.path);
  }

  isDynamic(sup: Sup): boolean {
    return isDynamic(this.treeOf(sup).translator.infoAt(sup.path)?.flags);
  }

  /**
   * Where a child of this supervisor stands. Instances of a template go by the handle of their last life;
   * any other handle is a name that the supervisor does not know.
   */
  pathOf(sup: Sup, child: string | Instance): string {
    if (!(child instanceof Life)) return join(sup.path, String(child));
    const isBelow =
      child.tree === sup.tree &&
      child.path.slice(0, Math.max(0, child.path.lastIndexOf('/'))) === sup.path;
    const isOurs = isBelow && this.isDynamic(sup) && !this.#isReplaced(child);
    return isOurs ? child.path : join(sup.path, String(child));
  }

  #isReplaced(life: Life): boolean {
    const now = this.treeOf(life).log.upAt(life.path);
    return now !== undefined && now !== life;
  }

  /** A call of the library, with all work done that it brings about. It may still be pending then. */
  async call<Result>(make: () => Promise<Result>): Promise<Result> {
    const result = make().catch((error: unknown) => {
      if (error instanceof UnknownChildError)
        throw new NoSuchSupervisorError(error.message, { cause: error });
      throw error;
    });
    // Whoever made the call hears of it; until then it must not count as unhandled.
    result.catch(() => undefined);
    await this.clock.settle();
    return result;
  }
}

/** What the library refuses to be given, as an answer; any other throw goes on. */
export function refusedBy<Result>(make: () => Result): Result | { readonly refused: Refused } {
  try {
    return make();
  } catch (error) {
    if (error instanceof InvalidOptionError) return { refused: invalid(error) };
    throw error;
  }
}
