import type { EventObject } from 'xstate';
import type { FollowedActor } from './followed-actor.ts';

interface Noticed {
  readonly actor: FollowedActor;
  /** Milliseconds of the tree's clock. */
  readonly at: number;
}

/** What somebody who follows the actors of a tree is told. */
export type ActorNotice = Noticed &
  (
    | {
        /** It is there: already when the following began, or from now on. Parents come before their children. */
        readonly type: 'actor.appeared';
        readonly snapshot: unknown;
      }
    | {
        /** An event is on its way to it, and not yet taken. */
        readonly type: 'actor.received';
        readonly event: EventObject;
        /** Who has sent it, if that is an actor of the tree. */
        readonly source: FollowedActor | undefined;
      }
    | {
        /** It has taken an event, and stands so now. */
        readonly type: 'actor.moved';
        readonly event: EventObject;
        readonly snapshot: unknown;
      }
    | {
        /** It is over: done, stopped, or crashed; its last snapshot has been told. */
        readonly type: 'actor.ended';
        /** What it has crashed with. */
        readonly failure: { readonly error: unknown } | undefined;
      }
  );
