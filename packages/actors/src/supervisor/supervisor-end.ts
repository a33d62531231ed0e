import { SupervisorGaveUpError } from '../tree/supervisor-gave-up-error.ts';
import { type StopReport, stopReport } from '../tree/stop-report.ts';
import type { SupervisorActor } from './supervisor-actor.ts';

/** How one supervisor ends: why, how far it has come, and who waits for it. */
export class SupervisorEnd {
  readonly #supervisor: SupervisorActor;
  readonly #whenOver = new Set<(report: StopReport) => void>();
  #error: SupervisorGaveUpError | undefined;

  constructor(supervisor: SupervisorActor) {
    this.#supervisor = supervisor;
  }

  /** Why it ends, or has ended, when that is because it gave up. */
  get gaveUp(): SupervisorGaveUpError | undefined {
    return this.#supervisor.state.ending?.kind === 'gave up' ? this.#error : undefined;
  }

  /** It is ending or has ended; a nested one may be started again. */
  get isDown(): boolean {
    const { state } = this.#supervisor.state;
    return state === 'stopping' || isOver(state);
  }

  /** It has ended, and that has been told. */
  get isOver(): boolean {
    return isOver(this.#supervisor.snapshot.value);
  }

  /** It is ending, and that has not been told. */
  get isUnderWay(): boolean {
    return this.isDown && !this.isOver;
  }

  /** Makes the error of its giving up at once: that of the child is let go of with the incident. */
  keepError(): void {
    const { state, members, spec } = this.#supervisor;
    const { ending } = state;
    if (ending?.kind !== 'gave up') return;
    const cause = members.get(ending.child)?.errorOf(ending.fault.id);
    this.#error = new SupervisorGaveUpError(spec.path, ending, cause);
  }

  /** It is up again. */
  forgetError(): void {
    this.#error = undefined;
  }

  /** Resolves when every child is stopped or no longer waited for. */
  order(reason: string, withinMs: number): Promise<StopReport> {
    return new Promise((resolve) => {
      this.#whenOver.add(resolve);
      this.#supervisor.dispatch({ type: 'supervisor.stop', reason, withinMs });
    });
  }

  /** It is over: whoever has ordered it is told what it came to. */
  answer(): void {
    if (this.#whenOver.size === 0) return;
    const { tree, parent } = this.#supervisor;
    const report = stopReport(tree.leftBehind.below(parent.path), this.gaveUp);
    for (const resolve of this.#whenOver) resolve(report);
    this.#whenOver.clear();
  }
}

function isOver(state: string): boolean {
  return state === 'stopped' || state === 'failed';
}
