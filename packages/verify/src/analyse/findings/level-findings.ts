import { formatDuration } from '@kintsugi/core';
import type { ChildAnalysis } from '../analysis.ts';
import type { Finding } from './finding.ts';
import type { Inspected } from './findings.ts';
import { counted, wholeNumber } from '../../counted.ts';

/** More lives than these are not what anybody meant by limits of a few restarts. */
const MANY_LIVES = 100;

/** Limits of several levels, multiplied: for OTP's users the classic surprise. */
export function levelFindings({ analysis }: Inspected): readonly Finding[] {
  return analysis.children.flatMap((child) => multiplied(child));
}

function multiplied({ path, rootGivesUp }: ChildAnalysis): readonly Finding[] {
  if (rootGivesUp?.kind !== 'gaveUp') return [];
  const { levels, soonestMs } = rootGivesUp;
  const [own, ...above] = levels;
  const root = above.at(-1);
  if (own === undefined || root === undefined || root.lives === own.lives) return [];
  return [
    {
      rule: 'limits-multiply',
      severity: root.lives > MANY_LIVES ? 'warning' : 'info',
      path,
      message: `limits multiply: ${counted(own.lives, 'life', 'lives')} until its supervisor gives up, ${wholeNumber(root.lives)} until the root does, after ${formatDuration(soonestMs)} at the soonest`,
      hint: 'a lower intensity.maxRestarts of the supervisors above',
    },
  ];
}
