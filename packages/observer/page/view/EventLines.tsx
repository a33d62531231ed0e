import type { EventView } from '../../src/protocol/frame.ts';
import { reveal } from '../acts.ts';
import { lookBack } from '../live/travel.ts';
import { toneOfEvent } from '../model/tone.ts';
import { exactInstantText, instantText } from '../model/when.ts';
import type { Store } from '../store.ts';
import { Shape } from './Mark.tsx';

interface Props {
  readonly store: Store;
  readonly events: readonly EventView[];
  /** Whether there is a past to go to. */
  readonly isRecorded: boolean;
  /** The path that need not be said with every event. */
  readonly subject?: string;
}

/** Events, each with its instant, which can be looked at, and its subject, which can be chosen. */
export function EventLines({ store, events, isRecorded, subject }: Props) {
  return (
    <ol class="events">
      {events.map(({ number, event, text }) => {
        const { path, at, type } = event;
        const tone = toneOfEvent(type);
        const phrase = withoutSubject(text, path);
        return (
          <li
            key={number}
            class={tone === undefined ? 'event' : `event tone-${tone}`}
            data-type={type}
          >
            <Instant store={store} at={at} isRecorded={isRecorded} />
            {tone === undefined ? <span class="no-symbol" /> : <Shape tone={tone} />}
            <span class="text">
              {path !== subject && phrase !== text && (
                <button type="button" class="link path" onClick={() => reveal(store, path)}>
                  {path === '' ? 'root' : path}
                </button>
              )}
              {phrase}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

interface InstantProps {
  readonly store: Store;
  readonly at: number;
  readonly isRecorded: boolean;
}

function Instant({ store, at, isRecorded }: InstantProps) {
  if (!isRecorded)
    return (
      <time class="time" title={exactInstantText(at)}>
        {instantText(at)}
      </time>
    );
  return (
    <button
      type="button"
      class="link time"
      title={`Show the tree as it was at ${exactInstantText(at)}`}
      onClick={() => void lookBack(store, at)}
    >
      {instantText(at)}
    </button>
  );
}

function withoutSubject(text: string, path: string): string {
  const subject = `${path === '' ? 'root' : path} `;
  return text.startsWith(subject) ? ` ${text.slice(subject.length)}` : text;
}
