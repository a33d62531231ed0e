import type { Caller } from '../tree/caller.ts';
import type { Obstacle } from '../tree/self-call.ts';
import { intakeOf } from './intake.ts';
import type { Living } from './lives.ts';

/** What a request that comes to a service now would have to wait for, as far as it is known. */
export function obstacleAt({ state, step, life, work }: Living): Obstacle | undefined {
  if (step !== undefined) return untilOver(step, 'is being healed');
  if (intakeOf(state) === 'wait' && life !== undefined) {
    if (life.isEnding) return untilOver(life, 'stops');
    if (life.isStarting) return untilOver(life, 'starts');
  }
  return work.obstacle;
}

function untilOver(caller: Caller, doing: string): Obstacle {
  const remedy = 'it answers nobody before that has ended; use tell, or ask later';
  return { by: [caller], until: 'all end', doing, remedy };
}

/** The next request begins when one of these has ended. */
export function untilPlaceIsFree(by: readonly Caller[], concurrency: number): Obstacle {
  const remedy = `with concurrency ${concurrency} nobody is left to answer; use tell, or raise concurrency`;
  return { by, until: 'one ends', doing: 'handles a request', remedy };
}

/** The next request begins when all that are tried again have ended. */
export function untilRoundEnds(by: readonly Caller[]): Obstacle {
  const remedy = 'nothing else is begun before that has ended; use tell';
  return { by, until: 'all end', doing: 'tries a request again', remedy };
}
