import type { Tone } from '../model/tone.ts';

/** One shape for each tone, those of the charts: a disc, half a disc, a triangle, a cross, an empty square. */
const SHAPES: Readonly<Record<Tone, string>> = {
  good: 'M2 8a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z',
  fallback: 'M2 8a6 6 0 1 0 12 0a6 6 0 1 0 -12 0zM8 3.6a4.4 4.4 0 0 1 0 8.8z',
  busy: 'M8 1L15 13.5H1z',
  bad: 'M2 4.8L4.8 2L8 5.2L11.2 2L14 4.8L10.8 8L14 11.2L11.2 14L8 10.8L4.8 14L2 11.2L5.2 8z',
  gone: 'M2.5 2.5h11v11h-11zM4.5 4.5v7h7v-7z',
};

/** A symbol; the word stands beside it, so that it needs no name of its own. */
export function Shape({ tone }: { readonly tone: Tone }) {
  return (
    <svg
      class={`symbol tone-${tone}`}
      viewBox="0 0 16 16"
      width="12"
      height="12"
      aria-hidden="true"
    >
      <path d={SHAPES[tone]} fill="currentColor" fill-rule="evenodd" />
    </svg>
  );
}

/** A symbol and its word. */
export function Mark({ tone, word }: { readonly tone: Tone; readonly word: string }) {
  return (
    <span class={`mark tone-${tone}`}>
      <Shape tone={tone} />
      <span>{word}</span>
    </span>
  );
}
