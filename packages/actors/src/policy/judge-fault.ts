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
 */
export function judgeFault(
  id: string,
  origin: FaultOrigin,
  error: unknown,
  rules: readonly ClassifyRule[],
): JudgedFault {
  const { severity, rule } = classify(error, rules);
  const retryAfterMs = severity === 'TRANSIENT' ? retryAfterMsOf(error) : undefined;
  const fault = { id, origin, severity, rule, error: errorRecord(error, { stack: false }) };
  return retryAfterMs === undefined ? fault : { ...fault, retryAfterMs };
}
