import { errorRecord, type SupervisionEvent } from '@kintsugi/core';
import type { SupervisorActor } from '../supervisor/supervisor-actor.ts';
import { afterTurn } from './after-turn.ts';
import { endBy, type EndCause } from './end-by.ts';
import { isAtRest, lineage, memberAt, supervisorIn } from './lineage.ts';
import type { End, OpenMonitor } from './monitor.ts';
import { Watched } from './watched.ts';

const NOT_RUNNING = { cause: 'not_running' } as const;
const SHUTDOWN = { cause: 'shutdown' } as const;

/** Who watches what in one tree. An event costs one look-up, an end what hangs on it. */
export class Monitors {
  readonly #root: SupervisorActor;
  readonly #places = new Map<string, Watched>();

  constructor(root: SupervisorActor) {
    this.#root = root;
  }

  open(monitor: OpenMonitor, isGone = isAtRest(this.#root, monitor.path)): void {
    if (isGone) {
      this.#tell(monitor, NOT_RUNNING, this.#now);
      return;
    }
    const place = this.#placeAt(monitor.path);
    place.monitors.add(monitor);
    monitor.leave = () => {
      place.monitors.delete(monitor);
      this.#forgetUnused(place);
    };
  }

  hear(event: SupervisionEvent): void {
    const place = this.#places.get(event.path);
    if (place === undefined) return;
    const cause = endBy(place, event);
    if (cause !== undefined) this.#end(place, this.#endOf(place, cause), event.at);
  }

  /** The tree was stopped without waiting: nothing is told of it. */
  endAll(): void {
    const root = this.#places.get('');
    if (root !== undefined) this.#end(root, this.#endOf(root, 'shutdown'), this.#now);
  }

  /** A supervisor has begun again as new: what it had been given at run time is gone, and nothing tells so. */
  review(path: string): void {
    const place = this.#places.get(path);
    if (place === undefined) return;
    if (lineage(this.#root, path) === undefined) this.#end(place, { cause: 'removed' }, this.#now);
    else for (const below of place.below) this.review(below.path);
  }

  get #now(): number {
    return this.#root.tree.clock.now();
  }

  #placeAt(path: string): Watched {
    const known = this.#places.get(path);
    if (known !== undefined) return known;
    const above = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const place = new Watched(path, path === '' ? undefined : this.#placeAt(above));
    const supervisor = this.#supervisorAt(path);
    place.isEnding = supervisor?.end.isUnderWay === true;
    place.gaveUp = supervisor?.end.gaveUp !== undefined;
    this.#places.set(path, place);
    return place;
  }

  #supervisorAt(path: string): SupervisorActor | undefined {
    if (path === '') return this.#root;
    const member = memberAt(this.#root, path);
    return member && supervisorIn(member);
  }

  #endOf(place: Watched, cause: EndCause): End {
    if (cause === 'shutdown' && place.top.gaveUp)
      return { cause: 'gave_up', error: this.#root.end.gaveUp };
    if (cause !== 'failed' && !place.gaveUp) return { cause };
    // That of the last fault: it is the one that has ended it.
    const error = memberAt(this.#root, place.path)?.errorOf(undefined);
    return { cause: place.gaveUp ? 'gave_up' : 'failed', error };
  }

  /** What is below it has ended with it, and first. */
  #end(place: Watched, end: End, at: number): void {
    const isOwn = end.cause === 'failed' || end.cause === 'normal';
    for (const below of place.below) this.#end(below, isOwn ? SHUTDOWN : end, at);
    for (const monitor of place.monitors) {
      monitor.leave = undefined;
      this.#tell(monitor, end, at);
    }
    place.monitors.clear();
    this.#forgetUnused(place);
  }

  #tell(monitor: OpenMonitor, end: End, at: number): void {
    const { path } = monitor;
    const { tree } = this.#root;
    afterTurn(
      () => monitor.tell({ path, at, ...end }),
      (thrown) => {
        const error = errorRecord(thrown);
        tree.publish({ type: 'observer.failed', at: this.#now, path, observer: 'monitor', error });
      },
    );
  }

  #forgetUnused(place: Watched): void {
    if (place.monitors.size > 0 || place.below.size > 0) return;
    this.#places.delete(place.path);
    const { above } = place;
    above?.below.delete(place);
    if (above !== undefined) this.#forgetUnused(above);
  }
}
