import { noteOn, SUBJECTS } from './peers/subjects.ts';
import { SCALING } from './scaling/scaling.ts';
import { SCENARIOS } from './scenarios/scenarios.ts';

/** What can be asked for, and what is measured. */
export function helpText(): string {
  const scenarios = [...SCENARIOS, ...SCALING].map(
    ({ name, note }) => `  ${name.padEnd(12)} ${note}`,
  );
  return [
    'pnpm bench [--rounds N] [--json]   what supervision costs; N rounds, 7 unless given',
    'pnpm battery [--json]              what becomes of ten faults, ours and the peers',
    'pnpm bench --help                  this',
    '',
    'Scenarios:',
    ...scenarios,
    '',
    'Subjects, beside Erlang/OTP where erl and erlc are installed:',
    ...SUBJECTS.map((name) => `  ${name.padEnd(22)} ${noteOn(name)}`),
  ].join('\n');
}
