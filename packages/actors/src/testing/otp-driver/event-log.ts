import type { EventOf, FaultReport, SupervisionEvent } from '@kintsugi/core';
import { Census, Life } from './life.ts';
import { INIT } from './scripted-service.ts';
import type { LogEntry, Reason } from './vocabulary.ts';

type Mutable<Entry> = Entry extends unknown
  ? { -readonly [Key in keyof Entry]: Entry[Key] }
  : never;

/** What a driver has seen, in order, over all its trees. */
export class EventLog {
  readonly entries: Mutable<LogEntry>[] = [];
  readonly census = new Census();
  /** What was reported as not in order. */
  readonly reports: SupervisionEvent[] = [];

  add(entry: LogEntry): void {
    this.entries.push(entry);
  }

  started(life: Life): void {
    this.census.begin(life);
    this.add({ type: 'started', id: life.id, n: life.n });
  }

  asked(life: Life): void {
    const entry = { type: 'stopped', id: life.id, reason: 'shutdown' as Reason } as const;
    life.asked = entry;
    this.entries.push(entry);
  }

  ended(life: Life, reason: Reason): void {
    if (life.state !== 'up') return;
    this.census.end(life, reason);
    this.add({ type: 'ended', id: life.id, n: life.n, reason });
  }
}

/** Turns the events of one tree into entries. */
export class TreeLog {
  readonly #log: EventLog;
  readonly #tree: number;
  readonly #idAt: (path: string) => string;
  readonly #lives = new Map<string, Life>();
  readonly #endings = new Map<string, Reason>();
  readonly #stopReasons = new Map<string, string>();
  /** Asked to stop just now; when its hook has not been called by the next move, it was killed. */
  #asked: Life | undefined;

  constructor(log: EventLog, tree: number, idAt: (path: string) => string) {
    this.#log = log;
    this.#tree = tree;
    this.#idAt = idAt;
  }

  /** A start begins. */
  begin(path: string): Life {
    const life = new Life(this.#idAt(path), path, this.#tree);
    this.#lives.set(path, life);
    return life;
  }

  lifeAt(path: string): Life | undefined {
    return this.#lives.get(path);
  }

  upAt(path: string): Life | undefined {
    const life = this.#lives.get(path);
    return life?.state === 'up' ? life : undefined;
  }

  /** How the supervisor at this path ended; undefined while it has not. */
  endingOf(path: string): { readonly reason: Reason } | undefined {
    return this.#endings.has(path) ? { reason: this.#endings.get(path) } : undefined;
  }

  hear(event: SupervisionEvent): void {
    if (event.path.endsWith(`/${INIT}`)) return;
    if (MOVES.has(event.type)) this.#flush();
    if (REPORTS.has(event.type)) this.#log.reports.push(event);
    const hear: ((log: TreeLog, event: never) => void) | undefined = HEARD[event.type];
    hear?.(this, event as never);
  }

  /** No hook was called: it was ended without cleanup. A supervisor has no hook: its own events tell. */
  #flush(): void {
    const life = this.#asked;
    this.#asked = undefined;
    if (life?.asked === undefined || life.isHookCalled || life.isSupervisor) return;
    life.asked.reason = 'kill';
    this.#log.ended(life, 'killed');
  }

  started(path: string): void {
    const known = this.#lives.get(path);
    this.#log.started(known?.state === 'starting' ? known : this.#beginSupervisor(path));
  }

