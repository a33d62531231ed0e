import type { PlainData } from '@kintsugi/core';
import { Json } from '../../view/Json.tsx';
import { Mark } from '../../view/Mark.tsx';
import { WorkerChart } from '../../view/WorkerChart.tsx';
import { activeIds } from '../model/chart.ts';
import { standingText, toneOfStatus } from '../model/entries.ts';
import type { Actor, Inspected } from '../model/inspected.ts';
import type { Standing } from '../model/told.ts';
import { type InspectorState, type InspectorStore, revealActor } from '../store.ts';
import { EntryLines } from './EntryLines.tsx';
import { SendEvent } from './SendEvent.tsx';

const MOST_ENTRIES = 30;

interface Props {
  readonly store: InspectorStore;
  readonly state: InspectorState;
}

/** The actor that was chosen: its chart with where it is, what it holds, and what it has done last. */
export function ActorPanel({ store, state }: Props) {
  const { chosen, inspected, send } = state;
  const actor = chosen === undefined ? undefined : inspected.actors.get(chosen);
  if (chosen === undefined)
    return (
      <p class="empty">
        Choose an actor in the tree: its chart, its context and its events stand here.
      </p>
    );
  if (actor === undefined) return <p class="empty">It has ended, and is not kept any more.</p>;
  const own = inspected.entries.list.filter(({ sessionId }) => sessionId === chosen);
  return (
    <article
      class={actor.standing.status === 'active' ? 'chosen' : 'chosen has-ended'}
      aria-labelledby="actor-title"
    >
      <Heading store={store} actor={actor} inspected={inspected} />
      {send !== undefined && actor.standing.status === 'active' && (
        <SendEvent key={chosen} actor={actor} send={send} />
      )}
      <div class="drawings">
        <Chart actor={actor} />
        <Holdings standing={actor.standing} />
      </div>
      <h3>Its last events</h3>
      {own.length === 0 && <p class="empty">None has been told.</p>}
      <EntryLines entries={own.slice(-MOST_ENTRIES).toReversed()} />
    </article>
  );
}

interface HeadingProps {
  readonly store: InspectorStore;
  readonly actor: Actor;
  readonly inspected: Inspected;
}

function Heading({ store, actor, inspected }: HeadingProps) {
  const { name, sessionId, parentId, standing } = actor;
  const parent = parentId === undefined ? undefined : inspected.actors.get(parentId);
  return (
    <>
      <div class="heading">
        <h2 id="actor-title">{name}</h2>
        <Mark tone={toneOfStatus(standing.status)} word={standing.status} />
      </div>
      <dl class="facts">
        <div>
          <dt>State</dt>
          <dd>{standingText(standing)}</dd>
        </div>
        <div>
          <dt>Session</dt>
          <dd>{sessionId}</dd>
        </div>
        {parent !== undefined && (
          <div>
            <dt>Parent</dt>
            <dd>
              <button
                type="button"
                class="link"
                onClick={() => revealActor(store, parent.sessionId)}
              >
                {parent.name}
              </button>
            </dd>
          </div>
        )}
      </dl>
    </>
  );
}

function Chart({ actor: { chart, standing, isIntroduced } }: { readonly actor: Actor }) {
  if (chart !== undefined) {
    const isThere = standing.value !== undefined;
    return (
      <WorkerChart
        title="Chart"
        chart={chart.root}
        active={isThere ? activeIds(chart.root, standing.value) : []}
        activeWord={standing.status === 'active' ? 'now' : 'last'}
      />
    );
  }
  return (
    <p class="empty">
      {isIntroduced
        ? 'It has no chart: it is no machine.'
        : 'Its chart is not known: it was introduced before this page listened.'}
    </p>
  );
}

function Holdings({ standing: { context, output, error } }: { readonly standing: Standing }) {
  const parts = Object.entries({ Error: error, Output: output, Context: context });
  return (
    <div class="holdings">
      {parts.map(
        ([title, value]) =>
          value !== undefined && (
            <section key={title}>
              <h3>{title}</h3>
              <Json value={value} />
              {value === error && isEmpty(error) && (
                <p class="quiet">@statelyai/inspect sends errors empty: the app itself has them.</p>
              )}
            </section>
          ),
      )}
    </div>
  );
}

function isEmpty(value: PlainData | undefined): boolean {
  return JSON.stringify(value) === '{}';
}
