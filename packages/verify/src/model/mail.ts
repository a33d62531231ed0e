import { Interned } from './interned.ts';
import { type Report, stale } from './message.ts';
import { Queues } from './queue.ts';

/** What is on its way to the supervisor: reports by number, and mailboxes of them. */
export class Mail {
  readonly reports = new Interned<Report>();
  readonly inboxes = new Queues((report, mask) => this.#staled(report, mask));
  readonly #stale: number[] = [];

  /** The number of a report. */
  number(report: Report): number {
    return this.reports.add(report, JSON.stringify(report));
  }

  /** What becomes of a report when the epochs of these children have risen. */
  #staled(number: number, mask: number): number {
    const report = this.reports.at(number);
    if (!report.isCurrent || (mask & (1 << report.child)) === 0) return number;
    return (this.#stale[number] ??= this.number(stale(report)));
  }
}
