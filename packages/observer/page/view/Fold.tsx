interface Props {
  /** Absent when there is nothing to unfold. */
  readonly isUnfolded: boolean | undefined;
  readonly onToggle: () => void;
}

/** For the mouse alone: keys fold with the arrows, and the line itself says whether it is unfolded. */
export function Fold({ isUnfolded, onToggle }: Props) {
  return (
    <span
      class={isUnfolded === undefined ? 'fold is-leaf' : `fold ${isUnfolded ? 'is-open' : ''}`}
      aria-hidden="true"
      onClick={(event) => {
        if (isUnfolded === undefined) return;
        event.stopPropagation();
        onToggle();
      }}
    >
      {isUnfolded !== undefined && (
        <svg viewBox="0 0 16 16" width="12" height="12">
          <path d="M5 2l7 6l-7 6z" fill="currentColor" />
        </svg>
      )}
    </span>
  );
}
