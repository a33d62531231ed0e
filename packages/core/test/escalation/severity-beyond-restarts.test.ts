import { describe, expect, it } from 'vitest';
import {
  escalationPolicy,
  SEVERITIES,
  type Severity,
  severityBeyondRestarts,
} from '../../src/index.ts';

const restarting = ['restart', 'fail'] as const;
const failing = ['fail'] as const;

/** A policy whose faults of these severities are restarted, and of no others. */
function policyRestarting(restarted: readonly Severity[]) {
  const chainOf = (severity: Severity) => (restarted.includes(severity) ? restarting : failing);
  return escalationPolicy({
    TRANSIENT: chainOf('TRANSIENT'),
    RECOVERABLE: chainOf('RECOVERABLE'),
    CRITICAL: chainOf('CRITICAL'),
  });
}

describe('severityBeyondRestarts', () => {
  it.each<readonly [string, readonly Severity[], readonly [Severity, Severity, Severity]]>([
    ['nothing is restarted', [], ['RECOVERABLE', 'CRITICAL', 'CRITICAL']],
    ['TRANSIENT is', ['TRANSIENT'], ['RECOVERABLE', 'CRITICAL', 'CRITICAL']],
    ['RECOVERABLE is', ['RECOVERABLE'], ['CRITICAL', 'CRITICAL', 'CRITICAL']],
    ['CRITICAL is', ['CRITICAL'], ['RECOVERABLE', 'CRITICAL', 'CRITICAL']],
    ['all but CRITICAL are', ['TRANSIENT', 'RECOVERABLE'], ['CRITICAL', 'CRITICAL', 'CRITICAL']],
    ['all are', SEVERITIES, ['CRITICAL', 'CRITICAL', 'CRITICAL']],
  ])('rule 14: where %s', (_, restarted, expected) => {
    const policy = policyRestarting(restarted);
    expect(SEVERITIES.map((severity) => severityBeyondRestarts(policy, severity))).toEqual(
      expected,
    );
  });

  it('rule 14: a restart counts wherever it stands in the chain', () => {
    const policy = escalationPolicy({ RECOVERABLE: ['fallback', 'restart', 'fail'] });
    expect(severityBeyondRestarts(policy, 'TRANSIENT')).toBe('CRITICAL');
  });
});
