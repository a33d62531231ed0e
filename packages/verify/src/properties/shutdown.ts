import type { ChildRecord, SupervisorState } from '@kintsugi/core';
import { isParked, specOf } from './failure.ts';
import { knowingReasons, type Reasons } from './lost.ts';
import { isEnding, type SeenTurn, told } from './property.ts';

/** Rule 45. */
export const autoShutdownIsKept = knowingReasons(
  'automatic shutdown is kept',
  'A supervisor stops by itself when a significant child has ended by itself, the first or the last as it is described, and only then.',
  (turn, reasons) => {
    if (isEnding(turn.before)) return {};
    const ended = significant(turn).filter((child) => hasJustEnded(child, turn, reasons));
    const mustStop = ended.length > 0 && isEnough(turn, ended);
    const stops = told(turn, 'supervisor.stopping').some(({ reason }) => reason === BY_ITSELF);
    const broken = mustStop ? 'it goes on' : 'it stops by itself';
    return {
      isTested: ended.length > 0 && turn.spec.autoShutdown !== 'never',
      broken:
        mustStop === stops ? undefined : `${ended[0]?.id ?? 'nobody'} has ended, and ${broken}`,
    };
  },
);

const BY_ITSELF = 'auto_shutdown';

/** The significant children as they were. */
function significant({ spec, before }: SeenTurn): readonly ChildRecord[] {
  return [...before.children.values()].filter((record) => specOf(spec, record).significant);
}

/** It is parked now, or its last life is over now; nobody has ordered that. */
function hasJustEnded(record: ChildRecord, turn: SeenTurn, reasons: Reasons): boolean {
  const { id } = record;
  const { after } = turn;
  if (isParked(turn, id)) return true;
  return !isOver(record) && isGone(after, id) && reasons.get(id) === 'ended';
}

function isOver({ state, life }: ChildRecord): boolean {
  return state === 'stopped' && life === 'none';
}

function isGone({ children }: SupervisorState, id: string): boolean {
  const record = children.get(id);
  return record === undefined || isOver(record);
}

/** Whether one that ends is enough, or nobody is left who could still end. */
function isEnough(turn: SeenTurn, ended: readonly ChildRecord[]): boolean {
  const { autoShutdown } = turn.spec;
  if (autoShutdown !== 'all_significant') return autoShutdown === 'any_significant';
  return significant(turn).every(
    (child) => child.state === 'stopped' || child.state === 'failed' || ended.includes(child),
  );
}
