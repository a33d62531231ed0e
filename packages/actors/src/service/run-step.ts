import type { RunnableStep } from '../policy/policy.ts';
import { StepTimeoutError } from '../tree/errors.ts';
import type { Caller } from '../tree/caller.ts';
import { OpenAsks } from '../tree/open-asks.ts';
import type { Living } from './lives.ts';
import { callHook } from './settle.ts';

/** A custom step, or the hook that prepares the fallback, while it runs. */
export interface RunningStep extends Caller {
  /** It has taken too long. */
  readonly timeOut: () => void;
  /** Its result is no longer wanted. */
  readonly abort: () => void;
}

/** Runs a custom step, or the hook that prepares the fallback, and tells once what it came to. */
export function runStep(
  service: Living,
  step: string,
  run: RunnableStep['run'] | undefined,
  fault: { readonly epoch: number; readonly error: unknown },
): void {
  const { id, path } = service;
  const { startWithinMs } = service.service.settings;
  const controller = new AbortController();
  const settle = (failure?: { readonly error: unknown }) => {
    if (service.step !== running) return;
    service.step = undefined;
    service.disarm('step');
    const report = { type: 'report.attemptSettled', id, step, epoch: fault.epoch } as const;
    service.tell(
      failure === undefined ? report : { ...report, fault: service.judge(failure.error, 'step') },
    );
  };
  const asks = new OpenAsks();
  const running: RunningStep = {
    path,
    asks,
    openAsks: () => asks,
    // It is given no tree of its own.
    endedBy: undefined,
    timeOut: () => {
      const error = new StepTimeoutError(path, step, startWithinMs);
      controller.abort(error);
      settle({ error });
    },
    abort: () => {
      service.step = undefined;
      service.disarm('step');
      controller.abort(new Error(`${path}: the step ${step} is no longer wanted`));
    },
  };
  service.step = running;
  const hook = () =>
    step === 'fallback'
      ? service.service.hooks?.degrade?.()
      : run?.({ path, error: fault.error, signal: controller.signal });
  const pending = callHook(
    () => service.tree.callers.call(running, hook),
    () => settle(),
    (error) => settle({ error }),
  );
  if (pending && startWithinMs !== Infinity) service.arm('step', startWithinMs);
}
