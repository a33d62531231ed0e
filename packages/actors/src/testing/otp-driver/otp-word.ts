import type { InvalidOptionError } from '@kintsugi/core';
import type { Refused } from './vocabulary.ts';

/** OTP's word for an option that is wrong, by the end of the option's path. */
const WORDS: Readonly<Record<string, string>> = {
  restart: 'invalid_restart_type',
  shutdown: 'invalid_shutdown',
  type: 'invalid_child_type',
  modules: 'invalid_modules',
  meta: 'invalid_meta',
  strategy: 'invalid_strategy',
  maxRestarts: 'invalid_intensity',
  withinMs: 'invalid_period',
  autoShutdown: 'invalid_auto_shutdown',
  maxChildren: 'invalid_max_children',
};

type Rule = (error: InvalidOptionError, name: string) => string | undefined;

/** What a table by name cannot say, first match wins. */
const RULES: readonly Rule[] = [
  // What was answered is no settings at all.
  ({ option }) =>
    option === 'fromSupervisor' || option === 'reconfigure' ? 'bad_return' : undefined,
  ({ rule }, name) => {
    if (name !== 'significant') return undefined;
    return rule === 'true or false' ? 'invalid_significant' : 'bad_combination';
  },
  ({ rule, value }, name) => (name === 'id' ? idWord(rule, value) : undefined),
  // The one place for a template holds none, or a list of several.
  ({ option }) => (option.startsWith('child("instance")') ? 'bad_start_spec' : undefined),
  ({ value }, name) => {
    if (name !== 'runs' && !name.endsWith(' runs')) return undefined;
    return value === undefined ? 'missing_start' : 'invalid_mfa';
  },
  (error, name) => (isUnknownKey(error, name) ? unknownWord(error, name) : undefined),
];

/** An option that the library refuses, in OTP's word. */
function wordOf(error: InvalidOptionError): string {
  const { option } = error;
  const name = option.slice(option.lastIndexOf('.') + 1);
  for (const rule of RULES) {
    const word = rule(error, name);
    if (word !== undefined) return word;
  }
  return WORDS[name] ?? 'invalid_child_spec';
}

function idWord(rule: string, value: unknown): string {
  if (rule.startsWith('unique')) return 'duplicate_child_name';
  return value === undefined ? 'missing_id' : 'invalid_id';
}

function isUnknownKey({ message }: InvalidOptionError, name: string): boolean {
  return message.includes(`${name} is not an option`);
}

/** A dynamic supervisor has none: the two do not go together. */
function unknownWord({ option }: InvalidOptionError, name: string): string {
  const isOfTemplate = !option.startsWith('fromSupervisor') && !option.startsWith('child(');
  if (isOfTemplate && name === 'autoShutdown') return 'bad_combination';
  return WORDS[name] ?? 'unknown_key';
}

/** {@link wordOf} as an answer. */
export function invalid(error: InvalidOptionError): Refused {
  return { ok: false, reason: wordOf(error), error };
}
