/** Somebody watches a child; made by `watch`, taken back by `unwatch`. */
export interface Monitor {
  /** Of the child, from below the root, as in events. */
  readonly path: string;
}

/** That a child has ended for good: told once to each who watches it. */
export type EndNotice = End & {
  /** From below the root, as in events. */
  readonly path: string;
  /** Milliseconds of the tree's clock. */
  readonly at: number;
};

/** How a child ended. */
export type End =
  | {
      /**
       * `normal`: it was done. `shutdown`: stopped in order, alone or with what is above it. `removed`: its
       * supervisor has forgotten it. `not_running`: it had ended before, or there is no such child.
       */
      readonly cause: 'normal' | 'shutdown' | 'removed' | 'not_running';
    }
  | {
      /** `failed`: by a fault of its own. `gave_up`: it is a supervisor that gave up, or was below one. */
      readonly cause: 'failed' | 'gave_up';
      /** What was thrown; for `gave_up` the `SupervisorGaveUpError`. */
      readonly error: unknown;
    };

/** A monitor until its notice has been given. */
export class OpenMonitor implements Monitor {
  readonly path: string;
  readonly #onEnd: (notice: EndNotice) => unknown;
  #isOver = false;
  /** Takes it off the list of those who wait for an end. */
  leave: (() => void) | undefined;

  constructor(path: string, onEnd: (notice: EndNotice) => unknown) {
    this.path = path;
    this.#onEnd = onEnd;
  }

  /** Answers what the listener does; nothing when nobody wants to hear of it any more. */
  tell(notice: EndNotice): unknown {
    if (this.#isOver) return undefined;
    this.#isOver = true;
    return this.#onEnd(notice);
  }

  cancel(): void {
    this.#isOver = true;
    this.leave?.();
  }
}
