import { randomInt } from 'node:crypto';
import { type AnySupervisorLogic, describeTree } from '@kintsugi/actors';
import { STRATEGIES } from '@kintsugi/core';
import { afterAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/simulate/seeded-random.ts';
import { checkedOptions } from '../../../src/verify-options.ts';
import { type ProvenScope, SCOPES, threeByThree } from '../scopes/scopes.ts';
import { LiveTree } from './live-tree.ts';
import { FollowedModel } from './followed-model.ts';
import { Divergence, ModelFollower, type Seen } from './model-follower.ts';
import { RandomActs } from './random-acts.ts';

/** `SEED=random` looks for new histories. */
const { SEED = '20261127' } = process.env;
const seed = SEED === 'random' ? randomInt(2 ** 31) : Number(SEED);
const MOST_ACTS = 200;
/** Turns of the supervisor, in each scope. */
const TURNS = 600;

/** What was done to a tree, and what was seen of it then. */
interface Moment extends Seen {
  readonly words: string;
}

/** A life of real actors, until they have ended. */
async function live(logic: AnySupervisorLogic, model: FollowedModel, random: () => number) {
  const tree = new LiveTree(logic, random);
  const choice = new RandomActs(tree, model.system.scope, random);
  const story: Moment[] = [];
  for (let act = tree.start(); story.length < MOST_ACTS; act = choice.next()) {
    await tree.do(act);
    const heard = tree.heard();
    choice.heard(heard);
    const children = [...tree.children.keys()].map((id) => tree.see(id));
    const { hasEnded } = tree;
    story.push({ words: act.words, takesTime: act.takesTime, heard, hasEnded, children });
    if (hasEnded) break;
  }
  return story;
}

/** Where the model cannot go on beside the tree, in words; undefined when it can go all the way. */
function parting(model: FollowedModel, story: readonly Moment[]): string | undefined {
  const follower = new ModelFollower(model);
  const words: string[] = [];
  try {
    for (const moment of story) {
      words.push(moment.words);
      follower.follow(moment);
    }
    return undefined;
  } catch (error) {
    if (error instanceof Divergence) return [...words, error.message].join('\n');
    throw error;
  }
}

/** Nested supervisors and instances are made of more than services that can be steered; a brutal stop waits for no hook. */
function isSteered(subject: ProvenScope['subject']): subject is AnySupervisorLogic {
  if (subject.kind !== 'supervisor') return false;
  const [root, ...others] = describeTree(subject);
  if (root === undefined || others.length > 0 || root.template !== undefined) return false;
  return root.spec.children.every(({ spec }) => spec.shutdown !== 'brutal_kill');
}

const scopes = [...SCOPES, ...STRATEGIES.map(threeByThree)].flatMap(({ name, subject, options }) =>
  isSteered(subject) ? [{ name, subject, options }] : [],
);

/** Histories that are not true, each otherwise in one place. */
function falsified(story: readonly Moment[]): readonly (readonly Moment[])[] {
  return story.flatMap((moment, at) => {
    const instead = (other: Partial<Moment>) => story.with(at, { ...moment, ...other });
    const [first, ...others] = moment.children;
    const lost = moment.heard
      .filter(({ type }) => type.startsWith('report.') && type !== 'report.stopSlow')
      .map((input) => instead({ heard: moment.heard.filter((each) => each !== input) }));
    if (first === undefined) return lost;
    return [
      ...lost,
      instead({ children: [{ ...first, lives: first.lives + 1 }, ...others] }),
      instead({ children: [{ ...first, chart: 'retrying' }, ...others] }),
    ];
  });
}

const totals = { acts: 0, turns: 0, trees: 0 };
const heardOf = new Set<string>();

describe('real actors do nothing that the explored model does not do', () => {
  it.each(scopes)('$name', { timeout: 120_000 }, async ({ name, subject, options }) => {
    const model = new FollowedModel(subject, checkedOptions(options));
    for (let turns = 0, tree = 0; turns < TURNS; tree += 1) {
      const story = await live(subject, model, seededRandom(seed, name, tree));
      expect({ seed, tree, parting: parting(model, story) }).toEqual({ seed, tree });
      const heard = story.flatMap((moment) => moment.heard);
      for (const input of heard) heardOf.add('kind' in input ? input.kind : input.type);
      turns += heard.length;
      totals.acts += story.length;
      totals.turns += heard.length;
      totals.trees += 1;
    }
  });

  it('and what they have not done is not taken for theirs', async () => {
    for (const { name, subject, options } of scopes.slice(0, 3)) {
      const model = new FollowedModel(subject, checkedOptions(options));
      const story = await live(subject, model, seededRandom('falsified', name));
      const all = falsified(story).map((each) => parting(model, each) ?? each);
      expect(all.filter((each) => typeof each !== 'string')).toEqual([]);
    }
  });

  it('in so many turns of their supervisors, about everything that there is', () => {
    expect(totals.turns).toBeGreaterThan(10_000);
    expect(totals.acts).toBeGreaterThan(10_000);
    expect([...heardOf].toSorted()).toEqual([
      'command.deleteChild',
      'command.recover',
      'command.restartChild',
      'command.terminateChild',
      'recovery',
      'report.abandonedSettled',
      'report.attemptSettled',
      'report.exited',
      'report.fault',
      'report.startFailed',
      'report.started',
      'report.stopOverdue',
      'report.stopped',
      'restart',
      'retry',
      'stable',
      'supervisor.start',
      'supervisor.stop',
    ]);
  });

  afterAll(() => {
    const text = `seed ${seed}: ${totals.trees} trees, ${totals.acts} acts, ${totals.turns} turns\n`;
    process.stdout.write(text);
  });
});
