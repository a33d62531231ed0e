import { formatDuration } from '@kintsugi/core';
import type { Analysis, LongestTime } from '../analysis.ts';
import { counted } from '../../counted.ts';
import { bounded } from '../words.ts';
import { findingLines } from './finding-lines.ts';
import { supervisorLines } from './supervisor-lines.ts';

/**
 * An analysis for people, in at most 100 columns: what it comes to, the findings, then each supervisor with
 * its children. Children that are alike stand in one place. `≤` is before a number that may not be reached.
 *
 * @example
 * ```ts
 * console.log(describeAnalysis(analyse(otp)));
 * // 1 supervisor, 1 service: 720 restarts an hour; up within 30 s, stopped within 5 s
 * // …
 * ```
 */
export function describeAnalysis(analysis: Analysis): string {
  const { supervisors, findings } = analysis;
  const sections = [
    [summaryOf(analysis)],
    ...(findings.length === 0 ? [['Nothing to be said against it.']] : findingLines(findings)),
    ...supervisors.map((supervisor) => supervisorLines(supervisor)),
  ];
  return sections.map((lines) => lines.join('\n')).join('\n\n');
}

function summaryOf({ supervisors, restartsPerHour }: Analysis): string {
  const children = supervisors.flatMap((supervisor) => supervisor.children);
  const services = children.filter(({ kind }) => kind === 'service').length;
  const [root] = supervisors;
  const tree = `${counted(supervisors.length, 'supervisor')}, ${counted(services, 'service')}`;
  const times =
    root === undefined
      ? ''
      : `; up within ${timeOf(root.start)}, stopped within ${timeOf(root.stop)}`;
  return `${tree}: ${bounded(restartsPerHour, 'restart')} an hour${times}`;
}

function timeOf({ atMostMs }: LongestTime): string {
  return atMostMs === Infinity ? 'no limit' : formatDuration(atMostMs);
}
