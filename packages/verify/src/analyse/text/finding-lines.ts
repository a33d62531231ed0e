import type { Finding } from '../findings/finding.ts';
import { grouped } from '../grouped.ts';
import { placed } from './placed.ts';
import { wrapped } from './wrapped.ts';

const INDENT = '  ';

/** Each finding with what to do; the same one at several places stands once. */
export function findingLines(findings: readonly Finding[]): readonly (readonly string[])[] {
  const same = grouped(findings, ({ rule, severity, message, hint }) =>
    [severity, rule, message, hint].join('\n'),
  );
  return same.map((each) => {
    const [{ severity, rule, message, hint }] = each;
    return [
      `${severity}: ${rule} (${placed(each.map(({ path }) => path))})`,
      ...wrapped(message, INDENT),
      ...wrapped(`→ ${hint}`, INDENT),
    ];
  });
}
