import type { AnySupervisorLogic } from '@kintsugi/actors';
import { Blueprint } from './blueprint.ts';
import { createFailure, type Failure, storyLine } from './failure.ts';
import type { Injection } from './injection.ts';
import { watchesOf } from './laws/laws.ts';
import { ownWatches } from './own-watches.ts';
import { Run } from './run.ts';
import { isSameFailure } from './same-failure.ts';
import { scriptSource } from './script-source.ts';
import { shrink } from './shrink.ts';
import { type Checked, checkedOptions, type SimulateOptions } from './simulate-options.ts';
import { type Simulation, simulationOf } from './simulation.ts';
import type { Violation } from './simulated-tree.ts';

/**
 * Lives through days of a tree in seconds: the real supervisors, policies and child specs, on a clock that moves by itself,
 * with simulated services that are asked, fail, hang and are stopped as a seed says. After every turn it is asked
 * whether the laws of the tree hold, and your own. When one does not, the least is searched that must happen for it:
 * `failure.writeTest` makes a vitest file of that.
 *
 * Everything is drawn from the seed: the same one gives the same log in every process. Rules and custom steps of the policies
 * are run as they are: a step that waits for real time never ends here, or ends the simulation with an error.
 *
 * @throws InvalidOptionError naming the option, the rule and the value; or the step, or the place, that has waited for real time
 * @example
 * ```ts
 * const result = await simulate(shop, { seed: 7, days: 7, faults: 'rough' });
 * if (result.failure) result.failure.writeTest('shop-7.test.ts', { tree: { name: 'shop', from: './shop.ts' } });
 * console.log(describeSimulation(result));
 * ```
 */
export async function simulate(
  tree: AnySupervisorLogic,
  options: SimulateOptions,
): Promise<Simulation> {
  const blueprint = new Blueprint(tree);
  const checked = checkedOptions(options, blueprint);
  const lab: Lab = { blueprint, checked, options };
  const injected: Injection[] = [];
  const run = await runOf(lab, {
    onLine: options.onLine,
    onInjection: (injection) => injected.push(injection),
  }).go();
  const failure = run.violation && (await explain(lab, injected, run.violation));
  return simulationOf(run, checked, failure);
}

/** What all runs of one simulation have in common. */
interface Lab {
  readonly blueprint: Blueprint;
  readonly checked: Checked;
  readonly options: SimulateOptions;
}

type Difference = Partial<ConstructorParameters<typeof Run>[0]>;

function runOf({ blueprint, checked, options }: Lab, difference: Difference): Run {
  const { source, seed = 0, rebootAfterMs } = checked;
  return new Run({
    blueprint,
    source,
    seed,
    rebootAfterMs,
    replace: options.replace,
    watches: (tree) => [...watchesOf(tree), ...ownWatches(tree, options.invariants ?? {})],
    ...difference,
  });
}

/** Runs it again, without this and that of what was done to the tree. */
async function explain(
  lab: Lab,
  injected: readonly Injection[],
  found: Violation,
): Promise<Failure> {
  const { invariant, what, at } = found;
  const { seed, maxShrinkRuns } = lab.checked;
  const failsWith = (ownSeed: number | undefined) => async (script: readonly Injection[]) =>
    isSameFailure(found, (await scripted(lab, script, ownSeed).go()).violation);
  let { script, runs } = await shrink(injected, at, failsWith(seed), maxShrinkRuns);
  // Without latencies of its own it is easier to understand, when it goes wrong then as well.
  const isPlain = seed !== undefined && maxShrinkRuns > 0 && (await failsWith(undefined)(script));
  if (isPlain) {
    const shorter = await shrink(script, at, failsWith(undefined), maxShrinkRuns - runs);
    script = shorter.script;
    runs += shorter.runs;
  }
  const seedLeft = isPlain ? undefined : seed;
  const story: string[] = [];
  const { violation } = await scripted(lab, script, seedLeft, {
    onInjection: (injection) => story.push(storyLine(injection.at, injection)),
    onEvent: (event) => story.push(storyLine(event.at, event)),
  }).go();
  return createFailure(
    {
      invariant,
      what: violation?.what ?? what,
      whatFound: what,
      at,
      injections: injected.length,
      script,
      seed: seedLeft,
      shrinkRuns: runs,
      story,
    },
    { rebootAfterMs: lab.checked.rebootAfterMs, isReplaced: lab.options.replace !== undefined },
  );
}

function scripted(
  lab: Lab,
  script: readonly Injection[],
  seed: number | undefined,
  difference: Difference = {},
): Run {
  return runOf(lab, { source: scriptSource(script, seed), seed: seed ?? 0, ...difference });
}
