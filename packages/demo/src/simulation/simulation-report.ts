import { formatDuration } from '@kintsugi/core';
import type { ServiceFared, Simulation } from '@kintsugi/verify';
import { type Line, wrap } from '../terminal/line.ts';
import { faredTable } from './fared-table.ts';
import { HEAT_LEGEND, heatLine } from './heat-line.ts';
import { repairHistogram } from './repair-histogram.ts';

const NAME_WIDTH = 17;
/** The plots and tables fit a terminal of 80 columns, and the prose below them as well. */
const WIDTH = 79;

/** How a simulation went, for a person: plots, tables, and whether everything has held. At most 80 columns. */
export function simulationReport(simulation: Simulation): readonly Line[] {
  const { durationMs, services, total, failure } = simulation;
  const cells = services[0]?.timeline.length ?? 1;
  return [
    [
      ['Availability', 'bold'],
      [`  each character is ${formatDuration(durationMs / cells)}`, 'dim'],
    ],
    [],
    [
      ['running'.padStart(NAME_WIDTH + cells + 9), 'dim'],
      ['  fallback', 'dim'],
    ],
    ...services.map(availabilityLine),
    [],
    HEAT_LEGEND,
    [],
    [
      ['Time to repair', 'bold'],
      ['  from the first fault until it ran again', 'dim'],
    ],
    [],
    ...repairHistogram(total.repairsMs),
    [],
    [['What was done for it', 'bold']],
    [],
    ...faredTable(simulation),
    [],
    ...wrap(summary(simulation), WIDTH).map((text): Line => [[text]]),
    [],
    ...(failure === undefined ? [] : failure.text.split('\n').map((text): Line => [[text, 'red']])),
  ];
}

function availabilityLine({ path, timeline, running, degraded }: ServiceFared): Line {
  return [
    [path.padEnd(NAME_WIDTH)],
    ...heatLine(timeline),
    [percent(running).padStart(9)],
    [percent(degraded).padStart(10), 'dim'],
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

function summary(simulation: Simulation): string {
  return [asksText(simulation), incidentsText(simulation), treeText(simulation)].join(' ');
}

function asksText({ total: { asks } }: Simulation): string {
  const all = Object.values(asks).reduce((sum, count) => sum + count, 0);
  if (all === 0) return 'Nothing was asked.';
  const answered = (asks.answered + asks.fallback) / all;
  const of = all === 1 ? '1 request' : `${number(all)} requests`;
  return `Of ${of} ${percent(answered)} were answered, ${number(asks.fallback)} of them by a fallback.`;
}

function incidentsText({ total: { incidents, meanBetweenIncidentsMs } }: Simulation): string {
  if (meanBetweenIncidentsMs === Infinity) return 'There was no incident.';
  return `Of the incidents ${number(incidents.recovered)} recovered, ${number(incidents.degraded)} came to a fallback and ${number(incidents.failed)} to a stop; a service had one every ${formatDuration(meanBetweenIncidentsMs)}.`;
}

function treeText({ gaveUp, trees, restedAfterMs }: Simulation): string {
  const ended = gaveUp === 0 ? 'never gave up' : `gave up ${times(gaveUp)}`;
  return `The tree was started ${times(trees)} and ${ended}; it had come to rest ${formatDuration(restedAfterMs)} after the last fault.`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${number(count)} times`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
