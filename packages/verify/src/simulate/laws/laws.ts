import type { SimulatedTree } from '../simulated-tree.ts';
import type { Law, Watch } from '../law.ts';
import { alerts } from './alerts.ts';
import { answers } from './answers.ts';
import { end } from './end.ts';
import { health } from './health.ts';
import { incidents } from './incidents.ts';
import { intensity } from './intensity.ts';
import { mailboxes } from './mailboxes.ts';
import { nothingLost } from './nothing-lost.ts';
import { nothingThrows } from './nothing-throws.ts';
import { oneLife } from './one-life.ts';
import { order } from './order.ts';
import { resources } from './resources.ts';
import { budgets, chains } from './steps.ts';
import { stopTime } from './stop-time.ts';

type LawOf = (tree: SimulatedTree) => Law;

/** In the order in which they are asked. */
const BY_NAME = {
  'the tree itself does not break': nothingThrows,
  'one life at a time': oneLife,
  'resources are released': resources,
  'steps are of their chain': chains,
  'steps stay within their budgets': budgets,
  'restarts stay within the intensity': intensity,
  'nothing is lost': nothingLost,
  'incidents are closed': incidents,
  'children keep their order': order,
  'health is not green while a permanent child is down': health,
  'alerts tell what is': alerts,
  'mailboxes are bounded': mailboxes,
  'everything is answered': answers,
  'stops end in time': stopTime,
  'nothing is left at the end': end,
} as const satisfies Readonly<Record<string, LawOf>>;

/** What holds in every tree that is simulated, by name. One more is asked when the faults are over: that it comes to rest. */
export const LAWS = [
  ...(Object.keys(BY_NAME) as (keyof typeof BY_NAME)[]),
  'the tree comes to rest',
] as const;

/** The name of one of {@link LAWS}. */
export type LawName = (typeof LAWS)[number];

export function watchesOf(tree: SimulatedTree): readonly Watch[] {
  return Object.entries<LawOf>(BY_NAME).map(([name, watch]) => ({ name, ...watch(tree) }));
}
