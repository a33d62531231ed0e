import type { Clock } from '../../tree/clock.ts';
import {
  type RequestContext,
  service,
  type Service,
  type StartContext,
} from '../../service/service.ts';
import type { EventLog } from './event-log.ts';
import type { Life, PendingStop } from './life.ts';
import { firstOf, type Script, type Start } from './script.ts';
import { normalClass, type OnStop, type Reason, type Release, thrownFor } from './vocabulary.ts';

/** What a scripted child is asked, to end by itself. */
export interface ExitRequest {
  readonly reason: Reason;
}

/** What a scripted service needs of its driver. */
export interface Stage {
  readonly clock: Clock;
  readonly log: EventLog;
  readonly scriptsAt: (path: string, id: string) => readonly Script[];
  readonly begin: (path: string) => Life;
  readonly idAt: (path: string) => string;
  readonly onStart: (id: string, args: readonly unknown[]) => void;
}

/** The `input` of a scripted service: OTP's argument list. */
export interface ScriptInput {
  readonly args: readonly unknown[];
}

/** A child that does what its script says. */
export function scriptedService(stage: Stage): Service {
  return service({
    start: (ctx: StartContext<ScriptInput | undefined>) => start(stage, ctx),
    handle: (request: ExitRequest, ctx: RequestContext<Life>) => exit(request, ctx),
    stop: (life: Life, why) => (why === 'late' ? undefined : stop(stage, life)),
    startWithinMs: Infinity,
    handleWithinMs: Infinity,
  });
}

function start(stage: Stage, ctx: StartContext<ScriptInput | undefined>): Life | Promise<Life> {
  const life = stage.begin(ctx.path);
  stage.onStart(life.id, ctx.input?.args ?? []);
  const scripts = stage.scriptsAt(ctx.path, life.id);
  return play(stage, ctx, scripts, (outcome) => {
    if (outcome === 'ignore') return ctx.ignore();
    if (outcome !== 'ok') throw failureOf(life.id, outcome);
    const info = firstOf(scripts, (script) => script.info);
    if (info !== undefined) ctx.info(info.value);
    return life;
  });
}

/** Waits at the gate or as long as the script says, then goes on with what the start comes to. */
function play<Result>(
  stage: Stage,
  { signal }: StartContext<unknown>,
  scripts: readonly Script[],
  goOn: (outcome: Release) => Result,
): Result | Promise<Result> {
  const gate = firstOf(scripts, (script) =>
    script.gate?.isOpen === false ? script.gate : undefined,
  );
  if (gate !== undefined) return gate.wait(signal).then(goOn);
  const next: Start = firstOf(scripts, (script) => script.nextStart()) ?? { outcome: 'ok' };
  const { afterMs = 0, outcome } = next;
  return afterMs === 0 ? goOn(outcome) : pass(stage, afterMs, signal).then(() => goOn(outcome));
}

function failureOf(id: string, outcome: 'fail' | { readonly fail: unknown }): unknown {
  return outcome === 'fail' ? new Error(`${id} cannot start`) : outcome.fail;
}

/** The id of the child that {@link initService} is. */
export const INIT = '(init)';

/**
 * What a scripted supervisor starts with: supervisors have no init function, but a temporary child that
 * ignores leaves nothing behind, and one that fails fails the supervisor.
 */
export function initService(stage: Stage): Service {
  return service({
    start: (ctx: StartContext<void>) => {
      const path = ctx.path.slice(0, -INIT.length - 1);
      const id = stage.idAt(path);
      stage.onStart(id, []);
      return play(stage, ctx, stage.scriptsAt(path, id), (outcome) => {
        if (outcome === 'ok') return ctx.ignore();
        throw outcome === 'ignore'
          ? new Error(`${id}: a supervisor cannot ignore`)
          : failureOf(id, outcome);
      });
    },
    handle: () => undefined,
    startWithinMs: Infinity,
  });
}

/** Time passes, unless the start is no longer wanted. */
function pass({ clock }: Stage, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clock.clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

function exit({ reason }: ExitRequest, { resource, exit: end }: RequestContext<Life>): unknown {
  resource.said = { reason };
  const exitClass = normalClass(reason);
  if (exitClass === undefined) throw thrownFor(reason);
  return end(exitClass);
}

/** A child that has ended by itself has nobody left to be asked. */
function stop(stage: Stage, life: Life): void | Promise<void> {
  if (life.state === 'ended') return undefined;
  life.isHookCalled = true;
  const scripts = stage.scriptsAt(life.path, life.id);
  const onStop = firstOf(scripts, (script) => script.onStop) ?? 'clean';
  if (onStop === 'clean') return endAs(stage, life, 'shutdown');
  if (typeof onStop === 'object' && 'as' in onStop) return endAs(stage, life, onStop.as);
  return takeTime(stage, life, onStop);
}

/** Its cleanup is over. */
function endAs({ log }: Stage, life: Life, reason: Reason): void {
  life.pendingStop = undefined;
  if (life.state === 'ended') return;
  const isClean = normalClass(reason) !== undefined;
  life.cleanedUp = isClean;
  log.ended(life, reason);
  if (!isClean) throw thrownFor(reason);
}

function takeTime(
  stage: Stage,
  life: Life,
  onStop: Exclude<OnStop, 'clean' | { readonly as: Reason }>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const endWith = (reason: Reason) => {
      try {
        resolve(endAs(stage, life, reason));
      } catch (error) {
        reject(error);
      }
    };
    const pending: PendingStop = { end: endWith };
    life.pendingStop = pending;
    if (onStop !== 'deaf') stage.clock.setTimeout(() => endWith('shutdown'), onStop.slow);
  });
}
