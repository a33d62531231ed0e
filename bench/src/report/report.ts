import { cpus } from 'node:os';
import { ERLANG_INSTALL } from '../erlang/erlang.ts';
import { COMEDY_INSTALL } from '../peers/comedy-package.ts';
import { Readings } from '../rounds/readings.ts';
import type { Row } from '../rounds/rounds.ts';
import { besideErlang } from './beside-erlang.ts';
import { besideMachines } from './beside-machines.ts';
import { besidePeers } from './beside-peers.ts';
import { type Section, verdictOn } from './figure.ts';
import { type Standing, standings } from './standing.ts';
import { figureTable, standingTable } from './table.ts';

const CONDITIONS = [
  'Every number is CPU time of a process of its own, of all its threads. Crashes, asks and tells are measured twice: in the process just started, what V8 takes to compile included, and after 1.5 s of them. Rates are per second of CPU.',
  'A ratio is made in each round, between neighbours; what stands here is the median. The order is reversed in every second round.',
  'kintsugi: function services under the preset otp with an intensity of 1,000,000 restarts an hour, told and asked by path.',
  'kintsugi-healing, and all beside raw machines and with many: the default steps, but restarting at once and without limit.',
  'A crash is a child whose code throws a new Error: what that alone costs is a row of its own.',
];

/** What a run was. */
export interface Run {
  readonly rounds: number;
  readonly rows: readonly Row[];
  readonly subjects: readonly string[];
  /** Erlang's release; `undefined` where it is not installed. */
  readonly erlang: string | undefined;
}

/** What is not in the figures, and why. */
function leftOut({ rows, subjects, erlang }: Run): readonly string[] {
  const failures = rows.flatMap(({ scenario, subject, round, failure }) =>
    failure === undefined ? [] : [`FAILED: ${scenario} of ${subject}, round ${round}: ${failure}`],
  );
  return [
    ...(erlang === undefined ? [ERLANG_INSTALL] : []),
    ...(subjects.includes('comedy') ? [] : [`comedy is left out: ${COMEDY_INSTALL}`]),
    ...failures,
  ];
}

interface Summary {
  readonly sections: readonly Section[];
  readonly standings: readonly Standing[];
}

function summaryOf({ rows, subjects, erlang }: Run): Summary {
  const readings = new Readings(rows);
  return {
    sections: [
      besidePeers(readings),
      ...(erlang === undefined ? [] : [besideErlang(readings, erlang)]),
      ...besideMachines(readings),
    ],
    standings: standings(readings, erlang === undefined ? subjects : [...subjects, 'erlang']),
  };
}

/** For a person. */
export function reportText(run: Run): string {
  const { sections, standings: everybody } = summaryOf(run);
  return [
    `Node ${process.version}, medians of ${run.rounds} rounds, CPU time`,
    figureTable(sections),
    `Everybody\n${standingTable(everybody)}`,
    CONDITIONS.join('\n'),
    leftOut(run).join('\n'),
  ]
    .filter((block) => block !== '')
    .join('\n\n');
}

/** For a program: one document, raw data included. */
export function reportJson(run: Run): string {
  const { sections, standings: everybody } = summaryOf(run);
  const [cpu] = cpus();
  const figures = sections.flatMap(({ title, figures: ofSection }) =>
    ofSection.map((figure) => ({ section: title, ...figure, verdict: verdictOn(figure) })),
  );
  return JSON.stringify({
    node: process.version,
    cpu: { model: cpu?.model, count: cpus().length },
    erlang: run.erlang ?? null,
    rounds: run.rounds,
    conditions: CONDITIONS,
    leftOut: leftOut(run),
    figures,
    subjects: everybody,
    rows: run.rows,
  });
}
