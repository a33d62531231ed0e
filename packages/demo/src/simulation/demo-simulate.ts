import { formatDuration } from '@kintsugi/core';
import { simulate, type Simulation } from '@kintsugi/verify';
import { wantsColour } from '../terminal/colour.ts';
import { PROSE_WIDTH, wrap } from '../terminal/line.ts';
import { type Output, Screen } from '../terminal/screen.ts';
import type { Surroundings } from '../terminal/surroundings.ts';
import { parseSimulateArguments, SIMULATE_USAGE, type SimulateCommand } from './arguments.ts';
import { shop } from './shop.ts';
import { simulationReport } from './simulation-report.ts';

const EXIT_MISUSE = 2;
/** A request every two minutes: a week of it takes seconds. */
const LOAD = { meanBetweenMs: 120_000 };

/**
 * `demo simulate`: days of a shop in seconds.
 *
 * @returns the exit code
 */
export async function demoSimulate(
  args: readonly string[],
  { stdout, stderr, env, now }: Surroundings,
): Promise<number> {
  const command = parseSimulateArguments(args);
  switch (command.kind) {
    case 'refused':
      stderr.write(`demo: ${command.why}\n`);
      return EXIT_MISUSE;
    case 'help':
      stdout.write(SIMULATE_USAGE);
      return 0;
    case 'simulate': {
      const { seed, days, faults } = command;
      const screen = new Screen(stdout, wantsColour(stdout.isTTY === true, env));
      if (!command.isJson) introduce(screen, command);
      const beganAt = now();
      const simulation = await simulate(shop, { seed, days, faults, load: LOAD });
      const wallMs = now() - beganAt;
      if (command.isJson) writeJson(stdout, simulation, wallMs);
      else conclude(screen, simulation, wallMs);
      return simulation.ok ? 0 : 1;
    }
  }
}

function introduce(
  screen: Screen,
  { seed, days, faults }: Extract<SimulateCommand, { kind: 'simulate' }>,
): void {
  const what = `A shop lives through ${formatDuration(days * 86_400_000)} on a clock that moves by itself. Its supervisors and policies are the real ones; its services are played: they are asked, fail, hang, and what they need goes away. Faults are ${faults}, drawn with seed ${seed}: the same seed tells the same story. After every turn it is asked whether the laws of the tree hold.`;
  for (const line of wrap(what, Math.min(PROSE_WIDTH, screen.width, 79))) screen.line([[line]]);
  screen.status([['… it lives', 'dim']]);
}

function conclude(screen: Screen, simulation: Simulation, wallMs: number): void {
  screen.clearStatus();
  screen.line();
  for (const line of simulationReport(simulation)) screen.line(line);
  const { durationMs, injections, events, ok } = simulation;
  screen.line([[`SHA-256 of the log: ${simulation.digest.slice(0, 32)}…`, 'dim']]);
  if (ok) screen.line([['All laws of the tree have held; its services were played.', 'green']]);
  screen.line([
    [
      `It took ${formatDuration(wallMs)}: ${number(durationMs / wallMs)} times as fast as life, `,
      'dim',
    ],
    [`${number(injections)} injections, ${number(events)} events.`, 'dim'],
  ]);
}

function number(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

function writeJson(output: Output, simulation: Simulation, wallMs: number): void {
  const { services, failure, total, ...others } = simulation;
  const lines = [
    // Thousands of times, which a histogram is made of.
    ...services.map((service) => ({ type: 'service.fared', ...service, repairsMs: undefined })),
    {
      type: 'simulation.finished',
      ...others,
      ...total,
      repairsMs: undefined,
      failure: failure && { ...failure, text: undefined },
      wallMs,
    },
  ];
  for (const line of lines) output.write(`${JSON.stringify(line)}\n`);
}
