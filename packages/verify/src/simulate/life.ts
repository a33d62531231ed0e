import type { StartContext } from '@kintsugi/actors';
import type { Member } from './member.ts';

/** One life of a simulated service, as its own hooks have seen it. It is the resource that `start` returns. */
export class SimulatedLife {
  readonly member: Member;
  readonly incarnation: number;
  readonly #context: StartContext<unknown>;
  state: 'starting' | 'up' | 'stopping' | 'over' = 'starting';
  /** What `start` has opened and `stop` must close. */
  resource: 'none' | 'open' | 'releasing' | 'released' = 'none';
  /** Its start has succeeded after it was given up. */
  cameLate = false;
  /** Nobody has to wait for it any more: it was abandoned, or killed. */
  isExcused = false;
  /** It was ended at once: nobody speaks of it any more. */
  isKilled = false;

  constructor(member: Member, context: StartContext<unknown>) {
    this.member = member;
    this.incarnation = context.incarnation;
    this.#context = context;
  }

  /** Its start has succeeded; nobody wants it any more when it comes too late. */
  started(): void {
    this.cameLate = this.isExcused || this.#context.signal.aborted;
    this.resource = 'open';
    this.state = 'up';
  }

  notStarted(): void {
    this.state = 'over';
    this.member.lives.delete(this);
  }

  stopping(): void {
    this.state = 'stopping';
    this.resource = 'releasing';
  }

  /** A stop that has thrown is over as well. */
  stopped(): void {
    this.state = 'over';
    this.resource = 'released';
    this.member.lives.delete(this);
  }

  /** Ends by itself. */
  exit(exit: 'normal' | 'shutdown'): void {
    this.#context.exit(exit);
  }
}
