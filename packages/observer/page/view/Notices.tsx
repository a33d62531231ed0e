import { agoText, instantText } from '../model/when.ts';
import { backToLive } from '../live/travel.ts';
import type { Connection, PageState, Store } from '../store.ts';

interface Props {
  readonly store: Store;
  readonly state: PageState;
}

/** What a person must know before believing what the page shows. */
export function Notices({ store, state }: Props) {
  const { bundle, past, connection, trouble } = state;
  return (
    <div class="notices">
      <div role="alert">
        {connection.status === 'lost' && bundle === undefined && <Lost connection={connection} />}
        {trouble !== undefined && (
          <p class="notice bad">
            {trouble}{' '}
            <button type="button" onClick={() => store.update({ trouble: undefined })}>
              Dismiss
            </button>
          </p>
        )}
      </div>
      <div role="status">
        {bundle === undefined && <Resting connection={connection} />}
        {past !== undefined && (
          <p class="notice past">
            {bundle === undefined
              ? 'You look at the past. Nothing here is how it is now.'
              : `You look at ${bundle.name}, saved ${bundle.content.savedAt}. Nothing here is live.`}{' '}
            <button type="button" onClick={() => backToLive(store)}>
              {bundle === undefined ? 'Back to live' : 'Close the bundle'}
            </button>
          </p>
        )}
      </div>
    </div>
  );
}

function Resting({ connection }: { readonly connection: Connection }) {
  if (connection.status !== 'resting') return null;
  return (
    <p class="notice">
      {`This page was hidden and does not listen since ${instantText(connection.since)}. What you see is how it was then, until it has connected again.`}
    </p>
  );
}

function Lost({ connection }: { readonly connection: Extract<Connection, { status: 'lost' }> }) {
  const { since } = connection;
  return (
    <p class="notice bad">
      <span>
        {`Connection lost since ${instantText(since)}`}
        <span aria-hidden="true">{` (${agoText(Date.now() - since)})`}</span>
        {'. What you see is how it was then. The page connects again by itself.'}
      </span>
    </p>
  );
}
