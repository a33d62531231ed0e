import type { NodeView } from '../../src/protocol/frame.ts';
import { reveal } from '../acts.ts';
import { NO_FILTER } from '../model/rows.ts';
import { type Tone, toneOfHealth, toneOfState } from '../model/tone.ts';
import { brokenSince, causeOf, isSpent, remedy, worstFirst } from '../model/trouble.ts';
import { agoText, instantText } from '../model/when.ts';
import { tagOf, type World } from '../model/world.ts';
import type { Shown } from '../shown.ts';
import type { Store } from '../store.ts';
import { Mark } from './Mark.tsx';

const MOST_SHOWN = 20;

interface Props {
  readonly store: Store;
  readonly shown: Shown;
}

/** What is broken, since when, and what the tree does about it: the worst first. */
export function NeedsEyes({ store, shown: { world, now } }: Props) {
  const troubled = [...world.troubled]
    .flatMap((path) => world.nodes.get(path) ?? [])
    .toSorted(worstFirst);
  const rest = troubled.length - MOST_SHOWN;
  if (troubled.length === 0)
    return (
      <section class="eyes is-quiet" aria-label="Needs eyes">
        <Status troubled={0} />
        <Mark tone="good" word="Nothing needs eyes" />
      </section>
    );
  return (
    <section class="eyes" aria-labelledby="eyes-title">
      <Status troubled={troubled.length} />
      <h2 id="eyes-title">{`Needs eyes: ${troubled.length.toLocaleString('en')}`}</h2>
      <ol tabIndex={0} aria-labelledby="eyes-title">
        {troubled.slice(0, MOST_SHOWN).map((node) => (
          <Troubled key={node.path} store={store} world={world} node={node} now={now} />
        ))}
      </ol>
      {rest > 0 && (
        <button
          type="button"
          onClick={() => store.update({ filter: { ...NO_FILTER, isTroubleOnly: true } })}
        >
          {`and ${rest.toLocaleString('en')} more: show them in the tree`}
        </button>
      )}
    </section>
  );
}

/** In the same place whether something needs eyes or not: only what changes in its place is read out. */
function Status({ troubled }: { readonly troubled: number }) {
  return (
    <p class="unseen" role="status">
      {troubled === 0 ? 'All is well' : `Now needing eyes: ${troubled}`}
    </p>
  );
}

interface TroubledProps {
  readonly store: Store;
  readonly world: World;
  readonly node: NodeView;
  readonly now: number;
}

function Troubled({ store, world, node, now }: TroubledProps) {
  const incident = causeOf(node);
  const { path, waiting = 0 } = node;
  return (
    <li class={`trouble tone-${toneOf(world, node)}`} data-path={path}>
      <span class="what">
        <Mark tone={toneOf(world, node)} word={wordOf(node)} />
      </span>
      <button type="button" class="link path" onClick={() => reveal(store, path)}>
        {path === '' ? 'root' : path}
      </button>
      <Since at={brokenSince(node)} now={now} />
      <span class="remedy">
        {remedy(node, now)}
        <span class="quiet">{waitingText(waiting)}</span>
      </span>
      <span class="cause" title={incident?.error}>
        {incident !== undefined && `${incident.severity}: ${incident.error}`}
      </span>
    </li>
  );
}

function waitingText(waiting: number): string {
  if (waiting === 0) return '';
  return waiting === 1 ? ', 1 request waits' : `, ${waiting.toLocaleString('en')} requests wait`;
}

function Since({ at, now }: { readonly at: number | undefined; readonly now: number }) {
  return (
    <span class="since">
      {at !== undefined && (
        <>
          {`for ${agoText(now - at)}`}
          <span class="quiet">{` since ${instantText(at)}`}</span>
        </>
      )}
    </span>
  );
}

function toneOf(world: World, node: NodeView): Tone {
  if (node.kind === 'supervisor') {
    const tone = toneOfState(node.state, tagOf(world, node));
    return tone === 'good' ? 'fallback' : tone;
  }
  return node.health === 'healthy' ? 'fallback' : toneOfHealth(node.health);
}

function wordOf(node: NodeView): string {
  const { kind, health, state } = node;
  if (kind === 'supervisor') return isSpent(node) ? 'at its limit' : state;
  return health === 'healthy' ? 'on probation' : (health ?? state);
}
