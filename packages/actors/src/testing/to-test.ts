import {
  type DecidedStep,
  type Divergence,
  excerpt,
  type IncidentOutcome,
  invalidOption,
  recordedOutcomes,
  type Recording,
  type RecordingEntry,
  recordingLines,
  refuseUnknownKeys,
  replay,
  requireRecording,
  storyOf,
} from '@kintsugi/core';

/** Which incident a test is to be about, and how it should have ended. */
export interface ToTestOptions {
  /** Its id, `<path>#<number>`. @default the last that has not recovered; where all have, the last */
  readonly incident?: string;
  /** How it should have ended. @default 'recovered' */
  readonly outcome?: IncidentOutcome;
  /**
   * Your policy: the test imports `name` from the module `from`, as it is written in the test file, and lets it
   * decide, so that it turns green when you have mended the policy. @default the recorded policy
   */
  readonly policy?: PolicyImport;
}

/** Where a policy is found. */
interface PolicyImport {
  readonly name: string;
  readonly from: string;
}

const OUTCOMES: Readonly<Record<IncidentOutcome, true>> = {
  recovered: true,
  degraded: true,
  failed: true,
  escalated: true,
  stopped: true,
  ended: true,
};

/**
 * The text of a vitest file that replays one incident: what came to its supervisor and in which state that
 * was, what it decided, line by line, and how the incident should have ended. It is red when the incident
 * ended otherwise, and when the lines are changed to what should have been decided, until that is decided.
 * Where this release decides otherwise than was recorded, it goes by the recording, and the file says so at
 * its top.
 *
 * @throws InvalidOptionError for what is no recording, an incident that the recording does not hold, an unknown outcome or option
 * @example
 * ```ts
 * const recording = parseRecording(readFileSync('incident.jsonl', 'utf8'));
 * writeFileSync('test/payments-3.test.ts', toTest(recording, { incident: 'billing/payments#3' }));
 * ```
 */
export function toTest(recording: Recording, options: ToTestOptions = {}): string {
  const { incident, outcome, ended, policy } = checked(recording, options);
  const cut = excerpt(recording, incident);
  const { entries, redacted } = cut;
  const { divergence, ...now } = replay(cut);
  const steps = divergence === undefined ? now.steps : recordedSteps(entries);
  const bare = entries.map((entry) => {
    if (entry.type !== 'step') return entry;
    const { effects: _, ...step } = entry;
    return step;
  });
  const lines = recordingLines({ entries: bare, redacted, unproven: [] });
  return fileText({ incident, outcome, ended, policy, lines, steps, divergence });
}

function recordedSteps(entries: readonly RecordingEntry[]): readonly DecidedStep[] {
  return entries.flatMap((entry) => (entry.type === 'step' ? [{ effects: [], ...entry }] : []));
}

interface Case {
  readonly incident: string;
  readonly outcome: IncidentOutcome;
  readonly ended: IncidentOutcome | 'open';
  readonly policy: PolicyImport | undefined;
  readonly lines: string;
  readonly steps: readonly DecidedStep[];
  /** Where this release decides otherwise than was recorded. */
  readonly divergence: Divergence | undefined;
}

function checked(
  recording: Recording,
  options: ToTestOptions,
): Pick<Case, 'incident' | 'outcome' | 'ended' | 'policy'> {
  requireRecording('toTest', recording);
  refuseUnknownKeys('toTest', options, ['incident', 'outcome', 'policy']);
  const { outcome = 'recovered', policy } = options;
  if (policy !== undefined) checkImport(policy);
  if (!Object.hasOwn(OUTCOMES, outcome))
    throw invalidOption('toTest.outcome', `one of ${Object.keys(OUTCOMES).join(', ')}`, outcome);
  const { divergence, ...now } = replay(recording);
  // What was decided up to the divergence says nothing of how it ended.
  const outcomes = divergence === undefined ? now.outcomes : recordedOutcomes(recording);
  const last = mostInteresting(outcomes);
  if (last === undefined) throw invalidOption('toTest.recording', 'of at least one incident', []);
  const { incident = last } = options;
  const ended = new Map(Object.entries(outcomes)).get(incident);
  if (ended === undefined)
    throw invalidOption('toTest.incident', `one of ${Object.keys(outcomes).join(', ')}`, incident);
  return { incident, outcome, ended, policy };
}

