import { counted } from '../counted.ts';
import { TICK_MS } from '../model/abstract-time.ts';
import { type Ages, aTickOlder } from './by-child.ts';
import { told, type TurnProperty } from './property.ts';

/** Rule 11: counted by what was told, whatever the supervisor has counted. */
export const intensityIsKept: TurnProperty<Ages> = {
  name: 'the intensity is kept',
  demands:
    'A restart is granted as long as there are fewer within the period than the intensity says, and then refused.',
  begin: () => [],
  see(ages, turn) {
    const { maxRestarts, withinMs } = turn.spec.intensity ?? NO_LIMIT;
    const inside = turn.input.type === 'supervisor.start' ? [] : stillInside(ages, withinMs);
    const granted = told(turn, 'child.restarting').map(() => 0);
    const isRefused = told(turn, 'supervisor.gaveUp').some(({ reason }) => reason === REFUSED);
    const isAsked = isRefused || granted.length > 0;
    const isReached = inside.length >= maxRestarts;
    return {
      memory: maxRestarts === Infinity ? [] : [...inside, ...granted],
      isTested: isAsked && isReached,
      broken: isAsked && isReached !== isRefused ? missed(inside.length, maxRestarts) : undefined,
    };
  },
  tick: (ages, { intensity }) => aTickOlder(ages, intensity?.withinMs ?? Infinity),
};

function stillInside(ages: Ages, withinMs: number): Ages {
  return ages.filter((age) => age * TICK_MS <= withinMs);
}

function missed(inside: number, maxRestarts: number): string {
  const is = inside < maxRestarts ? 'refused' : 'granted';
  return `one is ${is} after ${counted(inside, 'restart')} in one period, where ${maxRestarts} may be`;
}

const NO_LIMIT = { maxRestarts: Infinity, withinMs: Infinity } as const;
const REFUSED = 'intensity exceeded';
