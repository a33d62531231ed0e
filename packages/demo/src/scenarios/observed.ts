import { recordFlight } from '@kintsugi/actors';
import { observe } from '@kintsugi/observer';
import { castMixed, mixed, playMixed } from './mixed.ts';
import type { Scenario } from './scenario.ts';
import { endlessPolicy } from './short-policy.ts';

/**
 * The mixed story, over and over, on a page where a person can break it, too.
 *
 * @param opened - is told the page's address
 */
export function observed(opened: (url: string) => void): Scenario {
  return {
    ...mixed,
    async run(stage) {
      const cast = await castMixed(stage, endlessPolicy);
      const recorder = recordFlight(cast.tree);
      stage.start(cast.tree);
      const { url } = await stage.keep(observe(cast.tree, { allowActions: true, recorder }));
      opened(url);
      // Until it is interrupted.
      for (;;) await playMixed(stage, cast);
    },
  };
}
