const LINES_OF_A_PAGE = 15;

/** What the keys of a tree must know of a line. */
export interface TreeLine {
  readonly key: string;
  /** Key of the line above it in the tree. */
  readonly parent: string | undefined;
  /** Absent when there is nothing below it. */
  readonly isUnfolded?: boolean;
}

/** What a key asks for. */
export interface TreeMove {
  readonly kind: 'goTo' | 'fold' | 'choose';
  /** Of the line that it is about. */
  readonly key: string;
}

interface Place {
  readonly lines: readonly TreeLine[];
  /** Of the cursor's line. */
  readonly at: number;
  readonly line: TreeLine;
}

/** The keys of a tree. @see https://www.w3.org/WAI/ARIA/apg/patterns/treeview/ */
const KEYS: Readonly<Record<string, (place: Place) => TreeMove>> = {
  ArrowDown: ({ lines, at }) => goTo(lines, at + 1),
  ArrowUp: ({ lines, at }) => goTo(lines, at - 1),
  PageDown: ({ lines, at }) => goTo(lines, at + LINES_OF_A_PAGE),
  PageUp: ({ lines, at }) => goTo(lines, at - LINES_OF_A_PAGE),
  Home: ({ lines }) => goTo(lines, 0),
  End: ({ lines }) => goTo(lines, lines.length - 1),
  ArrowRight: ({ lines, at, line }) => {
    if (line.isUnfolded === false) return { kind: 'fold', key: line.key };
    return goTo(lines, line.isUnfolded === true ? at + 1 : at);
  },
  ArrowLeft: ({ lines, at, line }) => {
    if (line.isUnfolded === true) return { kind: 'fold', key: line.key };
    const above = lines.findIndex(({ key }) => key === line.parent);
    return goTo(lines, above === -1 ? at : above);
  },
  Enter: ({ line }) => ({ kind: 'choose', key: line.key }),
  ' ': ({ line }) => ({ kind: 'choose', key: line.key }),
};

/**
 * What a key asks for in a tree; undefined for a key that means nothing in it.
 *
 * @param lines - all that can be gone to, from top to bottom
 * @param cursor - key of the line where the keys work
 */
export function moveOfKey(
  key: string,
  lines: readonly TreeLine[],
  cursor: string,
): TreeMove | undefined {
  const at = Math.max(
    0,
    lines.findIndex((line) => line.key === cursor),
  );
  const line = lines[at];
  return line && KEYS[key]?.({ lines, at, line });
}

function goTo(lines: readonly TreeLine[], at: number): TreeMove {
  const line = lines[Math.min(lines.length - 1, Math.max(0, at))];
  return { kind: 'goTo', key: line?.key ?? '' };
}
