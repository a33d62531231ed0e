import type { Ending } from '@kintsugi/core';
import { isEnding, type SeenTurn, told } from './property.ts';

type GaveUp = Extract<Ending, { readonly kind: 'gave up' }>;

/** What is asked of an ending: the faults that it tells of are not. */
export type Reasons =
  | Extract<Ending, { readonly kind: 'stop' }>
  | Pick<GaveUp, 'kind' | 'reason' | 'child' | 'severity' | 'stopAsked'>;

/** Why a supervisor that ends must end: known when it begins to stop, and the same from then on. */
export function endingDue(turn: SeenTurn): Reasons | undefined {
  const { before, input } = turn;
  if (!isEnding(before)) return endingBegun(turn);
  const { ending } = before;
  const isAsked = input.type === 'supervisor.stop';
  return ending?.kind === 'gave up' && isAsked ? { ...ending, stopAsked: true } : ending;
}

function endingBegun(turn: SeenTurn): Reasons {
  const { input } = turn;
  const [gaveUp] = told(turn, 'supervisor.gaveUp');
  if (gaveUp !== undefined) return gaveUpFor(turn, gaveUp);
  return {
    kind: 'stop',
    reason: input.type === 'supervisor.stop' ? input.reason : 'auto_shutdown',
  };
}

function gaveUpFor(
  { input, before }: SeenTurn,
  { reason, child }: Pick<GaveUp, 'reason' | 'child'>,
): Reasons {
  const fault = 'fault' in input ? input.fault : undefined;
  const wasCritical = before.children.get(child)?.incident?.classifiedCritical === true;
  const severity = wasCritical || fault?.severity === 'CRITICAL' ? 'CRITICAL' : 'RECOVERABLE';
  return { kind: 'gave up', reason, child, severity, stopAsked: false };
}

/** Whether a supervisor that ends so has failed, for whoever has started it. */
export function isFailure(ending: Reasons | undefined): boolean {
  return ending?.kind === 'gave up' && !ending.stopAsked;
}

/** In words that differ when the endings do: `gave up (intensity exceeded, db, CRITICAL)`. */
export function endingInWords(ending: Reasons | undefined): string {
  if (ending === undefined) return 'nothing';
  if (ending.kind === 'stop') return `stop (${ending.reason})`;
  const { reason, child, severity, stopAsked } = ending;
  return `gave up (${reason}, ${child}, ${severity})${stopAsked ? ', asked to stop' : ''}`;
}
