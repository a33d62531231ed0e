import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The scenarios of erlang/bench.erl. */
export const ERLANG_SCENARIOS = [
  'crash',
  'crash-inside',
  'crash-of-10,000',
  'burst',
  'ask',
  'tell',
  'spawn',
] as const;

/** What to say where there is no Erlang. */
export const ERLANG_INSTALL =
  'Erlang/OTP is left out: erl and erlc are not on the PATH (Debian: apt-get install erlang-base, about 60 MB).';

/** An Erlang that can be measured, with our modules compiled for it. */
export interface Erlang {
  /** Its release, as `25`. */
  readonly release: string;
  /** What to run for a scenario. */
  readonly argumentsOf: (scenario: string) => readonly string[];
  /** Takes the compiled modules away. */
  readonly remove: () => void;
}

const sources = fileURLToPath(new URL('../../erlang/', import.meta.url));

// One scheduler, because JavaScript has one thread; more processes than the default of 262,144 allows.
const FLAGS = ['+P', '1048576', '+S', '1:1', '-noshell'];

/**
 * Compiles our modules to a folder of their own.
 *
 * @returns `undefined` where Erlang is not installed
 */
export function prepareErlang(): Erlang | undefined {
  const release = erlangRelease();
  if (release === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'kintsugi-bench-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const files = readdirSync(sources).map((file) => join(sources, file));
  const { error, status, stdout } = spawnSync('erlc', ['+inline', '-o', folder, ...files], {
    encoding: 'utf8',
  });
  if (error === undefined && status === 0) {
    const modules = ['-pa', folder, '-s', 'bench', 'main', '-extra'];
    return { release, remove, argumentsOf: (scenario) => [...FLAGS, ...modules, scenario] };
  }
  remove();
  if (error !== undefined) return undefined;
  throw new Error(`erlc has refused bench/erlang:\n${stdout}`);
}

function erlangRelease(): string | undefined {
  const say = 'io:put_chars(erlang:system_info(otp_release)), halt().';
  const { error, status, stdout } = spawnSync('erl', ['-noshell', '-eval', say], {
    encoding: 'utf8',
  });
  return error === undefined && status === 0 ? stdout.trim() : undefined;
}
