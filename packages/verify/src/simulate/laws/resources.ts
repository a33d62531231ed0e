import type { SimulatedLife } from '../life.ts';
import type { SimulatedTree } from '../simulated-tree.ts';
import type { Law } from '../law.ts';

/** What `start` has opened is closed by `stop` exactly once, also when it came late (rules 26 and 27). */
export function resources(tree: SimulatedTree): Law {
  let late: SimulatedLife[] = [];
  return {
    onOpened(life) {
      if (life.cameLate) late.push(life);
      return undefined;
    },
    onReleased({ member, incarnation, resource }) {
      return resource === 'open'
        ? undefined
        : `${member.path} is told to stop life ${incarnation} once more`;
    },
    onTurn() {
      const left = late.find(({ resource }) => resource === 'open');
      late = [];
      return left && `${held(left)}: its start came late, and nobody stops it`;
    },
    atRest: () => heldWithoutNeed(tree),
    atLast: () => heldWithoutNeed(tree),
  };
}

/** What lives and runs holds its resource; nobody else does. */
function heldWithoutNeed(tree: SimulatedTree): string | undefined {
  for (const { lives, path, spec } of tree.members.values()) {
    if (spec.shutdown === 'brutal_kill') continue;
    const isRunning = !tree.hasEnded && tree.stateOf(path) === 'running';
    const holding = [...lives].filter(({ resource }) => resource === 'open');
    const [first] = holding;
    if (first !== undefined && holding.length > (isRunning ? 1 : 0))
      return `${held(first)} and will not be told to stop`;
  }
  return undefined;
}

function held({ member, incarnation }: SimulatedLife): string {
  return `life ${incarnation} of ${member.path} holds its resource`;
}
