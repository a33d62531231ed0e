import { formatDuration } from '@kintsugi/core';
import type {
  AtOnce,
  ChildAnalysis,
  CrashLoop,
  FaultAnalysis,
  LongestTime,
  RootGiveUp,
  SupervisorAnalysis,
} from '../analysis.ts';
import { livesOf } from '../lives-text.ts';
import { grouped } from '../grouped.ts';
import { counted, wholeNumber } from '../../counted.ts';
import { bounded, listed, within } from '../words.ts';
import { columns } from './columns.ts';
import { placed } from './placed.ts';
import { wrapped } from './wrapped.ts';

/** A supervisor and its children, those that are alike in one place. */
export function supervisorLines(supervisor: SupervisorAnalysis): readonly string[] {
  const alike = grouped(supervisor.children, likenessOf);
  return [...wrapped(headOf(supervisor), ''), ...alike.flatMap((children) => childLines(children))];
}

function headOf(supervisor: SupervisorAnalysis): string {
  const { path, strategy, intensity, restartsPerHour, givesUpAfterMs, start, stop } = supervisor;
  const limit =
    intensity === undefined || intensity.maxRestarts === Infinity
      ? 'no intensity'
      : `intensity ${within(intensity.maxRestarts, intensity.withinMs)}`;
  const times = `up within ${timeOf(start)}, stopped within ${timeOf(stop)}`;
  const gives =
    givesUpAfterMs === Infinity
      ? 'never gives up'
      : `gives up after ${formatDuration(givesUpAfterMs)} at the soonest`;
  return `${placed([path])} (${strategy}, ${limit}): ${bounded(restartsPerHour, 'restart')} an hour; ${gives}; ${times}`;
}

function timeOf({ atMostMs }: LongestTime): string {
  return atMostMs === Infinity ? 'no limit' : formatDuration(atMostMs);
}

/** All but their paths. */
function likenessOf({ path, rootGivesUp, ...rest }: ChildAnalysis): string {
  return asText({ ...rest, root: rootGivesUp === undefined ? '' : rootText(rootGivesUp, path) });
}

function asText(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => (each === Infinity ? 'Infinity' : each));
}

function childLines(children: readonly [ChildAnalysis, ...ChildAnalysis[]]): readonly string[] {
  const [{ path, kind, restart, restartsPerHour, faults, rootGivesUp }] = children;
  const each = children.length === 1 ? '' : ' each';
  const name = placed(children.map((child) => child.path));
  const what = kind === 'service' ? restart : `${restart} supervisor`;
  return [
    `  ${name} (${what}): started again ${bounded(restartsPerHour, 'time')} an hour at most${each}`,
    ...faultLines(faults),
    ...(rootGivesUp === undefined ? [] : wrapped(rootText(rootGivesUp, path), '    ')),
  ];
}

const HEADS = ['faults', 'of one that fails at once', 'without end'] as const;

function faultLines(faults: readonly FaultAnalysis[]): readonly string[] {
  if (faults.length === 0) return ['    it never fails'];
  const rows = grouped(faults, ({ atOnce, crashLoops }) => asText([atOnce, crashLoops])).map(
    (same) => {
      const [{ atOnce, crashLoops }] = same;
      const severities =
        same.length === 3 ? 'any' : same.map(({ severity }) => severity).join(', ');
      return [severities, atOnceText(atOnce), loopsText(crashLoops)] as const;
    },
  );
  return columns([HEADS, ...rows], '    ');
}

const ENDS = {
  degraded: 'degraded',
  failed: 'parked in failed',
  ended: 'not started again',
  gaveUp: 'its supervisor gives up',
} as const satisfies Record<Exclude<AtOnce['kind'], 'restartsForEver'>, string>;

function atOnceText(atOnce: AtOnce): string {
  if (atOnce.kind === 'restartsForEver') return 'restarted for ever';
  const end = ENDS[atOnce.kind];
  if (atOnce.restarts === 0) return end;
  return `${end} after ${counted(atOnce.restarts, 'restart')}, ${formatDuration(atOnce.afterMs)}`;
}

function loopsText(loops: readonly CrashLoop[]): string {
  if (loops.length === 0) return 'none';
  return loops.map((loop) => `${rateOf(loop)}, ${livesOf(loop)}`).join('; ');
}

function rateOf({ restartsPerDay }: CrashLoop): string {
  return restartsPerDay === Infinity ? 'any number' : `${wholeNumber(restartsPerDay)} a day`;
}

function rootText(giveUp: RootGiveUp, path: string): string {
  if (giveUp.kind === 'never') {
    const who = giveUp.at === path ? 'it' : placed([giveUp.at]);
    return `failing at once, it never makes the root give up: ${who} ${giveUp.because}`;
  }
  const lives = giveUp.levels.map((level) => wholeNumber(level.lives));
  const last = giveUp.levels.at(-1)?.lives ?? 0;
  const levels = lives.length < 2 ? '' : ` (${listed(lives)}, level by level)`;
  const faults =
    giveUp.latestMs === Infinity
      ? 'however far apart its faults are'
      : `when its faults come within ${formatDuration(giveUp.latestMs)}`;
  return `failing at once, it makes the root give up after ${counted(last, 'life', 'lives')}${levels}, in ${formatDuration(giveUp.soonestMs)} at the soonest; else ${faults}`;
}
