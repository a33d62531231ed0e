import type { SupervisionEvent } from '@kintsugi/core';
import { calls } from './calls.ts';
import { Company, type StartListener } from './company.ts';
import { deviations, notApplicable } from './deviations.ts';
import { Gate } from './script.ts';
import { supervisors } from './supervisors.ts';
import { join } from './translate.ts';
import {
  AlreadyStartedError,
  type Instance,
  type LogEntry,
  type OnStop,
  type OtpFlags,
  type OtpSpec,
  type Reason,
  type Release,
  SCRIPTED,
  showEntry,
  type Sup,
} from './vocabulary.ts';

/** How the next starts fail. */
export interface FailOptions {
  /** What is thrown. */
  readonly reason?: unknown;
  /** How long each takes before it fails: milliseconds. @default 0 */
  readonly afterMs?: number;
}

/**
 * OTP's supervisor, driven through the public API on a test clock: its calls in its words, children that
 * do what a script says, and a log of what happened. Cases of its suite can be run against it.
 *
 * Where this library means something else on purpose, `deviations` says what and why.
 *
 * @example
 * ```ts
 * const otp = otpDriver();
 * const s = await otp.start({ strategy: 'one_for_all' }, [otp.worker('a'), otp.worker('b')]);
 * await otp.crash('a');
 * otp.log; // ['started(a,#1)', 'started(b,#1)', 'ended(a,#1,error)', 'stopped(b,shutdown)', …]
 * otp.state(s); // 'alive'
 * ```
 * @see https://github.com/erlang/otp/blob/master/lib/stdlib/test/supervisor_SUITE.erl
 */
export function otpDriver() {
  const company = new Company();
  const { clock, log, scripts } = company;
  const running = supervisors(company);
  return {
    ...running,
    ...calls(company),

    /** {@link startSup}, for a case in which it must succeed. */
    async start(flags: OtpFlags, specs: readonly OtpSpec[] = []): Promise<Sup> {
      const answer = await running.startSup(flags, specs);
      if (answer.ok) return answer.sup;
      throw new Error(`not started: ${answer.reason}`, { cause: answer });
    },

    // Specs.

    /** A scripted worker with the suite's defaults: permanent, shutdown 1,000 ms. */
    worker: (id: string, overrides: OtpSpec = {}): OtpSpec => ({
      id,
      start: SCRIPTED,
      shutdown: 1_000,
      ...overrides,
    }),
    /** A supervisor of these children. */
    supervisor: (
      id: string,
      flags: OtpFlags = {},
      specs: readonly OtpSpec[] = [],
      overrides: OtpSpec = {},
    ): OtpSpec => ({
      id,
      start: SCRIPTED,
      type: 'supervisor',
      supervises: { flags, specs },
      ...overrides,
    }),
    /** No supervisor at all. */
    nobody: { path: 'nobody', tree: 0 } as Sup,
    /** The supervisor of this name below another one, whether or not there is one. */
    supAt: ({ path, tree }: Sup, ...ids: readonly string[]): Sup => ({
      path: ids.reduce(join, path),
      tree,
    }),

    // What children do: all of an id, or one instance alone.

    /** The next starts fail. */
    failStarts(child: string | Instance, times: number | 'inf', options: FailOptions = {}): void {
      const { reason = new Error(`${String(child)} cannot start`), afterMs = 0 } = options;
      scripts.of(company.keyOf(child)).failStarts(count(times), reason, afterMs);
    },
    /** The next starts answer `ignore`. */
    ignoreStarts(child: string | Instance, times: number | 'inf'): void {
      scripts.of(company.keyOf(child)).ignoreStarts(count(times));
    },
    /** What a start throws that finds its name taken by this one. */
    alreadyStarted: (holder: Instance) => new AlreadyStartedError(holder),
    /** Every start waits until it is released. */
    gate(child: string | Instance) {
      const gate = new Gate();
      scripts.of(company.keyOf(child)).gate = gate;
      return {
        /** Starts that wait now. */
        get waiting() {
          return gate.waiting;
        },
        /** Lets the oldest go. */
        async release(outcome: Release = 'ok'): Promise<void> {
          gate.release(outcome);
          await clock.settle();
        },
        /** No start waits any more. */
        async open(): Promise<void> {
          gate.open();
          await clock.settle();
        },
      };
    },
    onStop(child: string | Instance, behaviour: OnStop): void {
      scripts.of(company.keyOf(child)).onStop = behaviour;
    },
    clean: 'clean' as const,
    deaf: 'deaf' as const,
    as: (reason: Reason): OnStop => ({ as: reason }),
    slow: (ms: number): OnStop => ({ slow: ms }),
    /** What every start hands back beside the child. */
    info(child: string | Instance, value: unknown): void {
      scripts.of(company.keyOf(child)).info = { value };
    },
    /** Calls back at every start, with the arguments it has got. */
    onStart(listener: StartListener): void {
      company.listeners.add(listener);
    },

    // Time.

    settle: () => clock.settle(),
    advance: (ms: number) => clock.advance(ms),
    clock,

    // What has happened.

    /** All that has happened, as `started(c1,#1)`. */
    get log(): readonly string[] {
      return log.entries.map(showEntry);
    },
    get entries(): readonly LogEntry[] {
      return log.entries;
    },
    /** The entries of these types. */
    story: (...types: readonly LogEntry['type'][]): readonly string[] =>
      log.entries.filter(({ type }) => types.includes(type)).map(showEntry),
    /** The library's events that tell of something that was not in order: OTP's error reports. */
    get reports(): readonly SupervisionEvent[] {
      return log.reports;
    },
    /** Forgets what has happened so far; instances keep their numbers. */
    clearLog(): void {
      log.entries.length = 0;
      log.reports.length = 0;
    },
    /** The youngest instance of this id that is up. */
    inst: (id: string): Instance | undefined => log.census.current(id),

    notApplicable,
    deviations,
  };
}

/** What {@link otpDriver} makes. */
export type OtpDriver = ReturnType<typeof otpDriver>;

function count(times: number | 'inf'): number {
  return times === 'inf' ? Infinity : times;
}
