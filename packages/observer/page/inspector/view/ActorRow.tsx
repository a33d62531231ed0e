import { Fold } from '../../view/Fold.tsx';
import { Mark } from '../../view/Mark.tsx';
import { valueText } from '../model/chart.ts';
import { toneOfStatus } from '../model/entries.ts';
import type { Line } from '../model/lines.ts';

/** Deeper lines stand no further to the right: how deep a tree is, its sender says. */
const MOST_INDENTED = 20;

interface Props {
  readonly line: Line;
  readonly top: number;
  readonly isChosen: boolean;
  readonly isCursor: boolean;
  readonly onChoose: () => void;
  readonly onToggle: () => void;
}

/** The id of a line's element. */
export function actorRowId(sessionId: string): string {
  return `row/${encodeURIComponent(sessionId.toWellFormed())}`;
}

/** One line of the tree: an actor, its state and its status. */
export function ActorRow({ line, top, isChosen, isCursor, onChoose, onToggle }: Props) {
  const { actor, level, position, siblings, isUnfolded, isWayOnly } = line;
  const { sessionId, name, standing } = actor;
  const { status } = standing;
  const state = valueText(standing.value);
  return (
    <div
      id={actorRowId(sessionId)}
      class={[
        'row actor',
        isCursor && 'is-cursor',
        isWayOnly && 'is-way',
        status !== 'active' && 'has-ended',
      ]
        .filter(Boolean)
        .join(' ')}
      role="treeitem"
      aria-level={level}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-selected={isChosen}
      {...(isUnfolded === undefined ? {} : { 'aria-expanded': isUnfolded })}
      data-session={sessionId}
      data-name={name}
      data-state={state}
      data-status={status}
      style={{
        transform: `translateY(${top}px)`,
        '--indent': `${(Math.min(level, MOST_INDENTED) - 1) * 16}px`,
      }}
      onClick={onChoose}
    >
      <span class="name">
        <Fold isUnfolded={isUnfolded} onToggle={onToggle} />
        <span class="id" title={name}>
          {name}
        </span>
      </span>
      <span class="value" title={state}>
        {state === status ? '' : state}
      </span>
      <span class="status">
        <Mark tone={toneOfStatus(status)} word={status} />
      </span>
    </div>
  );
}
