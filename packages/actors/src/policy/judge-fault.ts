import {
  classify,
  type ClassifyRule,
  errorRecord,
  type FaultOrigin,
  type JudgedFault,
  retryAfterMsOf,
} from '@kintsugi/core';

/**
 * A thrown value as the reducer takes it: classified, and in plain data. Without the stack, whose
 * text is costly to make: it is added when somebody reads the event.
 *
 * @param onBrokenRule - is told of each rule that threw or gave no severity, and was skipped
 */
export function judgeFault(
  fault: { readonly id: string; readonly origin: FaultOrigin; readonly error: unknown },
  rules: readonly ClassifyRule[],
  onBrokenRule: (name: string) => void,
): JudgedFault {
  const { id, origin, error } = fault;
  const { severity, rule, brokenRules } = classify(error, rules);
  brokenRules?.forEach(onBrokenRule);
  const retryAfterMs = severity === 'TRANSIENT' ? retryAfterMsOf(error) : undefined;
  const judged = { id, origin, severity, rule, error: errorRecord(error, { stack: false }) };
  return retryAfterMs === undefined ? judged : { ...judged, retryAfterMs };
}
