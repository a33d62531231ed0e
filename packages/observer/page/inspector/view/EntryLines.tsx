import { exactInstantText, instantText } from '../../model/when.ts';
import { Shape } from '../../view/Mark.tsx';
import type { Entry } from '../model/entries.ts';

interface Props {
  readonly entries: readonly Entry[];
  /** Chooses the actor of a line; without it the lines do not say whose they are. */
  readonly onChoose?: (sessionId: string) => void;
}

/** What was told, each with its instant. */
export function EntryLines({ entries, onChoose }: Props) {
  return (
    <ol class="events">
      {entries.map(({ number, at, kind, tone, sessionId, name, text }) => (
        <li
          key={number}
          class={tone === undefined ? 'event' : `event tone-${tone}`}
          data-kind={kind}
        >
          <time class="time" title={exactInstantText(at)}>
            {instantText(at)}
          </time>
          {tone === undefined ? <span class="no-symbol" /> : <Shape tone={tone} />}
          <span class="text">
            {onChoose !== undefined && (
              <button type="button" class="link path" onClick={() => onChoose(sessionId)}>
                {name}
              </button>
            )}
            {` ${text}`}
          </span>
        </li>
      ))}
    </ol>
  );
}
