import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { type OtpDriver, otpDriver, type Sup } from '../../../src/testing/index.ts';

const STRATEGIES = ['one_for_one', 'one_for_all', 'rest_for_one', 'simple_one_for_one'];

/** Starts a child with an argument that nobody else holds. */
async function startWithArgument(
  otp: OtpDriver,
  s: Sup,
  restart: string,
): Promise<WeakRef<object>> {
  const argument = { large: Array(1_000).fill('x') };
  await otp.startChild(s, otp.worker('c', { restart, args: [argument] }));
  return new WeakRef(argument);
}

function gcOfThisProcess(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/** A WeakRef is kept alive until the end of the turn in which it was made or read. */
async function isKept(reference: WeakRef<object>): Promise<boolean> {
  const gc = gcOfThisProcess();
  for (let round = 0; round < 2; round++) {
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => {
        port1.close();
        resolve();
      });
      port1.start();
      port2.postMessage('next turn');
    });
    gc();
  }
  return reference.deref() !== undefined;
}

/** Whether the argument of a child is kept: after its start, and after another one has ended. */
async function keptFor(strategy: string, restart: string): Promise<readonly boolean[]> {
  const otp = otpDriver();
  const template = strategy === 'simple_one_for_one' ? [otp.worker('t', { restart })] : [];
  const s = await otp.start({ strategy }, template);
  const reference = await startWithArgument(otp, s, restart);
  const isKeptAfterStart = await isKept(reference);
  await otp.startChild(s, otp.worker('other', { restart: 'temporary' }));
  await otp.crash(template.length === 0 ? 'other' : 't');
  expect(otp.state(s)).toBe('alive');
  return [isKeptAfterStart, await isKept(reference)];
}

/** What is kept in memory: C82. */
export function memory(): void {
  it('C82 the argument of a temporary child is not kept, that of another is', async () => {
    for (const strategy of STRATEGIES) {
      expect(await keptFor(strategy, 'temporary')).toEqual([false, false]);
      expect(await keptFor(strategy, 'permanent')).toEqual([true, true]);
      expect(await keptFor(strategy, 'transient')).toEqual([true, true]);
    }
  });
}
