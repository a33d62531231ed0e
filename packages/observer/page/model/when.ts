import { formatDuration } from '@kintsugi/core';

/** Later than this, an instant counts from 1970; a clock of a test or a simulation begins at 0. */
const EARLIEST_DATE = 1e11;

/** An instant of the tree's clock: the time of day here, or for a clock that begins at 0, how long after that. */
export function instantText(at: number): string {
  if (at < EARLIEST_DATE) return `+${formatDuration(at)}`;
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** The same with its day and milliseconds, for where one looks closely. */
export function exactInstantText(at: number): string {
  if (at < EARLIEST_DATE) return `+${Math.round(at)} ms`;
  const date = new Date(at);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${instantText(at)}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** How long ago, in whole seconds: it is drawn again with each. */
export function agoText(ms: number): string {
  return formatDuration(Math.max(0, Math.floor(ms / 1_000) * 1_000)).replace(/^0 ms$/, '0 s');
}

function two(amount: number): string {
  return String(amount).padStart(2, '0');
}
