import { FaultError, type Severity } from '@kintsugi/core';

/**
 * A fault that a person has injected, of the severity that was chosen.
 *
 * @example
 * ```ts
 * new InjectedFaultError('CRITICAL', 'ann').message; // 'a CRITICAL fault, injected by ann'
 * ```
 */
export class InjectedFaultError extends FaultError {
  readonly code = 'INJECTED_FAULT';
  readonly severity: Severity;

  constructor(severity: Severity, by: string) {
    super(`a ${severity} fault, injected by ${by}`);
    this.severity = severity;
  }

  static {
    this.prototype.name = 'InjectedFaultError';
  }
}
