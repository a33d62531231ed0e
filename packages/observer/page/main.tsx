import { render } from 'preact';
import { createDetails, showSavedDetails } from './live/details.ts';
import { follow } from './live/follow.ts';
import { createRecall } from './live/recall.ts';
import { putAway } from './put-away.ts';
import { createStore } from './store.ts';
import { App } from './view/App.tsx';

/** How often durations are drawn again and the chosen service is asked for, in milliseconds. */
const TICK_MS = 1_000;

const store = createStore((state) => {
  try {
    render(<App store={store} state={state} />, document.body);
  } catch (error) {
    // Half a drawing is no beginning of the next.
    render(null, document.body);
    if (!putAway(store, error)) throw error;
  }
  details.refresh(false);
  recall.refresh();
  showSavedDetails(store);
});
const details = createDetails(store);
const recall = createRecall(store);

store.touch();
follow(store);
setInterval(() => {
  if (document.hidden) return;
  details.refresh(true);
  store.touch();
}, TICK_MS);
