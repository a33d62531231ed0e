/*
 * For what shows a tree to people: the observer, bridges to inspectors. It is what the tree itself has in its hands, so it may
 * change in any release.
 */
export { admitsViewer, requireOrigins, type ViewerHeaders } from './admits-viewer.ts';
export type { ActorNotice } from './actor-notice.ts';
export type { FollowedActor } from './followed-actor.ts';
export { followActors } from './follow-actors.ts';
export { followChanges, hearEvents, listenersOf } from './hear.ts';
export { type Look, lookAt, type LookedAtSupervisor, nowIn, waitingAt } from './look-at.ts';
export { announceOrder, injectFault, type InjectionResult, tellPageFailed } from './order.ts';
export { type PlainSnapshot, plainSnapshot } from './plain-snapshot.ts';
export { type Redact, requireRedactKeys } from './redacting.ts';
export { type StatusChart, statusChart } from './status-chart.ts';
export { systemClock } from '../tree/system-clock.ts';
