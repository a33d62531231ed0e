import type { ServerResponse } from 'node:http';
import type { Beat } from '../protocol/frame.ts';

/** What a stream of server-sent events is written to. */
export type StreamResponse = Pick<ServerResponse, 'write' | 'end' | 'on' | 'destroy'>;

/** A sign of life; it is of no revision. */
export function beatMessage(beat: Beat): string {
  return `event: beat\ndata: ${JSON.stringify(beat)}\n\n`;
}

/** A message of the stream; `id` is the revision. */
export function streamMessage(event: 'frame' | 'delta', revision: number, data: unknown): string {
  return `id: ${revision}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Who has not read up for so many beats is not there any more, or might as well not be: 30 s. */
const MOST_BEATS_BEHIND = 2;

/**
 * Somebody who looks. One who reads slower than is written gets nothing more until all of it has been read, and
 * then everything anew: no more waits for anybody than a frame and a delta. One who reads nothing up for two to three
 * beats is cut off: a page connects again by itself.
 */
export class Viewer {
  readonly #response: StreamResponse;
  #isBehind = false;
  #hasMissed = false;
  #beatsBehind = 0;

  /** @param catchUp - asks for a whole frame, for one that has missed something */
  constructor(response: StreamResponse, catchUp: (viewer: Viewer) => void) {
    this.#response = response;
    response.on('drain', () => {
      this.#isBehind = false;
      this.#beatsBehind = 0;
      if (this.#hasMissed) catchUp(this);
    });
  }

  whole(message: string): void {
    this.#hasMissed = false;
    this.#write(message);
  }

  delta(message: string): void {
    if (this.#isBehind) this.#hasMissed = true;
    else this.#write(message);
  }

  beat(message: string): void {
    if (!this.#isBehind) this.#write(message);
    else if (this.#beatsBehind === MOST_BEATS_BEHIND) this.#response.destroy();
    else this.#beatsBehind += 1;
  }

  end(): void {
    this.#response.end();
  }

  #write(text: string): void {
    this.#isBehind = !this.#response.write(text);
  }
}
