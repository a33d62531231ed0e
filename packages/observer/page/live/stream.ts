import type { Beat, Delta, Frame } from '../../src/protocol/frame.ts';

/** A stream that is open. */
export interface Stream {
  /** Hears nothing, and costs the server nothing, until it is woken. */
  readonly rest: () => void;
  /** Listens again, from a whole frame on. */
  readonly wake: () => void;
}

/** What the stream tells. */
export interface StreamListener {
  readonly frame: (frame: Frame) => void;
  readonly delta: (delta: Delta) => void;
  readonly beat: (beat: Beat) => void;
  readonly lost: () => void;
}

const AGAIN_AFTER_MS = 2_000;

/**
 * Listens to the tree for as long as it does not rest. Whatever ends the connection, it is opened again, and begins with
 * a whole frame. A delta that does not follow the last one means that some are missing: it begins anew, too.
 */
export function openStream(url: string, listener: StreamListener): Stream {
  let source = connect();
  let revision: number | undefined;
  let timer: number | undefined;

  function connect(): EventSource {
    const opened = new EventSource(url);
    opened.addEventListener('frame', ({ data }) => {
      const frame: Frame = JSON.parse(data);
      revision = frame.revision;
      listener.frame(frame);
    });
    opened.addEventListener('delta', ({ data }) => {
      const delta: Delta = JSON.parse(data);
      if (delta.revision === (revision ?? NaN) + 1) {
        revision = delta.revision;
        listener.delta(delta);
      } else reopen(0);
    });
    opened.addEventListener('beat', ({ data }) => {
      const beat: Beat = JSON.parse(data);
      listener.beat(beat);
    });
    opened.addEventListener('error', () => {
      listener.lost();
      // The browser gives up by itself after an answer that is no stream, as a proxy's.
      if (opened.readyState === EventSource.CLOSED) reopen(AGAIN_AFTER_MS);
    });
    return opened;
  }

  function reopen(afterMs: number): void {
    source.close();
    clearTimeout(timer);
    timer = setTimeout(() => {
      source = connect();
    }, afterMs);
  }

  return {
    rest: () => {
      clearTimeout(timer);
      source.close();
    },
    wake: () => reopen(0),
  };
}
