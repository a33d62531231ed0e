import type { NodeView, ServiceView } from '../protocol/frame.ts';

const MOST_CHARACTERS = 8_000_000;

/** Views that fit into a file, and the paths of those that did not. */
export interface SavedServices {
  readonly services: readonly ServiceView[];
  readonly leftOut: readonly string[];
}

/**
 * As many services as fit, the most wanted first: those in trouble, then those that were, then the others. What does not fit is
 * not even looked at: contexts may be as large as they like, and the tree's process waits meanwhile.
 *
 * @param nodes - in the order of the tree
 */
export function savedServices(
  nodes: readonly NodeView[],
  hadIncident: (path: string) => boolean,
  view: (path: string) => ServiceView | undefined,
): SavedServices {
  const wanted = nodes
    .filter(({ kind }) => kind === 'service')
    .map((node) => ({ path: node.path, rank: rankOf(node, hadIncident) }))
    .toSorted((one, other) => one.rank - other.rank);
  const services: ServiceView[] = [];
  let left = MOST_CHARACTERS;
  for (const [at, { path }] of wanted.entries()) {
    const saved = view(path);
    if (saved === undefined) continue;
    left -= JSON.stringify(saved).length;
    if (left < 0) return { services, leftOut: wanted.slice(at).map((each) => each.path) };
    services.push(saved);
  }
  return { services, leftOut: [] };
}

function rankOf(
  { path, incident, state }: NodeView,
  hadIncident: (path: string) => boolean,
): number {
  if (incident !== undefined || state !== 'running') return 0;
  return hadIncident(path) ? 1 : 2;
}