function checkImport({ name, from }: PolicyImport): void {
  if (typeof name !== 'string' || !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name))
    throw invalidOption('toTest.policy.name', 'the name of an export', name);
  if (typeof from !== 'string' || from === '')
    throw invalidOption('toTest.policy.from', 'a module', from);
}

function mostInteresting(outcomes: Readonly<Record<string, string>>): string | undefined {
  const ids = Object.keys(outcomes);
  return ids.findLast((id) => outcomes[id] !== 'recovered') ?? ids.at(-1);
}

function fileText({ incident, outcome, ended, policy, lines, steps, divergence }: Case): string {
  const path = steps[0]?.path ?? '';
  const decides = decidedBy(policy, path);
  const supervisor = path === '' ? 'the root supervisor' : `the supervisor "${escaped(path)}"`;
  return `// The incident ${escaped(incident)}, replayed as it was recorded. It ${ended === 'open' ? 'had not ended' : `ended ${ended}`}.
${caution(divergence)}//
// \`recorded\` is what came to ${supervisor} meanwhile, and in which state it was before; \`decided\` is what
// it decided then. Nothing runs here but the reducer, which decides again.
//
// Should something have been decided otherwise? Change that line of \`decided\`, and delete what stands below
// it, and the last test: what would have come then nobody knows. Red is then what is to be mended.
${decides.comment}
import { parseRecording, replay } from '@kintsugi/actors/testing';
import { expect, it } from 'vitest';
${decides.imported}
const recorded = String.raw\`${raw(lines)}\`;

const decided = [
${storyOf(steps)
  .map((line) => `  ${quoted(line)},\n`)
  .join('')}];

const { story, outcomes } = replay(parseRecording(recorded)${decides.options});

it(${quoted(`${incident} is decided like this`)}, () => {
  expect(story.slice(0, decided.length)).toEqual(decided);
});

it(${quoted(`${incident} ends ${outcome}`)}, () => {
  expect(outcomes[${quoted(incident)}]).toBe('${outcome}');
});
`;
}

interface Decider {
  readonly comment: string;
  readonly imported: string;
  readonly options: string;
}

function decidedBy(policy: PolicyImport | undefined, path: string): Decider {
  if (policy === undefined)
    return {
      comment: `// Another policy is tried by
// replay(parseRecording(recorded), { policies: { ${key(path)}: policy({ … }).escalation } })`,
      imported: '',
      options: '',
    };
  const { name, from } = policy;
  return {
    comment: `// It is decided by \`${name}\` as it is now, not as it was. A line that differs from \`decided\` is where it decides
// otherwise: if that is what you want, change the line and delete what stands below. What came was an answer
// to the recorded decisions, so nothing after the first such line is to be trusted, nor how it ends.`,
    imported: `import { ${name} } from ${quoted(from)};\n`,
    options: `, {\n  policies: { ${key(path)}: ${name}.escalation },\n}`,
  };
}

/** Its test is red, and not by the incident's fault. */
function caution(divergence: Divergence | undefined): string {
  if (divergence === undefined) return '';
  const { step, text } = divergence;
  const from = step === 0 ? '' : `this release decides otherwise from step ${step} on.\n`;
  return `//\n${commented(`CAUTION: ${from}${text}`)}`;
}

function commented(text: string): string {
  return text
    .split('\n')
    .map((line) => `// ${escaped(line)}\n`)
    .join('');
}

function quoted(text: string): string {
  return `'${escaped(text).replaceAll("'", "\\'")}'`;
}

/** In an object literal: `'__proto__': …` would not be a key of it. */
function key(path: string): string {
  return path === '__proto__' ? `[${quoted(path)}]` : quoted(path);
}

/** On one line, whatever is in it; a quote is a quote. */
function escaped(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`);
}

/** In a raw template nothing can be escaped; in JSON, where both of these stand in texts only, they can. */
function raw(json: string): string {
  return json.replaceAll('`', String.raw`\u0060`).replaceAll('${', String.raw`\u0024{`);
}
