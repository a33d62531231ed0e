import { invalidOption } from '../fault/supervision-error.ts';
import { cloneState } from '../supervision/canonical.ts';
import { removeChild } from '../supervision/start-order.ts';
import { reportsOf } from './outcomes.ts';
import { requireRecording } from './check-recording.ts';
import { Player } from './player.ts';
import type { Keyframe, Recording, RecordedStep, RecordingEntry } from './recording.ts';
import { replay } from './replay.ts';

type Entry = Keyframe | RecordedStep;

/** Whose incident it is. */
interface Subject {
  readonly incident: string;
  /** Path of the supervisor. */
  readonly path: string;
  readonly id: string;
}

/**
 * What a recording holds of one incident: its supervisor, from the incident's first fault until it is
 * closed. Siblings that have nothing to do with it are left out, where the same is decided without them.
 *
 * @param incident - its id, `<path>#<number>`: one of `replay(recording).outcomes`
 * @throws InvalidOptionError for what is no recording, and when it holds no such incident
 * @example
 * ```ts
 * excerpt(recording, 'billing/payments#3').entries.length; // 9: a keyframe and eight steps
 * ```
 */
export function excerpt(recording: Recording, incident: string): Recording {
  requireRecording('excerpt', recording);
  if (typeof incident !== 'string')
    throw invalidOption('excerpt.incident', 'the id of an incident', incident);
  const subject = subjectOf(incident);
  const whole = windowOf(recording, subject);
  if (whole.length === 0)
    throw invalidOption('excerpt.incident', 'an incident of this recording', incident);
  const shorter = [lean(whole, subject), withoutBystanders(whole)];
  const entries = shorter.find((each) => each !== undefined && decidesTheSame(each)) ?? whole;
  const unproven = recording.unproven.filter((path) => path === subject.path);
  return { ...recording, unproven, entries };
}

function subjectOf(incident: string): Subject {
  const child = incident.slice(0, incident.lastIndexOf('#'));
  const slash = child.lastIndexOf('/');
  return { incident, path: child.slice(0, Math.max(0, slash)), id: child.slice(slash + 1) };
}

/** The supervisor as it was before the incident, and everything that came to it until the incident was closed. */
function windowOf({ entries }: Recording, subject: Subject): readonly Entry[] {
  const own = entries.filter((entry) => isOf(entry, subject));
  const from = beginIn(own, subject);
  if (from === -1) return [];
  const isEnd = (entry: Entry) => entry.type === 'step' && tells(entry, 'incident.closed', subject);
  const length = own.slice(from).findIndex(isEnd) + 1;
  const window = own.slice(from, length === 0 ? undefined : from + length);
  if (window[0]?.type === 'keyframe') return window;
  const last = own.slice(0, from).findLastIndex(({ type }) => type === 'keyframe');
  const before = own.slice(last, from);
  // Where it is decided otherwise, what follows from it is not the state that the incident began in.
  if (!decidesTheSame(before)) return [...before, ...window];
  return [keyframeAfter(before, subject), ...window];
}

/**
 * The step that opens it; or it was open when the recording begins. The last that does: a supervisor that was
 * added again counts its incidents from 1.
 */
function beginIn(own: readonly Entry[], subject: Subject): number {
  const opened = own.findLastIndex(
    (entry) => entry.type === 'step' && tells(entry, 'incident.opened', subject),
  );
  return opened === -1 ? own.findIndex((entry) => isOpenIn(entry, subject)) : opened;
}

function keyframeAfter(entries: readonly Entry[], { path }: Subject): Keyframe {
  const player = new Player();
  for (const entry of entries)
    if (entry.type === 'keyframe') player.begin(entry);
    else player.play(entry);
  return player.keyframeAt(path);
}

function isOf(entry: RecordingEntry, { path }: Subject): entry is Entry {
  return entry.type !== 'event' && entry.path === path;
}

function isOpenIn(entry: Entry, subject: Subject): boolean {
  if (entry.type === 'step') return false;
  const child = entry.state.children.get(subject.id);
  return child?.incident !== undefined && subject.incident.endsWith(`#${child.incidents}`);
}

function tells(
  { effects = [], ...step }: RecordedStep,
  type: 'incident.opened' | 'incident.closed',
  { incident }: Subject,
): boolean {
  return reportsOf({ ...step, effects }).some(
    (event) => event.type === type && event.incident === incident,
  );
}

/** The child alone, if nothing that came to its siblings has concerned it. */
function lean(whole: readonly Entry[], { id }: Subject): readonly Entry[] | undefined {
  const concerns = (entry: Entry) =>
    entry.type === 'keyframe' || !('id' in entry.input) || entry.input.id === id;
  const others = whole.filter((entry) => !concerns(entry));
  if (others.some((entry) => idsIn(entry).includes(id))) return undefined;
  return whole.filter(concerns).map((entry) => pruned(entry, [id]));
}

/** Only those children that are spoken of. */
function withoutBystanders(whole: readonly Entry[]): readonly Entry[] {
  const ids = whole.flatMap(idsIn);
  return whole.map((entry) => pruned(entry, ids));
}

function idsIn(entry: Entry): readonly string[] {
  if (entry.type === 'keyframe') return [];
  const { input, effects = [] } = entry;
  return [input, ...effects].flatMap((each) => ('id' in each ? [each.id] : []));
}

function pruned(entry: Entry, ids: readonly string[]): Entry {
  if (entry.type === 'step') return entry;
  const kept = new Set(ids);
  const state = cloneState(entry.state);
  for (const child of entry.state.children.values())
    if (!kept.has(child.id)) removeChild(state, state.children.get(child.id) ?? child);
  state.floor = entry.state.floor;
  const children = entry.spec.children.filter(({ id }) => kept.has(id));
  return { ...entry, state, spec: { ...entry.spec, children } };
}

function decidesTheSame(entries: readonly Entry[]): boolean {
  return replay({ redacted: [], unproven: [], entries }).divergence === undefined;
}
