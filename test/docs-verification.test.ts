import { child, fromSupervisor, service } from '@kintsugi/actors';
import { describeVerification, verify } from '@kintsugi/verify';
import { expect, it } from 'vitest';

const worker = service({ handle: (text: string) => text });
const shop = fromSupervisor({ children: [child('db', worker), child('web', worker)] });

it('keeps the promises of the protocol, whatever happens within two faults', () => {
  const verification = verify(shop, { services: 2, maxFaults: 2 });
  expect(verification.holds ? 'holds' : describeVerification(verification)).toBe('holds');
});
