import { formatDuration } from '@kintsugi/core';
import { counted, wholeNumber } from '../counted.ts';
import { OUTCOMES } from './simulated-message.ts';
import type { Fared, ServiceFared, Simulation } from './simulation.ts';

/**
 * What a simulation came to, as a text of at most 80 columns.
 *
 * @example
 * ```ts
 * console.log(describeSimulation(await simulate(shop, { seed: 7, days: 7 })));
 * // 7 d of virtual time, seed 7: everything has held
 * // …
 * ```
 */
export function describeSimulation(simulation: Simulation): string {
  const { services, total, failure, gaveUp, trees, restedAfterMs } = simulation;
  const { injections, events, logLines, digest } = simulation;
  return [
    headline(simulation),
    '',
    ...table(services),
    '',
    asksText(total),
    incidentsText(total),
    repairText(total),
    `tree       started ${times(trees)}, ${gaveUp === 0 ? 'never gave up' : `gave up ${times(gaveUp)}`}; at rest ${formatDuration(restedAfterMs)} after the last fault`,
    `log        ${counted(injections, 'injection')}, ${counted(events, 'event')}, ${counted(logLines, 'line')}`,
    `sha-256    ${digest}`,
    ...(failure === undefined ? [] : ['', failure.text.trimEnd()]),
    '',
  ].join('\n');
}

function headline({ seed, durationMs, failure }: Simulation): string {
  const what = `${formatDuration(durationMs)} of virtual time, ${seed === undefined ? 'by script' : `seed ${seed}`}`;
  return failure === undefined
    ? `${what}: everything has held`
    : `${what}: "${failure.invariant}" does not hold`;
}

const HEADS = ['service', 'running', 'degraded', 'down', 'incidents', 'restarts', 'repair p50'];

function table(services: readonly ServiceFared[]): readonly string[] {
  const rows = [HEADS, ...services.map(rowOf)];
  const widths = HEADS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

function rowOf({ path, running, degraded, incidents, restarts, repairMs }: ServiceFared) {
  return [
    path.length > MOST_PATH ? `…${path.slice(1 - MOST_PATH)}` : path,
    percent(running),
    percent(degraded),
    percent(Math.max(0, 1 - running - degraded)),
    wholeNumber(sum(incidents)),
    wholeNumber(restarts),
    repairMs.count === 0 ? '-' : formatDuration(repairMs.p50),
  ];
}

/** A longer path loses its beginning. */
const MOST_PATH = 20;

function asksText({ asks }: Fared): string {
  const all = sum(asks);
  const parts = OUTCOMES.filter((outcome) => asks[outcome] > 0).map(
    (outcome) => `${outcome} ${percent(asks[outcome] / all)}`,
  );
  return wrapped('asks', [wholeNumber(all), ...parts]);
}

function incidentsText({ incidents, ...others }: Fared & Partial<Simulation['total']>): string {
  const parts = Object.entries(incidents)
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${outcome} ${wholeNumber(count)}`);
  const { meanBetweenIncidentsMs = Infinity } = others;
  const each = `one of a service each ${formatDuration(meanBetweenIncidentsMs)}`;
  return wrapped('incidents', [
    wholeNumber(sum(incidents)),
    ...parts,
    ...(parts.length > 0 ? [each] : []),
  ]);
}

function repairText({ repairMs }: Fared): string {
  const { count, p50, p90, p99, max } = repairMs;
  if (count === 0) return wrapped('repair', ['nothing was to repair']);
  return wrapped('repair', [
    `p50 ${formatDuration(p50)}`,
    `p90 ${formatDuration(p90)}`,
    `p99 ${formatDuration(p99)}`,
    `max ${formatDuration(max)}`,
  ]);
}

const NAME_WIDTH = 11;
const WIDTH = 80;

/** Parts in lines of at most 80 columns, after a name. */
function wrapped(name: string, parts: readonly string[]): string {
  const lines = [name.padEnd(NAME_WIDTH)];
  parts.forEach((part, index) => {
    const text = index === parts.length - 1 ? part : `${part}, `;
    const line = lines.at(-1) ?? '';
    if (line.length + text.trimEnd().length > WIDTH) lines.push(`${' '.repeat(NAME_WIDTH)}${text}`);
    else lines[lines.length - 1] = line + text;
  });
  return lines.map((line) => line.trimEnd()).join('\n');
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

function times(count: number): string {
  return count === 1 ? 'once' : `${wholeNumber(count)} times`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(3)} %`;
}
