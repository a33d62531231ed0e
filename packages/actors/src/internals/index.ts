/*
 * For tools that look into a tree and are released with this package: the observer. What is here may change in
 * any release.
 */
export { followChanges, hearEvents, listenersOf } from './follow.ts';
export { type Look, lookAt, type LookedAtSupervisor, nowIn, waitingAt } from './look-at.ts';
export { announceOrder, injectFault, type InjectionResult, tellPageFailed } from './order.ts';
export { systemClock } from '../tree/system-clock.ts';
