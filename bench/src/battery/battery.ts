import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { COMEDY_INSTALL, isComedyInstalled } from '../peers/comedy-package.ts';
import { CASE_NAMES, type CaseName } from './cases.ts';
import { type PortName, PORTS } from './ports/ports.ts';

/** What each library made of a case, in words. */
export interface BatteryRow {
  readonly name: CaseName;
  readonly verdicts: Readonly<Partial<Record<PortName, string>>>;
}

/** What Kintsugi does not handle yet, and why. */
const NOT_YET: Partial<Record<CaseName, string>> = {
  'detached timer throws': "needs Node's async context",
  'floating rejection': "needs Node's async context",
};

const oneCase = fileURLToPath(new URL('./one-case.js', import.meta.url));
const TIME_LIMIT_MS = 15_000;

/** All cases for all libraries that are installed. */
export function runBattery(): readonly BatteryRow[] {
  const libraries = PORTS.filter((name) => name !== 'comedy' || isComedyInstalled());
  return CASE_NAMES.map((name) => ({
    name,
    verdicts: Object.fromEntries(libraries.map((library) => [library, verdictOf(library, name)])),
  }));
}

function verdictOf(library: PortName, name: CaseName): string {
  const { stdout, stderr } = spawnSync(process.execPath, [oneCase, library, name], {
    encoding: 'utf8',
    timeout: TIME_LIMIT_MS,
  });
  const found = /^VERDICT (.*)$/m.exec(stdout)?.[1];
  if (found === undefined) return `no verdict: ${stderr.trim().slice(0, 80)}`;
  const { verdict, escaped } = JSON.parse(found);
  return withReason(library, name, withEscape(verdict, escaped));
}

/** What has reached the process belongs to the verdict, where the case does not say so itself. */
function withEscape(verdict: string, [escape]: readonly string[]): string {
  const kind = escape?.split(':')[0];
  return kind === undefined || verdict.includes(kind) ? verdict : `${verdict} (+${escape})`;
}

function withReason(library: PortName, name: CaseName, verdict: string): string {
  const reason = library === 'kintsugi' ? NOT_YET[name] : undefined;
  return reason === undefined ? verdict : `not yet: ${reason}; ${verdict}`;
}

function leftOut(rows: readonly BatteryRow[]): readonly string[] {
  const isMeasured = rows.some(({ verdicts }) => verdicts.comedy !== undefined);
  return isMeasured ? [] : [`comedy is left out: ${COMEDY_INSTALL}`];
}

/** For a person: a table that is also Markdown. */
export function batteryText(rows: readonly BatteryRow[]): string {
  const libraries = PORTS.filter((name) => rows.some(({ verdicts }) => name in verdicts));
  const cells = [
    ['case', ...libraries],
    ...rows.map(({ name, verdicts }) => [name, ...libraries.map((of) => verdicts[of] ?? '')]),
  ];
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  const lines = cells.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  lines.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
  return [...lines, ...leftOut(rows).map((line) => `\n${line}`)].join('\n');
}

/** For a program. */
export function batteryJson(rows: readonly BatteryRow[]): string {
  return JSON.stringify({ node: process.version, leftOut: leftOut(rows), cases: rows });
}
