import { backToLive, lookBack, moveTo, pause, replay, step } from '../live/travel.ts';
import { changeBeside, type Past } from '../model/past.ts';
import { toneOfSeverity } from '../model/tone.ts';
import { agoText, exactInstantText, instantText } from '../model/when.ts';
import type { PageState, Store } from '../store.ts';

const SPEEDS = [1, 10, 60];
/** Marks of incidents on the scrubber. */
const MOST_MARKS = 500;

interface Props {
  readonly store: Store;
  readonly state: PageState;
}

/** Goes to any instant of the recorded past, and back. */
export function TimeBar({ store, state }: Props) {
  const { past, scene, connection } = state;
  if (past !== undefined) return <Scrubber store={store} state={state} past={past} />;
  const isRecording = scene?.world.recording === true;
  return (
    <section class="time" aria-label="Time">
      <button
        type="button"
        disabled={!isRecording || connection.status !== 'open'}
        onClick={() => void lookBack(store)}
      >
        Look back
      </button>
      <span class="quiet">
        {isRecording
          ? 'The recorded past, instant by instant.'
          : 'The past is not kept: give observe() a flight recorder.'}
      </span>
    </section>
  );
}

function Scrubber({ store, state, past }: Props & { readonly past: Past }) {
  const { from, to, at } = past;
  return (
    <section class="time is-past" aria-label="Time">
      <Steps store={store} past={past} replaySpeed={state.replaySpeed} />
      <span class="from">{instantText(from)}</span>
      <div class="scrubber">
        <Marks past={past} />
        <input
          type="range"
          aria-label="Instant"
          aria-valuetext={`${exactInstantText(at)}, ${agoText(to - at)} before the end`}
          min={from}
          max={to}
          step="any"
          value={at}
          onInput={({ currentTarget }) => {
            pause(store);
            moveTo(store, currentTarget.valueAsNumber);
          }}
        />
      </div>
      <span class="to">{instantText(to)}</span>
      <output>{exactInstantText(at)}</output>
      <button type="button" class="primary" onClick={() => backToLive(store)}>
        {state.bundle === undefined ? 'Back to live' : 'Close the bundle'}
      </button>
    </section>
  );
}

interface StepsProps {
  readonly store: Store;
  readonly past: Past;
  readonly replaySpeed: number | undefined;
}

function Steps({ store, past, replaySpeed }: StepsProps) {
  return (
    <div class="steps" role="group" aria-label="Move in time">
      <button
        type="button"
        aria-label="Previous change"
        disabled={changeBeside(past, 'previous') === undefined}
        onClick={() => step(store, 'previous')}
      >
        ◀
      </button>
      <button
        type="button"
        aria-label="Next change"
        disabled={changeBeside(past, 'next') === undefined}
        onClick={() => step(store, 'next')}
      >
        ▶
      </button>
      {SPEEDS.map((speed) => (
        <button
          key={speed}
          type="button"
          aria-pressed={replaySpeed === speed}
          aria-label={`Replay ${speed} times as fast`}
          onClick={() => (replaySpeed === speed ? pause(store) : replay(store, speed))}
        >
          {`${speed}×`}
        </button>
      ))}
    </div>
  );
}

/** Where incidents were: what one looks for first. */
function Marks({ past: { incidents, from, to } }: { readonly past: Past }) {
  const scale = 1_000 / Math.max(1, to - from);
  return (
    <svg class="marks" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">
      {incidents.slice(-MOST_MARKS).map(({ path, id, severity, openedAt, closedAt = to }) => (
        <rect
          key={`${path} ${id}`}
          class={`tone-${toneOfSeverity(severity)}`}
          x={Math.max(0, openedAt - from) * scale}
          width={Math.max(3, (closedAt - openedAt) * scale)}
          y="0"
          height="8"
          fill="currentColor"
        />
      ))}
    </svg>
  );
}
