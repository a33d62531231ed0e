import { formatDuration } from '@kintsugi/core';
import type { NodeView } from '../../src/protocol/frame.ts';
import { choose, toggleFold } from '../acts.ts';
import { healthBeside } from '../model/health-beside.ts';
import type { Row } from '../model/rows.ts';
import { toneOfHealth, toneOfState } from '../model/tone.ts';
import { isSpent } from '../model/trouble.ts';
import { agoText } from '../model/when.ts';
import { tagOf, type World } from '../model/world.ts';
import type { Store } from '../store.ts';
import { Fold } from './Fold.tsx';
import { Mark } from './Mark.tsx';
import { tallyText } from './TallyRow.tsx';

interface Props {
  readonly store: Store;
  readonly row: Row;
  readonly world: World;
  readonly now: number;
  readonly isChosen: boolean;
  readonly isCursor: boolean;
  readonly top: number;
}

/** The id of a line's element. */
export function rowId(path: string): string {
  return `row/${encodeURIComponent(path)}`;
}

/** One line of the tree: a supervisor with what it may do, or a service with how it does. */
export function TreeRow({ store, row, world, now, isChosen, isCursor, top }: Props) {
  const { node, level, position, siblings, isUnfolded, isWayOnly } = row;
  const { path } = node;
  const health = healthBeside(node);
  return (
    <div
      id={rowId(path)}
      class={['row', node.kind, isCursor && 'is-cursor', isWayOnly && 'is-way']
        .filter(Boolean)
        .join(' ')}
      role="treeitem"
      aria-level={level}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-selected={isChosen}
      {...(isUnfolded === undefined ? {} : { 'aria-expanded': isUnfolded })}
      data-path={path}
      data-state={node.state}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => choose(store, path)}
    >
      <span class="name" style={{ paddingInlineStart: `${(level - 1) * 16}px` }}>
        <Fold isUnfolded={isUnfolded} onToggle={() => toggleFold(store, path)} />
        <span class="id" title={path}>
          {idOf(path)}
        </span>
        <span class="unseen">{` ${node.kind}`}</span>
        {isUnfolded === false && (
          <span class="unseen">{`, folded: ${tallyText(world, path)}`}</span>
        )}
      </span>
      <span class="state">
        <Mark tone={toneOfState(node.state, tagOf(world, node))} word={node.state} />
      </span>
      {node.kind === 'supervisor' ? (
        <SupervisorCells node={node} />
      ) : (
        <ServiceCells node={node} now={now} />
      )}
      <span class="health">
        {health !== undefined && (
          <>
            <span class="unseen">health </span>
            <Mark tone={toneOfHealth(health)} word={health} />
          </>
        )}
      </span>
    </div>
  );
}

function SupervisorCells({ node }: { readonly node: NodeView }) {
  return (
    <span class="wide">
      <span class="strategy">{node.supervisor?.strategy}</span>
      <span class={isSpent(node) ? 'intensity is-spent' : 'intensity'}>{intensityText(node)}</span>
    </span>
  );
}

function ServiceCells({ node, now }: { readonly node: NodeView; readonly now: number }) {
  const { incarnation, restarts, waiting, upSince } = node;
  return (
    <>
      <span class="up">
        <span class="unit">up </span>
        {upSince === null ? '–' : agoText(now - upSince)}
      </span>
      <span class="life">
        <span class="unit">life </span>
        {incarnation}
      </span>
      <span class={restarts > 0 ? 'restarts' : 'restarts is-zero'}>
        {restarts}
        <span class="unit"> restarts</span>
      </span>
      <span class={(waiting ?? 0) > 0 ? 'waiting-requests' : 'waiting-requests is-zero'}>
        {waiting ?? '–'}
        <span class="unit"> waiting</span>
      </span>
    </>
  );
}

/** `2 of 3 restarts in 5 s`. */
export function intensityText({ supervisor }: NodeView): string {
  const intensity = supervisor?.intensity ?? undefined;
  if (intensity === undefined) return 'restarts without limit';
  const { used, maxRestarts, withinMs } = intensity;
  return `${used} of ${maxRestarts} restarts in ${formatDuration(withinMs)}`;
}

function idOf(path: string): string {
  return path === '' ? 'root' : path.slice(path.lastIndexOf('/') + 1);
}
