import type { NodeView, ServiceView } from '../../src/protocol/frame.ts';
import { reveal } from '../acts.ts';
import type { Details, PageState, Store } from '../store.ts';
import { Json } from './Json.tsx';
import { WorkerChart } from './WorkerChart.tsx';

interface Props {
  readonly store: Store;
  readonly state: PageState;
  readonly node: NodeView;
}

/** What the service holds: its worker's chart and context, what waits, and what it depends on. */
export function Holdings({ store, state, node }: Props) {
  const { details, past, bundle } = state;
  const own = details?.path === node.path ? details : undefined;
  if (past !== undefined && bundle === undefined)
    return (
      <p class="holdings empty">
        What its worker held and what waited then is not recorded: only how the tree stood.
      </p>
    );
  if (own?.status === 'known')
    return (
      <div class="holdings">
        {bundle !== undefined && <p class="quiet">As it was at the end of the recording:</p>}
        <Known store={store} view={own.view} node={node} />
      </div>
    );
  return <p class="holdings empty">{absenceText(own, bundle !== undefined)}</p>;
}

function absenceText(details: Details | undefined, isBundle: boolean): string {
  if (details?.status === 'refused') return `What it holds cannot be shown: ${details.reason}.`;
  return isBundle ? 'The bundle tells nothing more of it.' : 'Asking what it holds.';
}

interface KnownProps {
  readonly store: Store;
  readonly view: ServiceView;
  readonly node: NodeView;
}

function Known({ store, view, node }: KnownProps) {
  const { worker, context, mailbox, waiting, dependencies } = view;
  return (
    <>
      {worker !== undefined && (
        <WorkerChart title="Worker" chart={worker.chart} active={worker.active} />
      )}
      {context !== undefined && (
        <section>
          <h3>Context</h3>
          <Json value={context} />
        </section>
      )}
      {node.kind === 'service' && <Mailbox mailbox={mailbox} waiting={waiting} />}
      {dependencies.length > 0 && (
        <section>
          <h3>Depends on</h3>
          <ul class="dependencies">
            {dependencies.map(({ path, state }) => (
              <li key={path}>
                <button type="button" class="link" onClick={() => reveal(store, path)}>
                  {path}
                </button>{' '}
                <span class="quiet">{state}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Mailbox({ mailbox, waiting }: Pick<ServiceView, 'mailbox' | 'waiting'>) {
  const rest = waiting - mailbox.length;
  return (
    <section>
      <h3>{`Mailbox: ${waiting.toLocaleString('en')} waiting`}</h3>
      {mailbox.length > 0 && (
        <ol class="mailbox" tabIndex={0} aria-label="Requests that wait, oldest first">
          {mailbox.map((request, index) => (
            <li key={index}>
              <code>{JSON.stringify(request)}</code>
            </li>
          ))}
        </ol>
      )}
      {rest > 0 && mailbox.length > 0 && (
        <p class="quiet">{`and ${rest.toLocaleString('en')} more`}</p>
      )}
    </section>
  );
}
