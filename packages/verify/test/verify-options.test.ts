import { policy } from '@kintsugi/actors';
import { describe, expect, it } from 'vitest';
import { verify, type VerifyOptions } from '../src/index.ts';

const subject = policy();

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

  it('an option that there is not', () => {
    const misspelled: object = { maxFault: 1 };
    expect(() => verify(subject, misspelled)).toThrow(/maxFault/);
  });
});
