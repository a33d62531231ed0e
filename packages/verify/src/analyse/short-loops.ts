import { type EscalationPolicy, raiseSeverity, type Severity } from '@kintsugi/core';
import type { CrashLoop } from './analysis.ts';
import { DAY_MS } from './day.ts';
import { lastingSeverity, type Looper, severityOfMany } from './looper.ts';
import { incidentCurve } from './incident-curve.ts';
import { intensityWindows, longWindows, patternWindows } from './tripping-window.ts';
import { shortestWait } from './wait.ts';

/**
 * Crash loops whose lives end before `stableAfterMs`: all of one incident, with waits that grow. There
 * are some only where restarts have no budget.
 */
export function shortLoops(looper: Looper): readonly CrashLoop[] {
  const { policy } = looper.supervisor;
  const overMs = tripsUpToLives(looper);
  if (overMs >= policy.stableAfterMs) return [];
  const livesOverMs = Math.max(0, overMs);
  const curve = incidentCurve({
    budget: Infinity,
    wait: (attempt) => shortestWait(policy.restart.backoff, attempt),
    stableAfterMs: Infinity,
    lifeMs: livesOverMs,
  });
  return [
    {
      livesOverMs,
      livesUnderMs: policy.stableAfterMs,
      includesAtOnce: overMs < 0,
      step: 'restart',
      restartsPerDay: curve.mostIn(DAY_MS),
    },
  ];
}

/** Lives longer than this are restarted for ever; `Infinity` when none are, below 0 when all are. */
function tripsUpToLives(looper: Looper): number {
  const { policy } = looper.supervisor;
  const isEndless = policy.restart.maxAttempts === Infinity;
  if (!isEndless || !comesToRestart(looper, lastingSeverity(looper))) return Infinity;
  const isRestarted = (severity: Severity) => comesToRestart(looper, severity);
  const windows = [
    ...intensityWindows(looper),
    ...(isRestarted(raiseSeverity(looper.severity)) ? [] : patternWindows(looper)),
    ...(isRestarted(severityOfMany(looper)) ? [] : longWindows(looper)),
  ];
  // Waits only grow: the first gaps of an incident are its shortest.
  const lives = windows.map(({ gaps, withinMs }) =>
    gaps === 0 ? Infinity : (withinMs - waitsOf(policy, gaps)) / gaps,
  );
  return Math.max(-1, ...lives);
}

function waitsOf({ restart }: EscalationPolicy, amount: number): number {
  let sumMs = 0;
  for (let attempt = 1; attempt <= amount; attempt += 1)
    sumMs += shortestWait(restart.backoff, attempt);
  return sumMs;
}

/**
 * Whether this severity's chain comes to restart, when steps of the user's own that stand before it are
 * spent, as they are by the first faults.
 */
function comesToRestart(looper: Looper, severity: Severity): boolean {
  const { supervisor, child } = looper;
  const { policy } = supervisor;
  const chain = policy.chains[severity];
  const spent = ownStepsBefore(policy, lastingSeverity(looper));
  const isPassed = (step: string) =>
    step === 'retry' ||
    spent.includes(step) ||
    (child.kind === 'supervisor' && step === 'fallback');
  const isRestarted = chain.includes('restart') && child.restart !== 'temporary';
  return isRestarted && chain.slice(0, chain.indexOf('restart')).every(isPassed);
}

function ownStepsBefore({ chains, customSteps }: EscalationPolicy, severity: Severity) {
  const chain = chains[severity];
  return chain.slice(0, chain.indexOf('restart')).filter((step) => step in customSteps);
}
