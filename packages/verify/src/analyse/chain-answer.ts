import {
  type ChildSpec,
  decide,
  type EscalationPolicy,
  SEVERITIES,
  type Severity,
  type SkipReason,
} from '@kintsugi/core';

/** What bears on which steps can serve. */
export type ChainUser = Pick<ChildSpec, 'kind' | 'restart'>;

/** Why a step cannot serve when the worker is gone, so that there is nothing to try again. */
export function inapplicableToLost(child: ChainUser, step: string): SkipReason | undefined {
  if (child.kind === 'supervisor' && step === 'fallback') return 'not for a supervisor';
  if (step === 'retry') return 'not for this kind of fault';
  return child.restart === 'temporary' ? 'its restart type ends it' : undefined;
}

/** The step that answers a child's loss of its worker, at the beginning of an incident. */
export function firstStep(policy: EscalationPolicy, child: ChainUser, severity: Severity): string {
  return decide(policy, {
    severity,
    spent: [],
    attempts: {},
    inapplicable: (step) => inapplicableToLost(child, step),
  }).step;
}

/** How bad the faults of such a child can be: a supervisor's are never `TRANSIENT` (rule 43). */
export function severitiesOf({ kind }: Pick<ChildSpec, 'kind'>): readonly Severity[] {
  return kind === 'supervisor' ? SEVERITIES.filter((each) => each !== 'TRANSIENT') : SEVERITIES;
}
