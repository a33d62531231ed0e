import type { ServerResponse } from 'node:http';
import type { Beat } from '../protocol/frame.ts';

/** What a stream of server-sent events is written to. */
export type StreamResponse = Pick<ServerResponse, 'write' | 'end' | 'on' | 'destroy'>;

/** A sign of life; it is of no revision. */
export function beatMessage(beat: Beat): string {
  return `event: beat\ndata: ${JSON.stringify(beat)}\n\n`;
}

/** A message of the stream; `id` is the revision. */
export function streamMessage(event: 'frame' | 'delta', revision: number, json: string): string {
  return `id: ${revision}\nevent: ${event}\ndata: ${json}\n\n`;
}

/** Who has not read up for so long is not there any more, or might as well not be. */
const MOST_BEHIND_MS = 30_000;

/**
 * Somebody who looks. One who reads slower than is written gets nothing more until all of it has been read, and
 * then everything anew: no more waits for anybody than a frame and a delta. One who has not read up for 30 s is cut off with
 * the next beat: a page connects again by itself.
 */
export class Viewer {
  readonly #response: StreamResponse;
  #isBehind = false;
  #hasMissed = false;
  /** The first beat that it was not told, by the page's clock. */
  #behindSince: number | undefined;

  /** @param catchUp - asks for a whole frame, for one that has missed something */
  constructor(response: StreamResponse, catchUp: (viewer: Viewer) => void) {
    this.#response = response;
    response.on('drain', () => {
      this.#isBehind = false;
      this.#behindSince = undefined;
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

  /** @param at - milliseconds of the page's clock */
  beat(message: string, at: number): void {
    if (this.#isBehind) this.#waitedUntil(at);
    else this.#write(message);
  }

  #waitedUntil(at: number): void {
    this.#behindSince ??= at;
    if (at - this.#behindSince >= MOST_BEHIND_MS) this.#response.destroy();
  }

  end(): void {
    this.#response.end();
  }

  #write(text: string): void {
    this.#isBehind = !this.#response.write(text);
  }
}
