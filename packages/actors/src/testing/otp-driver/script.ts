import type { OnStop, Release } from './vocabulary.ts';

/** What one start comes to, and after how long. */
export interface Start {
  readonly outcome: Release;
  readonly afterMs?: number;
}

interface Waiting {
  readonly resolve: (outcome: Release) => void;
}

/** Starts wait at it until the test lets them go, in their order. */
export class Gate {
  readonly #waiting: Waiting[] = [];
  #isOpen = false;

  get waiting(): number {
    return this.#waiting.length;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Rejects when the start is no longer wanted. */
  wait(signal: AbortSignal): Promise<Release> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { resolve };
      this.#waiting.push(waiting);
      signal.addEventListener('abort', () => {
        const index = this.#waiting.indexOf(waiting);
        if (index === -1) return;
        this.#waiting.splice(index, 1);
        reject(signal.reason);
      });
    });
  }

  /** Lets the start go that has waited longest. */
  release(outcome: Release): void {
    const waiting = this.#waiting.shift();
    if (waiting === undefined) throw new Error('no start waits at this gate');
    waiting.resolve(outcome);
  }

  /** From now on no start waits. */
  open(): void {
    this.#isOpen = true;
    for (const { resolve } of this.#waiting.splice(0)) resolve('ok');
  }
}

/** What the children of one id, or one child alone, are to do. What it does not say is said by the id's. */
export class Script {
  gate: Gate | undefined;
  onStop: OnStop | undefined;
  info: { readonly value: unknown } | undefined;
  #fails = 0;
  #ignores = 0;
  #reason: unknown;
  #afterMs = 0;

  failStarts(times: number, reason: unknown, afterMs: number): void {
    this.#fails = times;
    this.#reason = reason;
    this.#afterMs = afterMs;
  }

  ignoreStarts(times: number): void {
    this.#ignores = times;
  }

  /** What the next start comes to, when the script says so. */
  nextStart(): Start | undefined {
    if (this.#fails > 0) {
      this.#fails -= 1;
      return { outcome: { fail: this.#reason }, afterMs: this.#afterMs };
    }
    if (this.#ignores === 0) return undefined;
    this.#ignores -= 1;
    return { outcome: 'ignore' };
  }
}

/** The scripts of a driver: by id, and by place for one child alone. */
export class Scripts {
  readonly #scripts = new Map<string, Script>();

  /** The script of this key, to be changed. */
  of(key: string): Script {
    const known = this.#scripts.get(key);
    if (known !== undefined) return known;
    const made = new Script();
    this.#scripts.set(key, made);
    return made;
  }

  /** What applies first: that of the place, then that of the id. */
  for(place: string, id: string): readonly Script[] {
    return [this.#scripts.get(place), this.#scripts.get(id)].filter(
      (script) => script !== undefined,
    );
  }
}

/** The first thing that one of these scripts says. */
export function firstOf<Value>(
  scripts: readonly Script[],
  read: (script: Script) => Value | undefined,
): Value | undefined {
  for (const script of scripts) {
    const value = read(script);
    if (value !== undefined) return value;
  }
  return undefined;
}
