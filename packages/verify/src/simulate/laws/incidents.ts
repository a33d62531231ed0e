import type { SupervisionEvent } from '@kintsugi/core';
import { isWithin } from '../blueprint.ts';
import type { SimulatedTree } from '../simulated-tree.ts';
import type { Broken, Law } from '../law.ts';

interface Book {
  /** By name, where they stand. */
  readonly open: Map<string, string>;
  readonly closed: Set<string>;
}

/** Every incident is opened once and closed once, and what belongs to it is told while it is open (rule 15). */
export function incidents(tree: SimulatedTree): Law {
  const book: Book = { open: new Map(), closed: new Set() };
  return {
    onEvent(event) {
      if (event.type === 'child.abandoned') forgetBelow(book, event.path);
      if (event.type === 'incident.opened') return opened(book, event.incident, event.path);
      return event.incident === undefined ? undefined : follow(book, event, event.incident);
    },
    atRest() {
      // One that waits for what it depends on waits in its incident.
      const left = [...book.open].find(([, path]) => !tree.waitsForDependency(path));
      return left && `${left[0]} stands open, and nothing is left that could close it`;
    },
    atEnd() {
      const [left] = book.open.keys();
      return left && `${left} stands open after the tree has ended`;
    },
  };
}

/** Nobody reports any more of what is below a supervisor that was given up. */
function forgetBelow({ open }: Book, path: string): void {
  for (const [incident, where] of open)
    if (where !== path && isWithin(where, path)) open.delete(incident);
}

function opened({ open, closed }: Book, incident: string, path: string): Broken {
  if (open.has(incident) || closed.has(incident)) return `${incident} is opened once more`;
  open.set(incident, path);
  return undefined;
}

function follow({ open, closed }: Book, { type }: SupervisionEvent, incident: string): Broken {
  if (type.startsWith('alert')) return undefined;
  if (!open.has(incident)) return `${type} of ${incident}, which is not open`;
  if (type !== 'incident.closed') return undefined;
  open.delete(incident);
  closed.add(incident);
  return undefined;
}
