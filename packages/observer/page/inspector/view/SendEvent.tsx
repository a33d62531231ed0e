import { useState } from 'preact/hooks';
import { activeIds } from '../model/chart.ts';
import { fieldsOf, isFields, parsedJson } from '../model/fields.ts';
import type { Actor } from '../model/inspected.ts';
import type { EventData } from '../model/told.ts';

interface Props {
  readonly actor: Actor;
  readonly send: (sessionId: string, event: EventData) => void;
}

/** Sends an event that a state takes which is active now. */
export function SendEvent({ actor, send }: Props) {
  const [picked, setPicked] = useState('');
  const [data, setData] = useState('');
  const types = takenNow(actor);
  const type = types.includes(picked) ? picked : types[0];
  const fields = data.trim() === '' ? {} : parsedJson(data);
  if (type === undefined) return <p class="quiet">In this state it takes no event.</p>;
  return (
    <form
      class="send"
      onSubmit={(event) => {
        event.preventDefault();
        if (isFields(fields))
          send(actor.sessionId, { ...(fieldsOf(fields) as Partial<EventData>), type });
      }}
    >
      <label>
        Event
        <select value={type} onChange={({ currentTarget }) => setPicked(currentTarget.value)}>
          {types.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      </label>
      <label class="data">
        Its data, as JSON
        <input
          type="text"
          value={data}
          placeholder="{}"
          spellcheck={false}
          aria-invalid={!isFields(fields)}
          onInput={({ currentTarget }) => setData(currentTarget.value)}
        />
      </label>
      <button type="submit" class="primary" disabled={!isFields(fields)}>
        Send
      </button>
      {!isFields(fields) && (
        <p class="tone-bad" role="alert">
          {'The data must be a JSON object, such as {"item":"tea"}.'}
        </p>
      )}
    </form>
  );
}

/** Of the innermost states first: they are asked first. */
function takenNow({ chart, standing }: Actor): readonly string[] {
  if (chart === undefined) return [];
  const active = activeIds(chart.root, standing.value).toReversed();
  return [...new Set(active.flatMap((id) => chart.takes.get(id) ?? []))];
}
