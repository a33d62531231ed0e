import {
  type ChildSpec,
  raiseSeverity,
  type Severity,
  severityBeyondRestarts,
  type SupervisorSpec,
} from '@kintsugi/core';
import { firstStep } from './chain-answer.ts';

/** Whose crash loops are looked for. */
export interface Looper {
  readonly supervisor: SupervisorSpec;
  readonly child: ChildSpec;
  /** Of each of its faults. */
  readonly severity: Severity;
}

/** How severe its faults are taken to be while no window is full: a pattern of one failure raises every one of them. */
export function lastingSeverity({ supervisor, severity }: Looper): Severity {
  return supervisor.policy.pattern.failures === 1 ? raiseSeverity(severity) : severity;
}

/** How severe its faults are taken to be while the long window is full. CRITICAL ones are not raised. */
export function severityOfMany({ supervisor, severity }: Looper): Severity {
  return severityBeyondRestarts(supervisor.policy, severity);
}

/** The step that answers the loss of its worker at the beginning of an incident, when that gives it a new life. */
export function livingStep(
  { supervisor: { policy }, child }: Looper,
  severity: Severity,
): string | undefined {
  const step = firstStep(policy, child, severity);
  return step === 'restart' || step in policy.customSteps ? step : undefined;
}
