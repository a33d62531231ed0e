import type { StopReport } from '@kintsugi/actors';
import type { SimulatedTree } from '../simulated-tree.ts';
import type { Broken, Law } from '../law.ts';

/** After the end no timer is left, and no life but those that are named as left behind (rules 41 and 49). */
export function end(tree: SimulatedTree): Law {
  return {
    atEnd(report) {
      if (tree.timers > 0) return `the tree has ended and has set ${tree.timers} timers`;
      return unfenced(tree) ?? named(tree, report);
    },
    onEvent: ({ type, path }) =>
      tree.hasEnded && !MAY_COME_LATE.has(type)
        ? `${type} of ${path === '' ? 'the root' : path}, after the tree has ended`
        : undefined,
    onBegan: ({ member }) =>
      tree.hasEnded ? `${member.path} is started after the tree has ended` : undefined,
    atLast: () => (tree.timers > 0 ? `${tree.timers} timers are set for ever` : undefined),
  };
}

/** Told to a tree that is no more. */
const MAY_COME_LATE: ReadonlySet<string> = new Set(['message.undeliverable']);

function unfenced(tree: SimulatedTree): Broken {
  for (const { lives, path, spec } of tree.members.values()) {
    if (spec.shutdown === 'brutal_kill') continue;
    const left = [...lives].find(({ isExcused }) => !isExcused);
    if (left !== undefined)
      return `the tree has ended, and life ${left.incarnation} of ${path} is ${left.state}`;
  }
  return undefined;
}

function named(tree: SimulatedTree, report: StopReport | undefined): Broken {
  if (report === undefined || !('leftBehind' in report)) return undefined;
  const left = report.leftBehind.map(({ path, incarnation }) => `${path} ${incarnation}`);
  // Who is killed is not waited for, and no life is left of it as far as its tree knows.
  const there = [...tree.members.values()].flatMap(({ path, lives, spec }) =>
    [...lives]
      .filter(({ isKilled }) => !isKilled && spec.shutdown !== 'brutal_kill')
      .map(({ incarnation }) => `${path} ${incarnation}`),
  );
  const unnamed = there.find((life) => !left.includes(life));
  return unnamed && `life ${unnamed} is left behind, and the report of the stop does not say so`;
}
