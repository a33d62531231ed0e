import type { Severity } from '@kintsugi/core';
import type { LevelLimit, RootGiveUp } from './analysis.ts';
import { severitiesOf } from './chain-answer.ts';
import { failEachTime, type FailedEachTime, type Failing } from './fail-each-time.ts';
import { latestGiveUp } from './latest-give-up.ts';
import type { NodeChild, TreeNode } from './tree-node.ts';

/** A child, and the supervisor that it is a child of. */
export interface Place {
  readonly node: TreeNode;
  readonly child: NodeChild;
}

/**
 * What a service that fails at once at every start does to the root.
 *
 * @param places - from the service up: each child is the supervisor of the place before
 */
export function rootGivesUp(places: readonly Place[], startWithinMs: number): RootGiveUp {
  const [service] = places;
  const severities = service === undefined ? [] : severitiesOf(service.child.spec);
  const falls = severities.flatMap((severity) => [
    fallOf(places, severity, 'crash'),
    fallOf(places, severity, 'start'),
  ]);
  const given = falls.filter((fall) => fall.kind === 'gaveUp');
  const [soonest] = given.toSorted((one, other) => one.afterMs - other.afterMs);
  if (soonest === undefined) return neverOf(falls);
  const crashes = given.find(({ severity, by }) => severity === soonest.severity && by === 'crash');
  return {
    kind: 'gaveUp',
    severity: soonest.severity,
    levels: (crashes ?? soonest).levels,
    soonestMs: soonest.afterMs,
    latestMs: latestGiveUp(places, startWithinMs),
  };
}

/** What the same failing comes to, level by level. */
type Fall =
  | {
      readonly kind: 'gaveUp';
      readonly severity: Severity;
      readonly by: Failing['by'];
      readonly levels: readonly LevelLimit[];
      readonly afterMs: number;
    }
  | { readonly kind: 'stopped'; readonly at: string; readonly by: FailedEachTime['kind'] };

/** One life of a child, from the bottom up: the first, and each after it. */
interface Lives {
  readonly first: { readonly lives: number; readonly ms: number };
  readonly later: { readonly lives: number; readonly ms: number };
  readonly failing: Pick<Failing, 'severity' | 'by' | 'exit'>;
}

function fallOf(places: readonly Place[], severity: Severity, by: Failing['by']): Fall {
  const once = { lives: 1, ms: 0 };
  let below: Lives = { first: once, later: once, failing: { severity, by } };
  const levels: LevelLimit[] = [];
  for (const { node, child } of places) {
    const above = levelUp(node, child, below);
    if ('kind' in above) return { kind: 'stopped', at: child.path, by: above.kind };
    levels.push({ path: node.spec.path, lives: above.first.lives, afterMs: above.first.ms });
    below = above;
  }
  return { kind: 'gaveUp', severity, by, levels, afterMs: below.first.ms };
}

/** Lives of a supervisor, in lives of the service; or what its child comes to instead. */
function levelUp(node: TreeNode, child: NodeChild, below: Lives): Lives | FailedEachTime {
  const { later } = below;
  const failing = { ...below.failing, lifeMs: later.ms };
  const first = failEachTime(node.spec, child.spec, { ...failing, from: 'running' });
  if (first.kind !== 'gaveUp') return first;
  const again = failEachTime(node.spec, child.spec, { ...failing, from: 'start' });
  if (again.kind !== 'gaveUp') return again;
  return {
    first: {
      lives: below.first.lives + first.restarts * later.lives,
      ms: below.first.ms + first.afterMs,
    },
    later: { lives: (again.restarts + 1) * later.lives, ms: again.afterMs },
    failing: { severity: first.severity, by: failing.by, exit: node.spec.policy.giveUpExit },
  };
}

const REASONS = {
  degraded: 'goes to its fallback, and stays there',
  failed: 'is parked in failed',
  ended: 'is not started again',
  restartsForEver: 'is restarted for ever, and no limit is tripped',
} as const satisfies Record<Exclude<FailedEachTime['kind'], 'gaveUp'>, string>;

function neverOf(falls: readonly Fall[]): RootGiveUp {
  // What most faults are, when no rule knows them: RECOVERABLE, the last but one.
  const stopped = falls.flatMap((fall) => (fall.kind === 'stopped' ? [fall] : []));
  const last = stopped.at(-3) ?? stopped.at(-1);
  if (last === undefined || last.by === 'gaveUp')
    return { kind: 'never', at: '', because: 'has nothing that can fail' };
  return { kind: 'never', at: last.at, because: REASONS[last.by] };
}
