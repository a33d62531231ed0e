import { expect } from 'vitest';
import { type ActorNotice, followActors } from '../../src/inspection/index.ts';

/** Follows a tree, checks what must hold of every notice, and keeps them in short. */
export function follow(tree: Parameters<typeof followActors>[0]) {
  const said: string[] = [];
  const alive = new Map<string, string>();
  const hear = (notice: ActorNotice) => {
    const { type, actor } = notice;
    if (type === 'actor.appeared') {
      expect(alive.has(actor.sessionId), `${actor.path} appears once`).toBe(false);
      const { parent } = actor;
      expect(parent === undefined || alive.has(parent.sessionId), 'after its parent').toBe(true);
      alive.set(actor.sessionId, actor.path);
    } else expect(alive.get(actor.sessionId), `${type} of one that is there`).toBe(actor.path);
    if (type === 'actor.ended') alive.delete(actor.sessionId);
    said.push(inShort(notice));
  };
  const leave = followActors(tree, hear);
  return {
    leave,
    /** Paths of those that are there. */
    alive: () => [...alive.values()],
    /** What was said since this was asked last. */
    said: () => said.splice(0),
  };
}

function inShort(notice: ActorNotice): string {
  const path = notice.actor.path === '' ? 'root' : notice.actor.path;
  switch (notice.type) {
    case 'actor.appeared':
      return `+ ${path}`;
    case 'actor.received':
      return `${notice.source?.path ?? '?'} > ${path}: ${notice.event.type}`;
    case 'actor.moved':
      return `${path}: ${notice.event.type} ${standing(notice.snapshot)}`;
    case 'actor.ended':
      return `- ${path}${crashText(notice.failure)}`;
  }
}

function standing(snapshot: unknown): string {
  const { status, value = '' } = snapshot as { status: string; value?: unknown };
  return `${status} ${JSON.stringify(value)}`;
}

function crashText(failure: { readonly error: unknown } | undefined): string {
  return failure === undefined ? '' : `: ${String(failure.error)}`;
}
