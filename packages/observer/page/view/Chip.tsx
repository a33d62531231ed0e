import type { Tone } from '../model/tone.ts';
import { Shape } from './Mark.tsx';

interface Props {
  readonly tone?: Tone;
  readonly text: string;
  readonly isPressed: boolean;
  readonly onPress: () => void;
}

/** What can be looked for, or not, by one press. */
export function Chip({ tone, text, isPressed, onPress }: Props) {
  return (
    <button
      type="button"
      class={tone === undefined ? 'chip' : `chip tone-${tone}`}
      aria-pressed={isPressed}
      onClick={onPress}
    >
      {tone !== undefined && <Shape tone={tone} />}
      {tone === undefined ? text : ` ${text}`}
    </button>
  );
}

/** A set with this in it, or without it if it was. */
export function toggled<Member>(set: ReadonlySet<Member>, member: Member): ReadonlySet<Member> {
  const changed = new Set(set);
  if (!changed.delete(member)) changed.add(member);
  return changed;
}
