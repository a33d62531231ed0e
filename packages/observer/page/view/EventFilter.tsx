/** What is looked for among events. */
export interface EventWish {
  readonly text: string;
  /** Empty for all. */
  readonly kind: string;
  readonly isChosenOnly: boolean;
}

export const ANY_EVENT: EventWish = { text: '', kind: '', isChosenOnly: false };

interface Props {
  readonly wish: EventWish;
  readonly onWish: (wish: EventWish) => void;
  readonly kinds: readonly string[];
  /** What is chosen in the tree, by its name. */
  readonly chosen: string | undefined;
}

/** Asks what to look for among events: a word, a kind, or what is chosen in the tree. */
export function EventFilter({ wish, onWish, kinds, chosen }: Props) {
  return (
    <div class="filter" role="search">
      <input
        type="search"
        aria-label="Find in events"
        placeholder="Find in events"
        value={wish.text}
        onInput={({ currentTarget }) => onWish({ ...wish, text: currentTarget.value })}
      />
      <select
        aria-label="Kind of event"
        value={wish.kind}
        onChange={({ currentTarget }) => onWish({ ...wish, kind: currentTarget.value })}
      >
        <option value="">all kinds</option>
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {kind}
          </option>
        ))}
      </select>
      {chosen !== undefined && (
        <label class="check">
          <input
            type="checkbox"
            checked={wish.isChosenOnly}
            onChange={({ currentTarget }) =>
              onWish({ ...wish, isChosenOnly: currentTarget.checked })
            }
          />
          {`only ${chosen}`}
        </label>
      )}
    </div>
  );
}

/** How many of them are shown. */
export function countText(found: number, all: number, most: number): string {
  const shown = Math.min(found, most);
  const of = found === all ? all : found;
  if (shown === of) return found === all ? `${all} events` : `${found} of ${all} events`;
  return `the latest ${shown} of ${of.toLocaleString('en')} events`;
}
