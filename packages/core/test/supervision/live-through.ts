import type { SupervisorInput } from '../../src/index.ts';
import { calmDown, choose } from './choices.ts';
import { commands } from './command-choices.ts';
import { Harness, type LawTree } from './harness.ts';
import { law } from './law.ts';
import { pick } from './pick.ts';
import { nothingIsLost, watchLaws } from './oracle.ts';

function everyTicketIsAnswered(harness: Harness): void {
  for (const [ticket, results] of harness.answers)
    law(results.length === 1, `ticket ${ticket} has ${results.length} answers`);
}

/** Random things happen to a random tree, laws watched; then everything goes well; then it is stopped. */
export function liveThrough(
  tree: LawTree,
  sequence: readonly (readonly [number, number])[],
  ...watchers: readonly ((harness: Harness) => void)[]
): Harness {
  const harness = new Harness(tree);
  const history: string[] = [];
  harness.foreseers.push((input) => history.push(inWords(harness, input)));
  const { openIncidents } = watchLaws(harness);
  for (const watch of watchers) watch(harness);
  try {
    liveToTheEnd(harness, openIncidents, sequence);
    return harness;
  } catch (error) {
    // Choices are numbers: what they came to is what somebody who mends a law wants to read.
    throw new Error(`a law is broken after\n${history.slice(-25).join('\n')}`, { cause: error });
  }
}

function inWords(harness: Harness, input: SupervisorInput): string {
  const states = [...harness.state.children.keys()].map((id) => `${id}: ${harness.at(id)}`);
  return `${harness.state.state} (${states.join('; ')}) <- ${JSON.stringify({ ...input, random: undefined })}`;
}

function liveToTheEnd(
  harness: Harness,
  openIncidents: ReadonlySet<string>,
  sequence: readonly (readonly [number, number])[],
): void {
  const early = (sequence[0]?.[1] ?? 0) % 4;
  for (const [kind, detail] of sequence.slice(0, early)) pick(commands(harness), kind)(detail);
  harness.start();
  for (const [kind, detail] of sequence.slice(early)) choose(harness, kind, detail);
  calmDown(harness);
  everyTicketIsAnswered(harness);
  nothingIsLost(harness);
  harness.stop();
  calmDown(harness);
  everyTicketIsAnswered(harness);
  law(harness.hasEnded, 'the supervisor has not ended');
  law(openIncidents.size === 0, `still open: ${[...openIncidents].join()}`);
  law(harness.timers().length === 0, 'a timer is left');
}
