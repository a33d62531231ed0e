import { unknownOf } from '../model/scene.ts';
import type { EventView, NodeView } from '../../src/protocol/frame.ts';
import { actLabel, actsFor } from '../acts.ts';
import { type IncidentRecord, recordOf, withSteps } from '../model/incidents.ts';
import { healthBeside } from '../model/health-beside.ts';
import { toneOfHealth, toneOfState } from '../model/tone.ts';
import { agoText, exactInstantText } from '../model/when.ts';
import { tagOf } from '../model/world.ts';
import type { Shown } from '../shown.ts';
import type { PageState, Store } from '../store.ts';
import { ChainStrip } from './ChainStrip.tsx';
import { EventLines } from './EventLines.tsx';
import { Holdings } from './Holdings.tsx';
import { IncidentCard } from './IncidentCard.tsx';
import { LifecycleDrawing } from './LifecycleDrawing.tsx';
import { Mark } from './Mark.tsx';
import { intensityText } from './TreeRow.tsx';

const MOST_EVENTS = 12;
const MOST_INCIDENTS = 20;

interface Props {
  readonly store: Store;
  readonly state: PageState;
  readonly shown: Shown;
}

/** All that is known of the chosen service or supervisor. */
export function ServicePanel({ store, state, shown }: Props) {
  const { chosen } = state;
  const node = chosen === undefined ? undefined : shown.world.nodes.get(chosen);
  if (chosen === undefined)
    return (
      <p class="empty">
        Choose a service in the tree: its chart, its worker and its incidents stand here.
      </p>
    );
  if (node === undefined)
    return (
      <p class="empty">{`${chosen} is not in the tree ${shown.isPast ? 'at this instant' : 'any more'}.`}</p>
    );
  const events = eventsOf(node.path, state, shown);
  const incidents = incidentsOf(node.path, state, shown);
  return (
    <article class="chosen" aria-labelledby="service-title">
      <Heading store={store} shown={shown} node={node} />
      <Facts node={node} now={shown.now} />
      <ChainStrip state={state} node={node} />
      <div class="drawings">
        <LifecycleDrawing world={shown.world} node={node} />
        <Holdings store={store} state={state} node={node} />
      </div>
      <h3>Incidents</h3>
      {incidents.length === 0 && <p class="empty">None is recorded.</p>}
      {incidents
        .slice(-MOST_INCIDENTS)
        .toReversed()
        .map((incident) => (
          <IncidentCard key={incident.id} incident={incident} now={shown.now} />
        ))}
      <h3>Its last events</h3>
      {events.length === 0 && <p class="empty">None is recorded.</p>}
      <EventLines
        store={store}
        events={events.slice(-MOST_EVENTS).toReversed()}
        isRecorded={shown.isRecorded}
        subject={node.path}
      />
    </article>
  );
}

/** What was told since the page was opened, and before that what the tree still holds. */
function incidentsOf(
  path: string,
  { details, past }: PageState,
  { incidents }: Shown,
): readonly IncidentRecord[] {
  const own = incidents.filter((incident) => incident.path === path);
  const isFresh = details?.status === 'known' && details.path === path && past === undefined;
  const held = new Map((isFresh ? details.view.incidents : []).map((each) => [each.id, each]));
  const told = own.map((incident) => withSteps(incident, held.get(incident.id)));
  for (const { id } of own) held.delete(id);
  return [...[...held.values()].map((incident) => recordOf(path, incident)), ...told];
}

interface NodeProps {
  readonly store: Store;
  readonly shown: Shown;
  readonly node: NodeView;
}

function Heading({ store, shown, node }: NodeProps) {
  const { path, kind, state } = node;
  const health = healthBeside(node);
  return (
    <div class="heading">
      <h2 id="service-title">{path === '' ? 'root' : path}</h2>
      <span class="quiet">{kind}</span>
      <Mark tone={toneOfState(state, tagOf(shown.world, node))} word={state} />
      {health !== undefined && (
        <span class="own-health">
          <span class="quiet">health </span>
          <Mark tone={toneOfHealth(health)} word={health} />
        </span>
      )}
      {shown.world.acts.length > 0 && <Acts store={store} shown={shown} node={node} />}
    </div>
  );
}

/** What may be done to it, or why nothing may. */
function Acts({ store, shown, node }: NodeProps) {
  const { path, state } = node;
  if (shown.isPast)
    return <p class="quiet">Nothing can be done in the past: go back to live first.</p>;
  if (path === '')
    return (
      <p class="quiet">
        The root is started and stopped by your program alone. What is below it can be restarted and
        stopped here.
      </p>
    );
  return (
    <div class="acts" role="group" aria-label="Acts">
      {actsFor(node, shown.world.acts).map((act) => {
        const label = actLabel(act, state);
        return (
          <button
            key={act}
            type="button"
            onClick={() => store.update({ order: { act, path, label } })}
          >
            {`${label}…`}
          </button>
        );
      })}
    </div>
  );
}

function Facts({ node, now }: { readonly node: NodeView; readonly now: number }) {
  const facts = node.kind === 'supervisor' ? supervisorFacts(node) : serviceFacts(node);
  const up = node.upSince;
  return (
    <dl class="facts">
      {up !== null && (
        <div>
          <dt>Up</dt>
          <dd title={`since ${exactInstantText(up)}`}>{agoText(now - up)}</dd>
        </div>
      )}
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The same of events. */
function eventsOf(
  path: string,
  { details, past }: PageState,
  { events }: Shown,
): readonly EventView[] {
  const own = events.filter(({ event }) => event.path === path);
  const isFresh = details?.status === 'known' && details.path === path && past === undefined;
  return isFresh ? [...unknownOf(details.view.events, own), ...own] : own;
}

type Fact = readonly [name: string, value: string | number];

function serviceFacts({ incarnation, restarts, waiting }: NodeView): readonly Fact[] {
  return [
    ['Life', incarnation],
    ['Restarts', restarts],
    ['Waiting', waiting ?? '–'],
  ];
}

function supervisorFacts(node: NodeView): readonly Fact[] {
  const { strategy = 'unknown', children = 0 } = node.supervisor ?? {};
  return [
    ['Strategy', strategy],
    ['Intensity', intensityText(node)],
    ['Children', children.toLocaleString('en')],
  ];
}
