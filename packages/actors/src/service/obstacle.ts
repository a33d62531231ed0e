import type { Caller } from '../tree/caller.ts';
import type { Obstacle } from '../tree/self-call.ts';
import { intakeOf } from './intake.ts';
import type { Living } from './lives.ts';

/** What a request that comes to a service now would have to wait for, as far as it is known. */
export function obstacleAt(service: Living): Obstacle | undefined {
  const { state, step, life, work } = service;
  if (step !== undefined) return untilOver(step, 'is being healed');
  if (intakeOf(state) !== 'wait') return work.obstacle;
  if (life === undefined) return untilItsTurn(service) ?? work.obstacle;
  if (life.isEnding) return untilOver(life, 'stops');
  return life.isStarting ? untilOver(life, 'starts') : work.obstacle;
}

function untilItsTurn({ startsAhead }: Living): Obstacle | undefined {
  if (startsAhead.length === 0) return undefined;
  return { by: startsAhead, ...UNTIL_ITS_TURN };
}

/** It is started when these are over. */
export const UNTIL_ITS_TURN = {
  until: 'all end',
  doing: 'waits for its turn to start',
  remedy: 'it is started only after that; let it start before, use tell, or ask later',
} as const;

/** Whose start or stop, its own or one ahead of it, must be over before a service is up. */
export function startsOf({ step, life, startsAhead }: Living): readonly Caller[] {
  if (step !== undefined) return [step];
  if (life === undefined) return startsAhead;
  return life.isStarting || life.isEnding ? [life] : [];
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
