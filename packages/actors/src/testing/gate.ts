import type { StartAct } from './act.ts';

/** Where calls of a faulty service wait until the test says how they end. */
export interface Gate {
  /** Calls that wait here now. */
  readonly waiting: number;
  /**
   * Every call that waits here does this now; one that comes later waits again. A call waits whatever
   * becomes of its signal, so a start that is let go on late is a late one.
   *
   * @param act - `ok` when left out
   * @throws Error when no call waits here
   */
  open(act?: StartAct): void;
  /** For a hook of your own: resolves with what it is to do. */
  wait(): Promise<StartAct>;
}

/**
 * A gate: what waits there ends when the test says so, and as it says.
 *
 * @example
 * ```ts
 * const gate = createGate();
 * const slow = faultyService({ start: [gate] });
 * const tree = createActor(fromSupervisor({ children: [child('slow', slow.service)] })).start();
 * refAt(tree, 'slow').getSnapshot().value; // 'starting'
 * gate.open(); // or gate.open(new Error('no route')), gate.open('ignore'), …
 * ```
 */
export function createGate(): Gate {
  let waiting: ((act: StartAct) => void)[] = [];
  return {
    get waiting() {
      return waiting.length;
    },
    open: (act = 'ok') => {
      if (waiting.length === 0) throw new Error('no call waits at this gate');
      const calls = waiting;
      waiting = [];
      for (const goOn of calls) goOn(act);
    },
    wait: () => new Promise((resolve) => waiting.push(resolve)),
  };
}

/** Whether an act is to wait. */
export function isGate(act: unknown): act is Gate {
  return typeof act === 'object' && act !== null && 'wait' in act && 'open' in act;
}
