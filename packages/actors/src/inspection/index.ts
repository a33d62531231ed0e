// For those who show the actors of a tree to somebody: inspectors, viewers.
export type { ActorNotice } from './actor-notice.ts';
export type { FollowedActor } from './followed-actor.ts';
export { followActors } from './follow-actors.ts';
export { type PlainSnapshot, plainSnapshot } from './plain-snapshot.ts';
