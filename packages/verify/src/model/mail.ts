import { MAILBOXES, REPORTS_A_CHILD } from '../properties/directives.ts';
import { Interned } from './interned.ts';
import { type Report, stale } from './message.ts';
import { Queues } from './queue.ts';
import type { Broken } from './supervisor-model.ts';

/** What is on its way to the supervisor: reports by number, and mailboxes of them. */
export class Mail {
  readonly reports = new Interned<Report>();
  readonly inboxes = new Queues((report, mask) => this.#staled(report, mask));
  readonly #stale: number[] = [];
  readonly #most: number;
  /** Reports that were made. */
  made = 0;

  /** @param ofFaults - as many that need not be wait at most */
  constructor(ofFaults: number, children: number) {
    this.#most = ofFaults + REPORTS_A_CHILD * children;
  }

  /** The mailbox when these have been said, too. */
  said(inbox: number, reports: readonly number[]): number {
    this.made += reports.length;
    return reports.reduce((into, report) => this.inboxes.push(into, report), inbox);
  }

  /** Whether more wait in it than a supervisor that waits for what it has ordered can bring about. */
  tooMany(inbox: number): Broken | undefined {
    const { length } = this.inboxes.list(inbox);
    return length <= this.#most
      ? undefined
      : { property: MAILBOXES.name, text: `${length} reports wait` };
  }

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
