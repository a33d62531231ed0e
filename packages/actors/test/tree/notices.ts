import { ask, type EndNotice, policy, StateCorruptionError, type Tree } from '../../src/index.ts';
import { anyPath, outcome } from '../plant.ts';

export const bug = (message = 'bug') => new StateCorruptionError(message);
export const failing = policy({ RECOVERABLE: ['fail'], CRITICAL: ['fail'] });
export const escalating = policy({ RECOVERABLE: ['escalate'], CRITICAL: ['escalate'] });

/** What several monitors were told, in the order in which it came; `said` as `path cause`. */
export function notices() {
  const all: EndNotice[] = [];
  return {
    all,
    get said() {
      return all.map(({ path, cause }) => `${path} ${cause}`);
    },
    hear: (notice: EndNotice) => void all.push(notice),
  };
}

/** Sends a request that is to fail. */
export function crash(tree: Tree<unknown>, path: string): void {
  outcome(ask(tree, anyPath(path), 'x'));
}
