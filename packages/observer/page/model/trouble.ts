import { formatDuration, type LifecycleTag } from '@kintsugi/core';
import type { IncidentView, LastIncident, NodeView } from '../../src/protocol/frame.ts';
import { agoText } from './when.ts';

/**
 * Whether a person should look at it: a service that is not healthy or has an incident open; a supervisor
 * only for itself, because its services stand in the list themselves.
 */
export function isTroubled(node: NodeView, tag: LifecycleTag | undefined): boolean {
  if (node.kind === 'supervisor') return tag === 'down' || tag === 'healing' || isSpent(node);
  return node.incident !== undefined || (node.health !== undefined && node.health !== 'healthy');
}

/** The worst first; among equals the one that broke first: it may be the cause of the others. */
export function worstFirst(one: NodeView, other: NodeView): number {
  return (
    rank(one) - rank(other) ||
    (brokenSince(one) ?? Infinity) - (brokenSince(other) ?? Infinity) ||
    (one.path < other.path ? -1 : 1)
  );
}

/** Since when it is broken: milliseconds of the tree's clock; undefined where that is not known. */
export function brokenSince(node: NodeView): number | undefined {
  return causeOf(node)?.openedAt ?? node.since;
}

/** The incident that is open; or the one that has left it as it is, as one that ended in the fallback. */
export function causeOf({
  incident,
  lastIncident,
  state,
}: NodeView): IncidentView | LastIncident | undefined {
  return incident ?? (lastIncident?.outcome === state ? lastIncident : undefined);
}

const RANKS = { failed: 0, unhealthy: 1, degraded: 2, healthy: 3 } as const;

function rank({ kind, state, health }: NodeView): number {
  if (kind === 'supervisor') return state === 'failed' ? 0 : 2;
  return RANKS[health ?? 'healthy'];
}

/** What the tree is doing about it, for a tired reader. */
export function remedy(node: NodeView, now: number): string {
  if (node.kind === 'supervisor') return supervisorRemedy(node);
  const { incident, state } = node;
  if (state === 'degraded') return `${degradedText(node)}; ${wayBackText(node, now)}`;
  if (incident?.step === undefined || SETTLED.has(state)) return REMEDIES[state] ?? `is ${state}`;
  return `${incident.step}${attemptText(incident.attempt)}${dueText(node, now)}${nextText(incident)}`;
}

function nextText({ step, nextStep }: IncidentView): string {
  if (nextStep === undefined) return '';
  return nextStep === step ? ', then again' : `, then ${nextStep}`;
}

function degradedText({ hasFallback }: NodeView): string {
  if (hasFallback === undefined) return 'is degraded';
  return hasFallback ? 'answers from its fallback' : 'refuses requests, having no fallback';
}

function wayBackText(node: NodeView, now: number): string {
  if (node.nextAt === undefined) return 'waits for a person to recover it';
  return `tries to return${dueText(node, now)}`;
}

function dueText({ nextAt }: NodeView, now: number): string {
  return nextAt === undefined || nextAt <= now ? '' : ` in ${agoText(nextAt - now)}`;
}

/** No step is in progress there, whatever was the last. */
const SETTLED = new Set(['running', 'failed']);

const REMEDIES: Readonly<Record<string, string>> = {
  running: 'runs again, on probation',
  failed: 'waits for a person to recover it',
  starting: 'its first start is under way',
  restarting: 'a new life is on its way',
  retrying: 'tries the failed operations again',
};

function attemptText(attempt: number | undefined): string {
  return attempt === undefined ? '' : `, attempt ${attempt}`;
}

function supervisorRemedy(node: NodeView): string {
  if (node.state === 'failed') return 'gave up; its supervisor decides';
  if (!isSpent(node))
    return node.state === 'restarting' ? 'cycles its children' : 'starts its children';
  const { maxRestarts = 0, withinMs = 0 } = node.supervisor?.intensity ?? {};
  return `has used all ${maxRestarts} restarts in ${formatDuration(withinMs)}: with one more it gives up`;
}

/** With one more restart it gives up. */
export function isSpent({ supervisor }: NodeView): boolean {
  const { used = 0, maxRestarts = Infinity } = supervisor?.intensity ?? {};
  return used > 0 && used >= maxRestarts;
}
