import { ask, child, fromSupervisor, service } from '@kintsugi/actors';
import { access } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createActor } from 'xstate';
import { runScenario } from '../../src/scenarios/run-scenario.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import { JsonReporter } from '../../src/terminal/json.ts';

const echo = service({ handle: (word: string) => word });

function scenarioOf(run: Scenario['run'], holds = true): Scenario {
  return {
    name: 'test',
    title: '',
    what: '',
    breaks: '',
    subject: 'echo',
    run,
    expectations: () => [{ that: 'all is well', holds }],
    proven: () => '',
  };
}

const talk: Scenario['run'] = async (stage) => {
  const tree = createActor(fromSupervisor({ children: [child('echo', echo)] }));
  stage.start(tree);
  await stage.call('echo', () => ask(tree, 'echo', 'hello'));
};

function setUp() {
  const lines: Record<string, unknown>[] = [];
  const reporter = new JsonReporter({ write: (text) => lines.push(JSON.parse(text)) });
  const controller = new AbortController();
  return { lines, controller, options: { seed: 1, reporter, signal: controller.signal } };
}

describe('runScenario', () => {
  it('ends as it should when every expectation holds', async () => {
    const { options, lines } = setUp();
    const outcome = await runScenario(scenarioOf(talk), options);
    expect(outcome).toMatchObject({ ok: true, unmet: [], state: 'running', health: 'healthy' });
    expect(lines.at(-1)).toMatchObject({
      type: 'scenario.finished',
      ok: true,
      operations: 1,
      succeeded: 1,
    });
    expect(lines.at(-2)).toMatchObject({ type: 'supervisor.stopped', scenario: 'test' });
  });

  it('hands what was shown and concluded in lanes to the expectations', async () => {
    const { options } = setUp();
    const moment = { service: 'echo', life: 1, state: 'running' } as const;
    const facts = [{ about: 'echo', is: 'life 1, kept' }];
    const outcome = await runScenario(
      scenarioOf(async (stage) => {
        await talk(stage);
        stage.show('left', moment);
        stage.conclude('left', facts);
      }),
      options,
    );
    expect(outcome.lanes).toEqual([{ name: 'left', moments: [moment], facts }]);
  });

  it('names the expectation that does not hold', async () => {
    const { options, lines } = setUp();
    await runScenario(scenarioOf(talk, false), options);
    expect(lines.at(-1)).toMatchObject({ ok: false, unmet: ['all is well'] });
  });

  it('does not end as it should when its story throws', async () => {
    const { options } = setUp();
    const broken = scenarioOf(() => Promise.reject(new Error('no port')));
    await expect(runScenario(broken, options)).resolves.toMatchObject({
      ok: false,
      unmet: ['the story was told to its end: no port'],
    });
  });

  it('stops the tree and takes everything down when it is interrupted', async () => {
    const { options, lines, controller } = setUp();
    const kept: string[] = [];
    const interrupted = runScenario(
      scenarioOf(async (stage) => {
        kept.push(await stage.folder());
        await talk(stage);
        controller.abort();
        await stage.pause(3_600_000);
      }),
      options,
    );
    await expect(interrupted).rejects.toThrow('aborted');
    expect(lines.at(-1)).toMatchObject({ type: 'supervisor.stopped' });
    await expect(access(kept[0] ?? '')).rejects.toThrow('ENOENT');
  });
});
