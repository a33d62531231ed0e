import { askScenario } from './ask.ts';
import { burstScenario } from './burst.ts';
import { crashScenario } from './crash.ts';
import type { Scenario } from './scenario.ts';
import { spawnScenario } from './spawn.ts';
import { tellScenario } from './tell.ts';

/** What every subject is put through. */
export const SCENARIOS: readonly Scenario[] = [
  crashScenario,
  burstScenario,
  askScenario,
  tellScenario,
  spawnScenario,
];
