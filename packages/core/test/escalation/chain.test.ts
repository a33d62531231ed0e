import { describe, expect, it } from 'vitest';
import { chainNames, InvalidOptionError } from '../../src/index.ts';

function refusal(chain: unknown): InvalidOptionError | undefined {
  try {
    chainNames('policy.TRANSIENT', chain);
  } catch (error) {
    if (error instanceof InvalidOptionError) return error;
    throw error;
  }
  return undefined;
}

const drain = { step: 'drain' } as const;

describe('chainNames', () => {
  it.each<[unknown, readonly string[]]>([
    [['fail'], ['fail']],
    [['escalate'], ['escalate']],
    [
      ['retry', 'restart', 'fallback', 'fail'],
      ['retry', 'restart', 'fallback', 'fail'],
    ],
    [
      ['retry', drain, 'fail'],
      ['retry', 'drain', 'fail'],
    ],
    [
      [{ step: 'drain', maxAttempts: 3 }, 'escalate'],
      ['drain', 'escalate'],
    ],
    [
      [{ step: 'my-step_2', run: () => undefined }, 'fail'],
      ['my-step_2', 'fail'],
    ],
  ])('rule 16: %j is a chain, because it ends in fail or escalate', (chain, names) => {
    expect(chainNames('policy.TRANSIENT', chain)).toEqual(names);
  });

  const whole = 'policy.TRANSIENT';
  const taken = 'a name that the lifecycle chart does not use already';
  const spelling = 'a name of letters, digits, "_" and "-"';
  it.each<[string, unknown, string, string, unknown]>([
    ['no list', undefined, whole, 'a list of at least one step', undefined],
    ['no list but a word', 'fail', whole, 'a list of at least one step', 'fail'],
    ['an empty list', [], whole, 'a list of at least one step', []],
    [
      'no end (rule 16)',
      ['retry', 'restart'],
      whole,
      'a chain that ends in "fail" or "escalate"',
      ['retry', 'restart'],
    ],
    [
      'a custom step as the end (rule 16)',
      ['retry', drain],
      whole,
      'a chain that ends in "fail" or "escalate"',
      ['retry', 'drain'],
    ],
    [
      'a step twice',
      ['retry', 'retry', 'fail'],
      `${whole}[1]`,
      'a step that does not stand earlier in the chain',
      'retry',
    ],
    [
      'a custom step twice',
      [drain, 'restart', { step: 'drain' }, 'fail'],
      `${whole}[2]`,
      'a step that does not stand earlier in the chain',
      'drain',
    ],
    [
      'a step after fail',
      ['fail', 'restart', 'fail'],
      `${whole}[1]`,
      'absent: nothing can follow "fail"',
      'restart',
    ],
    [
      'fail after escalate',
      ['restart', 'escalate', 'fail'],
      `${whole}[2]`,
      'absent: nothing can follow "escalate"',
      'fail',
    ],
    [
      'an unknown word',
      ['reboot', 'fail'],
      `${whole}[0]`,
      'one of retry, restart, fallback, fail, escalate, or a step of your own',
      'reboot',
    ],
    ['a number', [1, 'fail'], `${whole}[0]`, 'the name of a step, or { step, run }', 1],
    ['null', [null, 'fail'], `${whole}[0]`, 'the name of a step, or { step, run }', null],
    [
      'an object without a step',
      [{ name: 'drain' }, 'fail'],
      `${whole}[0]`,
      'the name of a step, or { step, run }',
      { name: 'drain' },
    ],
    ['an empty name', [{ step: '' }, 'fail'], `${whole}[0].step`, spelling, ''],
    ['a name with a blank', [{ step: 'a b' }, 'fail'], `${whole}[0].step`, spelling, 'a b'],
    ['a name with a dot', [{ step: 'a.b' }, 'fail'], `${whole}[0].step`, spelling, 'a.b'],
    [
      'a name that begins with a digit',
      [{ step: '1st' }, 'fail'],
      `${whole}[0].step`,
      spelling,
      '1st',
    ],
    [
      'a built-in step as an object',
      [{ step: 'retry' }, 'fail'],
      `${whole}[0].step`,
      taken,
      'retry',
    ],
    ['a state of the chart', [{ step: 'degraded' }, 'fail'], `${whole}[0].step`, taken, 'degraded'],
    ['an event of the chart', [{ step: 'started' }, 'fail'], `${whole}[0].step`, taken, 'started'],
    ['the event of fallback', [{ step: 'degrade' }, 'fail'], `${whole}[0].step`, taken, 'degrade'],
    [
      'a name that every object has',
      [{ step: 'constructor' }, 'fail'],
      `${whole}[0].step`,
      taken,
      'constructor',
    ],
    [
      'no attempts',
      [{ step: 'drain', maxAttempts: 0 }, 'fail'],
      `${whole}[0].maxAttempts`,
      'an integer of at least 1',
      0,
    ],
    [
      'half an attempt',
      [{ step: 'drain', maxAttempts: 1.5 }, 'fail'],
      `${whole}[0].maxAttempts`,
      'an integer of at least 1',
      1.5,
    ],
  ])('refuses %s, naming option, rule and value', (_, chain, option, rule, value) => {
    expect(refusal(chain)).toMatchObject({ option, rule, value });
  });
});
