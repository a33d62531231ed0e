/**
 * What every child tells: it is called once per incarnation when the child has started, and throws for
 * the child when it is to crash. The same two calls in all subjects, so that their price cancels out.
 */
export class Probe {
  /** Incarnations that have started: proof that what crashed was started again. */
  started = 0;
  thrownAtMs = 0;
  onStarted: (() => void) | undefined;

  childStarted(): void {
    this.started += 1;
    this.onStarted?.();
  }

  /** A new Error every time: that is what a crash costs in a program. */
  crash(): never {
    this.thrownAtMs = performance.now();
    throw new Error('crash');
  }
}
