import { changeBeside, openPast, type Past, seek } from '../model/past.ts';
import type { Store } from '../store.ts';
import { readBundle } from './read-bundle.ts';
import { fetchHistory } from './requests.ts';

/** Shows the recorded past, at its end or at an instant of it. */
export async function lookBack(store: Store, at?: number): Promise<void> {
  const { past } = store.state;
  if (past !== undefined) {
    moveTo(store, at ?? past.at);
    return;
  }
  try {
    const opened = openPast(await fetchHistory());
    if (at !== undefined) seek(opened, at);
    store.update({ past: opened, details: undefined, trouble: undefined });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    store.update({ trouble: `The recorded past cannot be shown: ${reason}.` });
  }
}

/** Shows another instant of the past that is looked at. */
export function moveTo(store: Store, at: number): void {
  const { past } = store.state;
  if (past === undefined) return;
  seek(past, at);
  store.touch();
}

/** Moves to the next change or to the one before. */
export function step(store: Store, side: 'next' | 'previous'): void {
  const { past } = store.state;
  const at = past === undefined ? undefined : changeBeside(past, side);
  if (at !== undefined) moveTo(store, at);
}

/** Lets the past go by, at so many of its seconds for one of ours, until its end. */
export function replay(store: Store, speed: number): void {
  const { past, replaySpeed } = store.state;
  if (past === undefined) return;
  store.update({ replaySpeed: speed });
  if (past.at >= past.to) seek(past, past.from);
  if (replaySpeed === undefined) requestAnimationFrame((now) => goOn(store, past, now));
}

/** It stands still. */
export function pause(store: Store): void {
  store.update({ replaySpeed: undefined });
}

/** Back to the present; an opened file is closed by that. */
export function backToLive(store: Store): void {
  store.update({ past: undefined, bundle: undefined, replaySpeed: undefined, details: undefined });
}

/** Shows a file that was saved before. No server is needed for it. */
export async function openBundle(store: Store, file: File): Promise<void> {
  const { name } = file;
  const content = readBundle(await file.text());
  if (typeof content === 'string') {
    store.update({ trouble: `${name} cannot be opened: ${content}.` });
    return;
  }
  try {
    const past = openPast(content.history);
    const bundle = { name, content };
    store.update({ past, bundle, details: undefined, replaySpeed: undefined, trouble: undefined });
  } catch {
    store.update({ trouble: `${name} cannot be opened: what it tells of the tree is damaged.` });
  }
}

function goOn(store: Store, past: Past, last: number): void {
  requestAnimationFrame((now) => {
    const { replaySpeed } = store.state;
    if (replaySpeed === undefined || store.state.past !== past) return;
    moveTo(store, past.at + (now - last) * replaySpeed);
    if (past.at >= past.to) pause(store);
    else goOn(store, past, now);
  });
}
