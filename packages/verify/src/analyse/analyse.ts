import type { AnySupervisorLogic, Policy } from '@kintsugi/actors';
import { invalidOption, requireMs, restartsAfter } from '@kintsugi/core';
import { describedSubject, policyDescription } from '../described-subject.ts';
import { requireKnownOptions } from '../known-options.ts';
import type {
  Analysis,
  Bound,
  ChildAnalysis,
  FaultAnalysis,
  SupervisorAnalysis,
} from './analysis.ts';
import { severitiesOf } from './chain-answer.ts';
import { crashLoops } from './crash-loops.ts';
import { requireCountable } from './countable.ts';
import { failEachTime } from './fail-each-time.ts';
import { findingsOf } from './findings/findings.ts';
import { hourlyRestarts } from './hourly-restarts.ts';
import { type Place, rootGivesUp } from './root-gives-up.ts';
import { startTime } from './start-time.ts';
import { stopTime } from './stop-time.ts';
import { type NodeChild, type Profile, treeNode, type TreeNode } from './tree-node.ts';

/** What {@link analyse} cannot know of a tree by itself. */
export interface AnalyseOptions {
  /** How long a start may take before it is a fault, for every service: milliseconds, or `Infinity`. @default 30_000, as of services */
  readonly startWithinMs?: number;
  /** Restarts of one child per hour that are no reason to worry: at least 0. @default 12, as of the long window */
  readonly tolerablePerHour?: number;
}

/**
 * The arithmetic of a tree's policies, before it runs: how often its services can be restarted, how soon it
 * gives up, which crash loops nothing ends, how long it takes to stop, and what of it can never happen. Of a
 * policy alone it is that of a supervisor with one permanent service, `child`.
 *
 * Operators are left out, and so is everything that takes no fault. Nothing is started.
 *
 * @throws InvalidOptionError for anything but a tree's logic or a policy, an unknown key, a number out of range,
 * or a limit above 10,000 that is not `Infinity`: every restart up to it would be played through
 * @example
 * ```ts
 * const { findings } = analyse(shop);
 * expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
 * console.log(describeAnalysis(analyse(shop)));
 * ```
 */
export function analyse(
  subject: AnySupervisorLogic | Policy<string>,
  options: AnalyseOptions = {},
): Analysis {
  const descriptions = describedSubject('analyse', subject, (policy) => [
    policyDescription(policy, 'one_for_one', ['child']),
  ]);
  requireKnownOptions('analyse', options, ['startWithinMs', 'tolerablePerHour']);
  const { startWithinMs = 30_000, tolerablePerHour = 12 } = options;
  requireMs('analyse.startWithinMs', startWithinMs, { min: 1, infinity: true });
  if (typeof tolerablePerHour !== 'number' || !(tolerablePerHour >= 0))
    throw invalidOption('analyse.tolerablePerHour', 'a number of at least 0', tolerablePerHour);
  requireCountable(descriptions);
  const root = treeNode(descriptions);
  const levels = levelsOf({ node: root, startsAgain: 0, amount: 1, above: [] }, startWithinMs);
  const supervisors = levels.map(({ analysis }) => analysis);
  return {
    restartsPerHour: sumOf(levels.map(({ ofServices }) => ofServices)),
    supervisors,
    findings: findingsOf(levels, { startWithinMs, tolerablePerHour }),
  };
}

/** A supervisor in its tree. */
interface Standing {
  readonly node: TreeNode;
  /** How often within an hour it is started again itself. */
  readonly startsAgain: number;
  /** How many of it there can be. */
  readonly amount: number;
  /** From its own supervisor up to the root; it is the child of the first. */
  readonly above: readonly Place[];
}

interface Level {
  readonly node: TreeNode;
  readonly analysis: SupervisorAnalysis;
  readonly ofServices: Bound;
}

/** Parents first. */
function levelsOf(standing: Standing, startWithinMs: number): readonly Level[] {
  const { node, startsAgain, amount, above } = standing;
  const { ordered, ofChildren, ofServices } = hourlyRestarts(node, startsAgain);
  const starts = new Map(
    node.children.map((child, index) => [child, ofChildren[index] ?? ordered]),
  );
  const reckon = reckoner(standing, startWithinMs);
  const analysis: SupervisorAnalysis = {
    path: node.spec.path,
    strategy: node.spec.strategy,
    intensity: node.spec.intensity,
    restartsPerHour: ordered,
    givesUpAfterMs: node.givesUpAfterMs,
    children: [...starts].map(([child, again]) => childOf(reckon(child), child, again)),
    stop: stopTime(node),
    start: startTime(node, startWithinMs),
  };
  const below = [...starts].flatMap(([child, { atMost }]) =>
    child.below === undefined
      ? []
      : levelsOf(
          {
            node: child.below,
            startsAgain: atMost,
            amount: amount * child.amount,
            above: [{ node, child }, ...above],
          },
          startWithinMs,
        ),
  );
  return [{ node, analysis, ofServices: times(amount, ofServices) }, ...below];
}

/** What is the same for all siblings that are alike, reckoned once. */
function reckoner(
  { node, above }: Standing,
  startWithinMs: number,
): (child: NodeChild) => Reckoned {
  const known = new Map<Profile, Reckoned>();
  return (child) => {
    const before = known.get(child.profile);
    if (before !== undefined) return before;
    const places = [{ node, child }, ...above];
    const isService = child.below === undefined;
    const reckoned: Reckoned = {
      like: child.path,
      faults: faultsOf(node, child),
      rootGivesUp: isService ? rootGivesUp(places, startWithinMs) : undefined,
    };
    known.set(child.profile, reckoned);
    return reckoned;
  };
}

interface Reckoned extends Pick<ChildAnalysis, 'faults' | 'rootGivesUp'> {
  /** Path of the child that it was reckoned for. */
  readonly like: string;
}

function childOf(
  { like, faults, rootGivesUp: giveUp }: Reckoned,
  { path, spec: { kind, restart } }: NodeChild,
  restartsPerHour: Bound,
): ChildAnalysis {
  const isAtChild = giveUp?.kind === 'never' && giveUp.at === like;
  return {
    path,
    kind,
    restart,
    restartsPerHour,
    faults,
    rootGivesUp: isAtChild ? { ...giveUp, at: path } : giveUp,
  };
}

function faultsOf({ spec: supervisor }: TreeNode, child: NodeChild): readonly FaultAnalysis[] {
  const { spec, below, profile } = child;
  if (profile.lifeMs === Infinity) return [];
  const exit = below?.spec.policy.giveUpExit ?? 'error';
  const isRestarted = restartsAfter(spec.restart, exit);
  return severitiesOf(spec).map((severity) => {
    const failing = { severity, by: 'crash', exit } as const;
    const { kind, restarts, afterMs } = failEachTime(supervisor, spec, failing);
    return {
      severity,
      atOnce: kind === 'restartsForEver' ? { kind } : { kind, restarts, afterMs },
      crashLoops: isRestarted ? crashLoops({ supervisor, child: spec, severity }) : [],
    };
  });
}

function times(amount: number, { atMost, isReached }: Bound): Bound {
  return { atMost: atMost === 0 ? 0 : amount * atMost, isReached };
}

function sumOf(bounds: readonly Bound[]): Bound {
  return {
    atMost: bounds.reduce((sum, { atMost }) => sum + atMost, 0),
    isReached: bounds.every(({ isReached }) => isReached),
  };
}
