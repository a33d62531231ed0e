import { child, fromSupervisor, recordFlight, service } from '@kintsugi/actors';
import { expectTypeOf, it } from 'vitest';
import { createActor } from 'xstate';
import { observe, type Observer, type ObserveOptions } from '../src/index.ts';

const logic = fromSupervisor({ children: [child('db', service({ handle: () => 42 }))] });
const tree = createActor(logic);

it('takes a tree, and every option that there is', () => {
  expectTypeOf(observe(tree)).resolves.toEqualTypeOf<Observer>();
  void observe(tree, {
    port: 8_080,
    host: 'localhost',
    token: 'a-token-of-my-own',
    allowActions: true,
    redact: ['password'],
    recorder: recordFlight(tree),
  });
});

it('takes nothing else', () => {
  // @ts-expect-error -- no such option
  void observe(tree, { ports: 1 });
  // @ts-expect-error -- a port is a number
  void observe(tree, { port: '8080' });
  // @ts-expect-error -- whether, not which
  void observe(tree, { allowActions: ['restart'] });
  // @ts-expect-error -- a list of keys
  void observe(tree, { redact: 'password' });
  // @ts-expect-error -- a recorder, not a recording
  void observe(tree, { recorder: recordFlight(tree).recording() });
  // @ts-expect-error -- no tree at all
  void observe(42);
  expectTypeOf<ObserveOptions>().toHaveProperty('clock');
});
