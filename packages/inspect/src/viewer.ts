import {
  type ActorNotice,
  announceOrder,
  followActors,
  type FollowedActor,
  lookAt,
  type Redact,
} from '@kintsugi/actors/inspection';
import type { Tree } from '@kintsugi/actors';
import { readMessage } from './read-message.ts';
import { v4Event } from './v4-event.ts';
import { type V4Inspector, v4Inspector } from './v4-inspector.ts';
import { V4Service } from './v4-service.ts';
import { v4State } from './v4-state.ts';

/** Viewers do not say who sits before them. */
const BY = 'a viewer of @xstate/inspect';
const INITIAL = { type: 'xstate.init' };

/** What a viewer is shown, and what it may. */
export interface Viewing {
  /** Whether its events go to the actors. */
  readonly mayAct: boolean;
  readonly redact: Redact;
}

/** Somebody who looks at a tree. Until it asks, and after it has gone, it costs nothing. */
export class Viewer {
  readonly #tree: Tree<unknown>;
  readonly #send: (text: string) => void;
  readonly #services = new Map<string, V4Service>();
  readonly #viewing: Viewing;
  #inspector: V4Inspector | undefined;
  #leave: (() => void) | undefined;
  /** What the viewer itself has sent, and is on its way: it knows of it. */
  #delivering: object | undefined;
  #isClosed = false;

  constructor(tree: Tree<unknown>, send: (text: string) => void, viewing: Viewing) {
    this.#tree = tree;
    this.#viewing = viewing;
    this.#send = send;
  }

  receive(text: string): void {
    const message = this.#isClosed ? undefined : readMessage(text);
    if (message?.type === 'xstate.inspecting') this.#begin(text);
    else if (message !== undefined && this.#viewing.mayAct && this.#services.has(message.origin))
      this.#inspector?.receive(text);
  }

  #begin(text: string): void {
    const inspector = this.#inspector ?? v4Inspector(this.#send);
    inspector.receive(text);
    if (this.#inspector !== undefined) return;
    this.#inspector = inspector;
    this.#leave = followActors(this.#tree, (notice) => this.#tell(inspector, notice));
  }

  close(): void {
    this.#isClosed = true;
    this.#leave?.();
    this.#inspector?.close();
    this.#services.clear();
  }

  #tell(inspector: V4Inspector, notice: ActorNotice): void {
    const { actor } = notice;
    if (notice.type === 'actor.appeared')
      inspector.register(this.#serviceOf(actor, notice.snapshot));
    const service = this.#services.get(actor.sessionId);
    if (service === undefined) return;
    if (notice.type === 'actor.received') this.#received(service, notice);
    else if (notice.type === 'actor.moved') moved(service, notice, this.#viewing.redact);
    else if (notice.type === 'actor.ended') {
      this.#services.delete(actor.sessionId);
      service.stopped();
    }
  }

  #serviceOf(actor: FollowedActor, snapshot: unknown): V4Service {
    const { redact } = this.#viewing;
    const state = v4State(actor, snapshot, v4Event(INITIAL, redact), redact);
    const service = new V4Service(actor, state, redact, (event) => {
      announceOrder(this.#tree, placeOf(this.#tree, actor), event.type, BY);
      this.#delivering = event;
      actor.ref.send(event);
      this.#delivering = undefined;
    });
    this.#services.set(actor.sessionId, service);
    return service;
  }

  #received(service: V4Service, { event, source }: ActorNotice & { type: 'actor.received' }): void {
    // Its start has been told when it was registered.
    if (event === this.#delivering || event.type === 'xstate.init') return;
    service.report(v4Event(event, this.#viewing.redact, source?.sessionId));
  }
}

/** The event `command.given` tells of supervisors and services: what is sent to a worker is an order to its service. */
function placeOf(tree: Tree<unknown>, { path, parent }: FollowedActor): string {
  return parent === undefined || lookAt(tree, path) !== undefined ? path : placeOf(tree, parent);
}

function moved(
  service: V4Service,
  { actor, event, snapshot }: ActorNotice & { type: 'actor.moved' },
  redact: Redact,
): void {
  const crash = crashEvent(actor.ref.id, snapshot);
  if (crash !== undefined) service.report(v4Event(crash, redact));
  service.moved(v4State(actor, snapshot, v4Event(crash ?? event, redact), redact));
}

/** XState 4 has no other place for an error. */
function crashEvent(id: string, snapshot: unknown): { readonly type: string } | undefined {
  const { status, error } = snapshot as { readonly status: string; readonly error?: unknown };
  const crash = { type: `xstate.error.actor.${id}`, data: error };
  return status === 'error' ? crash : undefined;
}
