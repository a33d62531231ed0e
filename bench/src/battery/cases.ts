import {
  asyncRejectionInHandler,
  cleanupRunsOnCrash,
  crashLoop,
  syncThrowInHandler,
} from './crash-cases.ts';
import { messagesQueuedBehindTheCrash, sendAfterPermanentStop } from './message-cases.ts';
import { startFailsOnTheRestart, throwInFirstStart } from './start-cases.ts';
import { detachedTimerThrows, floatingRejection } from './stray-cases.ts';
import type { Trial } from './trial.ts';

/** What may go wrong in a worker, each with what a library makes of it, in words. */
export const CASES = {
  'sync throw in handler': syncThrowInHandler,
  'async rejection in handler': asyncRejectionInHandler,
  'cleanup hook runs on crash': cleanupRunsOnCrash,
  'throw in first start': throwInFirstStart,
  'start fails on the restart': startFailsOnTheRestart,
  'crash loop, limit 3 in 5 s': crashLoop,
  'messages queued behind the crash': messagesQueuedBehindTheCrash,
  'send after permanent stop': sendAfterPermanentStop,
  'detached timer throws': detachedTimerThrows,
  'floating rejection': floatingRejection,
} as const satisfies Record<string, (trial: Trial) => Promise<string>>;

export type CaseName = keyof typeof CASES;

export const CASE_NAMES = Object.keys(CASES) as readonly CaseName[];

export function isCase(name: string): name is CaseName {
  return Object.hasOwn(CASES, name);
}
