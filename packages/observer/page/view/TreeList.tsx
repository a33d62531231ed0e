import type { ComponentChildren } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { useNarrow } from './use-narrow.ts';
import { useWindow } from './use-window.ts';

/** Pixels; a narrow screen shows each node in two lines. The style sheet has the same numbers. */
const LINE_HEIGHT = { wide: 28, narrow: 46 } as const;

interface Props {
  /** What the lines are. */
  readonly label: string;
  /** How many. */
  readonly lines: number;
  /** Which of them the cursor is on; -1 when it is on none. */
  readonly cursorAt: number;
  /** Id of that line's element. */
  readonly cursorId: string;
  /** Rises when the cursor must be brought into sight. */
  readonly reveals: number;
  /** What the lines are chosen by: with another one they begin at the top. */
  readonly filter: unknown;
  /** Whether the key means something in the tree. */
  readonly onKey: (key: string) => boolean;
  readonly line: (index: number, top: number) => ComponentChildren;
}

/** A tree as a list of lines of one height. Only those that are in sight are in the document. */
export function TreeList(props: Props) {
  const { label, lines, cursorAt, cursorId, reveals, filter, onKey, line } = props;
  const lineHeight = useNarrow() ? LINE_HEIGHT.narrow : LINE_HEIGHT.wide;
  const { frame, first, end } = useWindow(lines, lineHeight);
  useLayoutEffect(() => {
    if (frame.current !== null) frame.current.scrollTop = 0;
  }, [filter]);
  useLayoutEffect(() => {
    if (frame.current !== null && reveals > 0) bringIntoSight(frame.current, cursorAt, lineHeight);
  }, [reveals]);
  const isCursorDrawn = cursorAt >= first && cursorAt < end;
  return (
    <div
      id="tree"
      class="tree"
      role="tree"
      aria-label={label}
      tabIndex={0}
      ref={frame}
      {...(isCursorDrawn ? { 'aria-activedescendant': cursorId } : {})}
      onKeyDown={(event) => {
        const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
        if (isPlain && onKey(event.key)) event.preventDefault();
      }}
    >
      <div class="lines" role="none" style={{ height: `${lines * lineHeight}px` }}>
        {Array.from({ length: end - first }, (_, index) =>
          line(first + index, (first + index) * lineHeight),
        )}
      </div>
    </div>
  );
}

function bringIntoSight(frame: HTMLElement, at: number, lineHeight: number): void {
  if (at < 0) return;
  const [top, bottom] = [at * lineHeight, (at + 1) * lineHeight];
  if (top < frame.scrollTop) frame.scrollTop = top;
  else if (bottom > frame.scrollTop + frame.clientHeight)
    frame.scrollTop = bottom - frame.clientHeight;
}
