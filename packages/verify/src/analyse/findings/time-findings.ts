import { formatDuration } from '@kintsugi/core';
import { stopTime } from '../stop-time.ts';
import type { NodeChild } from '../tree-node.ts';
import type { Finding } from './finding.ts';
import type { Inspected } from './findings.ts';

/** Starts and stops that nothing ends, or that end too soon. */
export function timeFindings({ node, analysis }: Inspected): readonly Finding[] {
  return node.children.flatMap((child) => [
    ...startNeverEnds(child, analysis.start.unlimited),
    ...stopNeverEnds(child),
    ...stopCutShort(child),
  ]);
}

function startNeverEnds({ path }: NodeChild, unlimited: readonly string[]): readonly Finding[] {
  if (!unlimited.includes(path)) return [];
  return [
    {
      rule: 'start-never-ends',
      severity: 'warning',
      path,
      message:
        'when it cannot start, nothing ends its starting: those that come after it wait for ever',
      hint: "a number for policy.restart.maxAttempts, shutdown and startWithinMs; or initialStartFailure: 'fatal'",
    },
  ];
}

function stopNeverEnds({ path, spec, below }: NodeChild): readonly Finding[] {
  if (below !== undefined || spec.shutdown !== Infinity) return [];
  return [
    {
      rule: 'stop-never-ends',
      severity: 'warning',
      path,
      message:
        'shutdown is Infinity: a stop that hangs holds up whatever is stopped after it, for ever',
      hint: 'shutdown: a number of milliseconds; or stop(tree, { withinMs })',
    },
  ];
}

function stopCutShort({ path, spec, below }: NodeChild): readonly Finding[] {
  if (below === undefined || typeof spec.shutdown !== 'number') return [];
  const { atMostMs } = stopTime(below);
  if (atMostMs <= spec.shutdown) return [];
  return [
    {
      rule: 'stop-cut-short',
      severity: 'warning',
      path,
      message: `shutdown is ${formatDuration(spec.shutdown)}, its children may need ${formatDuration(atMostMs)}: what is not stopped by then is left behind`,
      hint: `shutdown: ${atMostMs} or more, or Infinity, the default of a supervisor`,
    },
  ];
}
