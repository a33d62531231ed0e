import { child, fromSupervisor, otp, service } from '@kintsugi/actors';
import { analyse, simulate, verify } from '@kintsugi/verify';
import { expect, it } from 'vitest';

const worker = service({ handle: (text: string) => text });
const shop = fromSupervisor({ policy: otp, children: [child('db', worker), child('api', worker)] });

it('keeps the promises of the protocol, whatever happens within two faults', () => {
  expect(verify(shop, { maxFaults: 2, maxHangs: 0 })).toMatchObject({ holds: true });
});

it('lives through a day of faults', async () => {
  const { failure } = await simulate(shop, { seed: 7, days: 1, faults: 'rough' });
  expect(failure?.text).toBeUndefined();
});

it('bears no more restarts than this', () => {
  expect(analyse(shop).restartsPerHour.atMost).toBeLessThan(1_000);
});