  #beginSupervisor(path: string): Life {
    const life = this.begin(path);
    life.isSupervisor = true;
    this.#endings.delete(path);
    return life;
  }

  /** Also one that comes too late to change anything: the child has ended all the same. */
  faulted(path: string, fault: FaultReport): void {
    const life = this.upAt(path);
    if (life !== undefined) this.#log.ended(life, reasonOf(life, fault));
    else if (fault.origin === 'start' || fault.origin === 'supervisor') this.startFailed(path);
  }

  startFailed(path: string): void {
    this.#lives.delete(path);
    this.#log.add({ type: 'startFailed', id: this.#idAt(path) });
  }

  exited(path: string, exit: 'normal' | 'shutdown' | 'error'): void {
    const life = this.#lives.get(path);
    if (life?.state === 'up') this.#log.ended(life, life.reasonOf(exit));
    else if (life?.state === 'starting') {
      this.#lives.delete(path);
      this.#log.add({ type: 'ignored', id: life.id });
    }
  }

  asked(path: string): void {
    const life = this.upAt(path);
    if (life === undefined) return;
    this.#log.asked(life);
    this.#asked = life;
  }

  /** Its stop is over; when it has not told how, it was given no chance to. */
  stopped(path: string): void {
    const life = this.upAt(path);
    if (life !== undefined) this.#log.ended(life, 'killed');
  }

  /** It was given up waiting for, and everything below it was let go of. */
  abandoned(path: string): void {
    const below = this.#log.census
      .all()
      .filter(({ tree, path: at }) => tree === this.#tree && at.startsWith(`${path}/`));
    for (const life of below.toReversed()) this.#log.ended(life, 'killed');
    this.stopped(path);
  }

  removed(path: string): void {
    if (this.lifeAt(path)?.state !== 'up') this.#lives.delete(path);
  }

  supervisorStops(path: string, reason: string): void {
    this.#stopReasons.set(path, reason === 'auto_shutdown' ? 'shutdown' : reason);
  }

  supervisorEnded(path: string, reason: Reason): void {
    this.#endings.set(path, reason);
    if (path === '') {
      this.#log.add({ type: 'supEnded', reason });
      return;
    }
    const life = this.upAt(path);
    if (life?.asked !== undefined) this.#log.ended(life, 'shutdown');
  }

  stopReasonOf(path: string): string {
    return this.#stopReasons.get(path) ?? 'shutdown';
  }

  /** The whole tree was destroyed. */
  destroyed(): void {
    const mine = this.#log.census.all().filter(({ tree }) => tree === this.#tree);
    for (const life of mine.toReversed()) this.#log.ended(life, 'killed');
    if (!this.#endings.has('')) this.supervisorEnded('', 'killed');
  }
}

/** Under the policy otp a supervisor that gives up exits with `shutdown`. */
function reasonOf(life: Life, { origin, error }: FaultReport): Reason {
  if (origin === 'supervisor') return 'shutdown';
  if (origin === 'exit')
    return life.reasonOf(error.message.endsWith('(normal)') ? 'normal' : 'shutdown');
  return life.reasonOf('error', error.message);
}

/** Events that come when whatever was asked before has been carried out or is under way. */
const MOVES: ReadonlySet<SupervisionEvent['type']> = new Set([
  'child.started',
  'child.stopping',
  'child.stopped',
  'child.cycled',
  'child.removed',
  'child.restarting',
  'group.restarting',
  'group.restarted',
  'supervisor.stopped',
  'supervisor.failed',
]);

/** OTP's error reports. */
const REPORTS: ReadonlySet<SupervisionEvent['type']> = new Set([
  'child.faulted',
  'child.notStarted',
  'child.abandoned',
  'fault.absorbed',
  'hook.failed',
  'message.undeliverable',
  'supervisor.gaveUp',
]);

const HEARD: {
  readonly [Type in SupervisionEvent['type']]?: (log: TreeLog, event: EventOf<Type>) => void;
} = {
  'child.started': (log, { path }) => log.started(path),
  'child.faulted': (log, { path, fault }) => log.faulted(path, fault),
  'child.notStarted': (log, { path }) => log.startFailed(path),
  'fault.absorbed': (log, { path, fault }) => log.faulted(path, fault),
  'child.exited': (log, { path, exit }) => log.exited(path, exit),
  'child.stopping': (log, { path }) => log.asked(path),
  'child.cycled': (log, { path }) => log.asked(path),
  'child.stopped': (log, { path }) => log.stopped(path),
  'child.abandoned': (log, { path }) => log.abandoned(path),
  'child.removed': (log, { path }) => log.removed(path),
  'supervisor.gaveUp': (log, { path, child, reason }) => {
    if (reason === 'a first start failed' && child !== INIT)
      log.startFailed(path === '' ? child : `${path}/${child}`);
  },
  'supervisor.stopping': (log, { path, reason }) => log.supervisorStops(path, reason),
  'supervisor.stopped': (log, { path }) => log.supervisorEnded(path, log.stopReasonOf(path)),
  'supervisor.failed': (log, { path }) => log.supervisorEnded(path, 'shutdown'),
};
