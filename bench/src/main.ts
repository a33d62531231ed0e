// What supervision costs, beside what people would use instead: `pnpm bench [--json] [--rounds N]`.
import { batteryJson, batteryText, runBattery } from './battery/battery.ts';
import { prepareErlang } from './erlang/erlang.ts';
import { helpText } from './help.ts';
import { type Options, optionsOf, UsageError } from './options.ts';
import { installedSubjects } from './peers/subjects.ts';
import { reportJson, reportText, type Run } from './report/report.ts';
import { jobsOf } from './rounds/job.ts';
import { type Row, runRounds } from './rounds/rounds.ts';

/** Progress goes to stderr, so that `--json` writes nothing but JSON to stdout. */
function progress(rounds: number): (row: Row) => void {
  return ({ round, scenario, subject, failure }) => {
    const result = failure === undefined ? '' : `: FAILED: ${failure}`;
    process.stderr.write(`round ${round + 1}/${rounds}: ${scenario} of ${subject}${result}\n`);
  };
}

function measureAll(rounds: number): Run {
  const erlang = prepareErlang();
  const subjects = installedSubjects();
  try {
    const rows = runRounds(rounds, jobsOf(subjects, erlang), progress(rounds));
    return { rounds, rows, subjects, erlang: erlang?.release };
  } finally {
    erlang?.remove();
  }
}

function main({ json, rounds, battery, help }: Options): void {
  if (help) {
    console.log(helpText());
  } else if (battery) {
    const rows = runBattery();
    console.log(json ? batteryJson(rows) : batteryText(rows));
  } else {
    const run = measureAll(rounds);
    console.log(json ? reportJson(run) : reportText(run));
    if (run.rows.some(({ failure }) => failure !== undefined)) process.exitCode = 1;
  }
}

try {
  main(optionsOf(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n\n${helpText()}`);
  process.exitCode = 2;
}
