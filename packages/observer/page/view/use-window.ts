import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Lines drawn above and below what is in sight, so that a small scroll shows no gap. */
const MARGIN_LINES = 10;

/** Which lines of a long list are to be drawn. */
export interface LineWindow {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly first: number;
  /** Not included. */
  readonly end: number;
}

/** Follows what part of a list of lines of one height is in sight. */
export function useWindow(lines: number, lineHeight: number): LineWindow {
  const frame = useRef<HTMLDivElement>(null);
  const [{ top, height }, setSight] = useState({ top: 0, height: 600 });
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const look = () => setSight({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);
  const shown = Math.ceil(height / lineHeight) + 2 * MARGIN_LINES;
  const last = Math.max(0, lines - shown);
  const first = Math.min(last, Math.max(0, Math.floor(top / lineHeight) - MARGIN_LINES));
  return { frame, first, end: Math.min(lines, first + shown) };
}
