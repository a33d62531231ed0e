import { errorRecord, type StopMode } from '@kintsugi/core';
import type { ChildDeadline, ChildReport } from '../supervisor/supervised.ts';
import type { Caller } from '../tree/caller.ts';
import { IncarnationEndedError, StartTimeoutError } from '../tree/errors.ts';
import type { TreeContext } from '../tree/tree-context.ts';
import { IGNORED } from './function-work.ts';
import type { Child } from './child.ts';
import { Life } from './life.ts';
import type { RunningStep } from './run-step.ts';
import type { Service } from './service.ts';
import { callHook } from './settle.ts';
import type { Work, WorkPlace } from './work.ts';

/** An unlimited stop that takes this long is told about. */
const SLOW_STOP_MS = 30_000;

/** Whose lives these are. Functions instead of an object of their own: there may be 100,000 services. */
export interface Living extends WorkPlace {
  readonly id: string;
  life: Life | undefined;
  service: Service;
  input: unknown;
  /** The custom step, or the entering of degraded, under way. */
  step: RunningStep | undefined;
  readonly work: Work;
  /** Whose start must be over before its own turn comes. */
  readonly startsAhead: readonly Caller[];
  readonly tell: (report: ChildReport) => void;
  readonly arm: (deadline: ChildDeadline, delayMs: number) => void;
  readonly disarm: (deadline: ChildDeadline) => void;
  readonly tree: TreeContext;
  readonly forgetInput: () => void;
}

interface Failure {
  readonly error: unknown;
}

/**
 * @param described - how the service is described by now, if that has changed
 */
export function startLife(
  service: Living,
  epoch: number,
  incarnation: number,
  described: Child | undefined,
): void {
  follow(service, described);
  const life = new Life(service, epoch, incarnation);
  service.life = life;
  const pending = callHook(
    () => service.work.start(life),
    () => startSettled(service, life),
    (error) => startSettled(service, life, { error }),
  );
  const { startWithinMs } = service.service.settings;
  if (pending && startWithinMs !== Infinity) service.arm('start', startWithinMs);
}

/** What it is described as holds from a new life on. */
function follow(service: Living, described: Child | undefined): void {
  if (described?.service === undefined) return;
  service.service = described.service;
  service.input = described.input;
}

function startSettled(service: Living, life: Life, failure?: Failure): void {
  life.startedAt = service.tree.clock.now();
  if (life.isEnding) {
    endLate(service, life, failure);
    return;
  }
  service.disarm('start');
  if (failure === undefined) {
    service.tell({ type: 'report.started', id: service.id, epoch: life.epoch });
    service.forgetInput();
    service.work.started(life);
    return;
  }
  // There is nothing to stop, and whatever the start has left behind has no say any more.
  service.life = undefined;
  life.ending = 'killed';
  life.abort(() => new IncarnationEndedError(service.path, life.incarnation, 'did not start'));
  if (failure.error === IGNORED) service.reportExit(life, 'normal');
  else startFailed(service, life, failure.error, false);
}

/** Nobody wants it any more: what it has opened is closed before it counts as stopped. */
function endLate(service: Living, life: Life, failure?: Failure): void {
  if (failure === undefined) service.work.releaseLate(life, () => stopSettled(service, life));
  else stopSettled(service, life);
}

function startFailed(service: Living, life: Life, error: unknown, pending: boolean): void {
  const fault = service.judge(error, 'start');
  service.tell({ type: 'report.startFailed', id: service.id, epoch: life.epoch, fault, pending });
}

export function stopLife(service: Living, epoch: number, mode: StopMode, withinMs: number): void {
  const { life, path } = service;
  if (life === undefined) {
    service.tell({ type: 'report.stopped', id: service.id, epoch });
    return;
  }
  service.disarm('start');
  life.epoch = epoch;
  life.ending = 'ordered';
  life.abort(() => new IncarnationEndedError(path, life.incarnation, 'is being stopped'));
  if (mode === 'brutal_kill') {
    service.work.kill(life);
    life.ending = 'killed';
    reportStopped(service, life);
    return;
  }
  const pending = life.isStarting || runStop(service, life, mode);
  if (!pending) return;
  if (withinMs === Infinity) service.arm('slowStop', SLOW_STOP_MS);
  else service.arm('stop', withinMs);
}

function runStop(service: Living, life: Life, mode: Exclude<StopMode, 'brutal_kill'>): boolean {
  return callHook(
    () => service.work.stop(life, mode),
    () => stopSettled(service, life),
    (error) => stopSettled(service, life, { error }),
  );
}

function stopSettled(service: Living, life: Life, failure?: Failure): void {
  life.onLateEnd?.();
  if (life.ending === 'killed') return;
  if (life.ending === 'abandoned') {
    service.tell({ type: 'report.abandonedSettled', id: service.id, epoch: life.epoch });
    return;
  }
  service.disarm('stop');
  service.disarm('slowStop');
  reportStopped(service, life, failure);
}

function reportStopped(service: Living, life: Life, failure?: Failure): void {
  if (service.life === life) service.life = undefined;
  const report = { type: 'report.stopped', id: service.id, epoch: life.epoch } as const;
  service.tell(failure === undefined ? report : { ...report, error: errorRecord(failure.error) });
}

/** What has failed in this life is tried again: a new epoch of it. */
export function retryLife({ life, work }: Living, epoch: number): void {
  if (life === undefined) return;
  life.epoch = epoch;
  work.retry(life);
}

/** A stop under way gets a shorter deadline. */
export function hurryStop(service: Living, withinMs: number): void {
  if (service.life?.isEnding !== true) return;
  service.disarm('slowStop');
  service.arm('stop', withinMs);
}

/** The life is no longer waited for. What it still says is fenced off. */
export function abandonLife(service: Living): void {
  const { life } = service;
  if (life === undefined) return;
  life.ending = 'abandoned';
  leaveBehind(service, life);
  service.work.kill(life);
  service.life = undefined;
}

/** Nobody waits for it any more; but it is known by name until it has ended. */
function leaveBehind({ tree, path }: Living, life: Life): void {
  life.onLateEnd = tree.leftBehind.add(path, life.incarnation);
}

/** The tree is gone: the life may clean up after itself, and nobody waits for it. */
export function destroyLife(service: Living): void {
  const { life, path } = service;
  service.step?.abort();
  const isPending = service.work.destroy(() => life?.onLateEnd?.());
  if (life === undefined) return;
  if (isPending) leaveBehind(service, life);
  life.ending = 'killed';
  life.abort(() => new IncarnationEndedError(path, life.incarnation, 'ended with its tree'));
}

export function onLifeDue(service: Living, deadline: Exclude<ChildDeadline, 'step'>): void {
  const { life, path } = service;
  if (life === undefined || life.isEnding === (deadline === 'start')) return;
  const { epoch } = life;
  switch (deadline) {
    case 'start':
      if (!life.isStarting) return;
      startFailed(
        service,
        life,
        new StartTimeoutError(path, service.service.settings.startWithinMs),
        true,
      );
      break;
    case 'stop':
      service.tell({ type: 'report.stopOverdue', id: service.id, epoch });
      break;
    case 'slowStop':
      service.tell({ type: 'report.stopSlow', id: service.id, epoch, waitedMs: SLOW_STOP_MS });
      break;
  }
}
