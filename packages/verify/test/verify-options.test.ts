import { otp, policy } from '@kintsugi/actors';
import { describe, expect, it } from 'vitest';
import { turnProperty, verify, type VerifyOptions } from '../src/index.ts';

const subject = policy();

/** So that what is not refused is at least soon over. */
const LITTLE = { services: 1, maxFaults: 0, maxHangs: 0 };

/** Of every property that a report can have, also where time is not bounded. */
const NAMES_OF_OURS = [
  ...new Set(
    [policy(), otp].flatMap((each) =>
      verify(each, LITTLE).checks.flatMap(({ properties }) => properties.map(({ name }) => name)),
    ),
  ),
];

const mine = { name: 'mine', demands: 'Nothing.', begin: () => 0, see: () => ({ memory: 0 }) };

describe('verify refuses', () => {
  it.each<VerifyOptions>([
    { services: 0 },
    { services: 6 },
    { services: 1.5 },
    { maxFaults: -1 },
    { maxFaults: Number.NaN },
    { maxHangs: -1 },
    { maxHangs: Infinity },
    { maxOrders: -1 },
    { maxOrders: 0.5 },
    { mailbox: 0 },
    { mailbox: 9 },
    { window: 0 },
    { window: 9 },
    { maxStates: 0 },
  ])('%o, and names the option', (options) => {
    const [option = ''] = Object.keys(options);
    expect(() => verify(subject, options)).toThrow(
      expect.objectContaining({
        name: 'InvalidOptionError',
        message: expect.stringContaining(`verify.${option} `),
      }),
    );
  });

  it.each<readonly [option: string, rule: string, properties: unknown]>([
    ['properties', 'a list of properties', null],
    ['properties', 'a list of properties', { mine }],
    ['properties[0]', '{ name, demands, begin, see }', [null]],
    ['properties[0]', '{ name, demands, begin, see }', [mine.see]],
    ['properties[1]', '{ name, demands, begin, see }', [mine, {}]],
    ['properties[0]', '{ name, demands, begin, see }', [{ ...mine, name: 1 }]],
    ['properties[0]', '{ name, demands, begin, see }', [{ ...mine, demands: undefined }]],
    ['properties[0]', '{ name, demands, begin, see }', [{ ...mine, begin: 0 }]],
    ['properties[0]', '{ name, demands, begin, see }', [{ ...mine, see: undefined }]],
    ['properties[0]', '{ name, demands, begin, see }', [{ ...mine, tick: 1 }]],
    ['properties[0].name', 'a name', [{ ...mine, name: '' }]],
    ['properties[0].name', 'a name', [{ ...mine, name: ' \n' }]],
    ['properties[1].name', 'unique among the properties', [mine, { ...mine }]],
    ...NAMES_OF_OURS.map(
      (name) =>
        [
          'properties[0].name',
          'none that a property of ours has',
          [turnProperty(name, 'Nothing.', () => ({}))],
        ] as const,
    ),
  ])('%s that is not %s: %o', (option, rule, properties) => {
    const hostile = { ...LITTLE, properties } as VerifyOptions;
    expect(() => verify(subject, hostile)).toThrow(
      expect.objectContaining({
        name: 'InvalidOptionError',
        message: expect.stringContaining(`verify.${option} must be ${rule}`),
      }),
    );
  });

  it.each([null, 1, 'reduce'])('%o instead of a reducer', (reduce) => {
    const hostile: object = { ...LITTLE, reduce };
    expect(() => verify(subject, hostile)).toThrow('verify.reduce must be a function, got ');
  });

  it.each<unknown>([null, 1, 'x'])('%o instead of options', (options) => {
    expect(() => verify(subject, options as VerifyOptions)).toThrow(
      'verify.options must be an object',
    );
  });

  it('an option that there is not', () => {
    const misspelled: object = { maxFault: 1 };
    expect(() => verify(subject, misspelled)).toThrow(/maxFault/);
  });
});
