// For those who show the actors of a tree to somebody: inspectors, viewers.
export { admitsViewer, type ViewerHeaders } from './admits-viewer.ts';
export type { ActorNotice } from './actor-notice.ts';
export type { FollowedActor } from './followed-actor.ts';
export { followActors } from './follow-actors.ts';
export { type PlainSnapshot, plainSnapshot } from './plain-snapshot.ts';
export { type StatusChart, statusChart } from './status-chart.ts';
