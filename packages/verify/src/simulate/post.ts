import type { UndeliverableReason } from '@kintsugi/core';
import type { SimulatedMessage } from './simulated-message.ts';

/** Of one service: what was sent to it and how it stands with that. */
export interface Mail {
  /** Asks that have no answer yet. */
  open: number;
  /** Asks and tells that nobody has begun to work on. */
  waiting: number;
  /** Tells that were sent. */
  told: number;
  /** Of these, the ones that came to a good end. */
  done: number;
  /** Of these, the ones that were reported as undeliverable. */
  lost: number;
}

/** A tell that was refused for one of these was never begun. */
const NEVER_BEGUN: ReadonlySet<UndeliverableReason> = new Set<UndeliverableReason>([
  'degraded without a fallback',
  'failed',
  'stopping',
  'stopped',
  'mailbox full',
]);

/** The books of everything that was sent to the services of one tree. */
export class Post {
  readonly #mail = new Map<string, Mail>();
  /** Where something was sent to last. */
  lastSentTo = '';

  get all(): ReadonlyMap<string, Mail> {
    return this.#mail;
  }

  at(path: string): Mail {
    const known = this.#mail.get(path);
    if (known !== undefined) return known;
    const mail: Mail = { open: 0, waiting: 0, told: 0, done: 0, lost: 0 };
    this.#mail.set(path, mail);
    return mail;
  }

  sent({ path, injection }: SimulatedMessage): void {
    const mail = this.at(path);
    this.lastSentTo = path;
    mail.waiting += 1;
    if (injection.do === 'ask') mail.open += 1;
    else mail.told += 1;
  }

  /** Its worker was called for it, perhaps not for the first time. */
  took(message: SimulatedMessage): void {
    if (message.hasBegun) return;
    message.hasBegun = true;
    if (!message.isThrough) this.at(message.path).waiting -= 1;
  }

  /** An ask has its answer. */
  settled(message: SimulatedMessage): void {
    const mail = this.at(message.path);
    mail.open -= 1;
    if (!message.hasBegun) mail.waiting -= 1;
  }

  /** There was no such child to tell. */
  refused(message: SimulatedMessage): void {
    const mail = this.at(message.path);
    mail.waiting -= 1;
    mail.lost += 1;
  }

  undeliverable(path: string, reason: UndeliverableReason): void {
    // Told of a message that has had its fate before, or never had a path.
    if (reason === 'its answer came too late' || reason === 'unknown child') return;
    const mail = this.at(path);
    mail.lost += 1;
    if (NEVER_BEGUN.has(reason)) mail.waiting -= 1;
  }
}
