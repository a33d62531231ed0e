import type { RunnableStep } from '../policy/policy.ts';
import { Life } from './life.ts';
import type { Living } from './lives.ts';
import { callHook } from './settle.ts';

/** Runs a custom step, or the hook that prepares the fallback, and tells what it came to. */
export function runStep(
  service: Living,
  step: string,
  run: RunnableStep['run'] | undefined,
  fault: { readonly epoch: number; readonly error: unknown },
): void {
  const { epoch, error } = fault;
  const report = { type: 'report.attemptSettled', step, epoch } as const;
  callHook(
    () => {
      if (step === 'fallback') return service.service.hooks?.degrade?.();
      const { signal } = service.life ?? new Life(0, 0);
      return run?.({ path: service.path, error, signal });
    },
    () => service.tell(report),
    (failure) => service.tell({ ...report, fault: service.judge(failure, 'step') }),
  );
}
