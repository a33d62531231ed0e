import type { SimulatedTree } from '../simulated-tree.ts';
import type { Broken, Law } from '../law.ts';

/** In which states a child may be, while an alert of this kind stands open. */
const STATES_OF: Readonly<Record<string, readonly string[]>> = {
  degraded: ['degraded'],
  // Also while somebody starts it again: that may come to nothing.
  failed: ['failed', 'restarting'],
  'left-idle': ['stopped', 'starting'],
};

/** An alert is open for just as long as what it is about. */
export function alerts(tree: SimulatedTree): Law {
  return {
    onTurn: () => tree.alerts.map((alert) => isFalse(tree, alert)).find(Boolean),
    atRest() {
      for (const path of tree.members.keys()) {
        const state = tree.stateOf(path) ?? '';
        if (
          (state === 'degraded' || state === 'failed') &&
          !tree.alerts.includes(`${state}:${path}`)
        )
          return `${path} is ${state}, and no alert says so`;
      }
      return undefined;
    },
  };
}

function isFalse(tree: SimulatedTree, alert: string): Broken {
  const kind = alert.slice(0, alert.indexOf(':'));
  const path = alert.slice(kind.length + 1);
  const state = tree.stateOf(path) ?? 'gone';
  return STATES_OF[kind]?.includes(state) === false
    ? `the alert ${alert} is open, and ${path} is ${state}`
    : undefined;
}
