import type { ChartState, LifecycleTag } from '../escalation/lifecycle-chart.ts';
import type { StateBox } from './chart-layout.ts';
import { xmlText } from './xml-text.ts';

/** What is special about a state now. */
export type StateMark = 'active' | 'next' | 'none';

/** What a state means at a glance: one that answers from its fallback is available, and yet not well. */
type Look = LifecycleTag | 'fallback';

function lookOf(name: string, tag: LifecycleTag | undefined): Look | undefined {
  return name === 'degraded' && tag === 'available' ? 'fallback' : tag;
}

const COLOURS: Readonly<Record<Look, string>> = {
  available: '#2da44e',
  fallback: '#9a6700',
  healing: '#bf8700',
  down: '#e5534b',
  gone: '#848d97',
};

/** One shape for each meaning: a disc, half a disc, a triangle, a cross, an empty square. */
const SYMBOLS: Readonly<Record<Look, string>> = {
  available: 'M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z',
  fallback: 'M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0zM0 -4.4a4.4 4.4 0 0 1 0 8.8z',
  healing: 'M0 -7L7 5.5H-7z',
  down: 'M-6 -3.2L-3.2 -6L0 -2.8L3.2 -6L6 -3.2L2.8 0L6 3.2L3.2 6L0 2.8L-3.2 6L-6 3.2L-2.8 0z',
  gone: 'M-5.5 -5.5h11v11h-11zM-3.5 -3.5v7h7v-7z',
};

const WORDS: Readonly<Record<StateMark, string>> = { active: 'now', next: 'next', none: '' };

/** A state as a group: its frame, the symbol of what it means, its name, and `now` or `next`. */
export function drawState(box: StateBox, state: ChartState | undefined, mark: StateMark): string {
  const tag = state?.tags[0];
  const look = lookOf(box.state, tag);
  const colour = look === undefined ? 'currentColor' : COLOURS[look];
  const meaning = state === undefined ? '' : `: ${state.meta.meaning}`;
  const classes = new Set(['state', tag, look, mark === 'none' ? undefined : mark]);
  const middle = box.y + box.height / 2;
  const word = WORDS[mark];
  return [
    `<g class="${[...classes].filter((name) => name !== undefined).join(' ')}" data-state="${xmlText(box.state)}">`,
    `<title>${xmlText(`${box.state}${meaning}`)}</title>`,
    FRAMES[mark](box, colour),
    look === undefined ? '' : symbol(look, box.x + 22, middle),
    text(box.x + 40, word === '' ? middle + 5 : middle - 2, box.name, mark === 'active'),
    word === '' ? '' : text(box.x + 40, middle + 14, word, false, 12),
    '</g>',
  ].join('');
}

function symbol(look: Look, x: number, y: number): string {
  const place = `transform="translate(${x} ${y})"`;
  return `<path class="symbol" ${place} d="${SYMBOLS[look]}" fill="${COLOURS[look]}" fill-rule="evenodd"/>`;
}

type Frame = (box: StateBox, colour: string) => string;

const FRAMES: Readonly<Record<StateMark, Frame>> = {
  active: (box, colour) =>
    frame(box, 0, `stroke="${colour}" stroke-width="3" fill="${colour}" fill-opacity="0.16"`) +
    frame(box, 4, 'stroke="currentColor" stroke-width="1"'),
  next: (box) => frame(box, 0, 'stroke="currentColor" stroke-width="1.75" stroke-dasharray="5 4"'),
  none: (box, colour) =>
    frame(box, 0, `stroke="currentColor" stroke-width="1.25" fill="${colour}" fill-opacity="0.07"`),
};

function frame({ x, y, width, height }: StateBox, inset: number, look: string): string {
  const size = `width="${width - 2 * inset}" height="${height - 2 * inset}"`;
  return `<rect class="frame" x="${x + inset}" y="${y + inset}" ${size} rx="${10 - inset}" ${look}/>`;
}

function text(x: number, y: number, content: string, isBold: boolean, size = 14): string {
  const weight = isBold ? ' font-weight="700"' : '';
  return `<text x="${x}" y="${y}" font-size="${size}"${weight} fill="currentColor">${xmlText(content)}</text>`;
}
