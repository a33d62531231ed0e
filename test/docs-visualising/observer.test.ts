import { child, fromSupervisor, recordFlight, service, stop } from '@kintsugi/actors';
import { observe } from '@kintsugi/observer';
import { expect, it } from 'vitest';
import { createActor } from 'xstate';

const db = service({ handle: (text: string) => text });
const shop = fromSupervisor({ children: [child('db', db)] });
const secrets = ['password', 'card', 'token'];

it('shows the tree on a page of its own', async () => {
  const tree = createActor(shop);
  const recorder = recordFlight(tree, { redact: secrets }); // the past; before start, or it begins later
  tree.start();
  const observer = await observe(tree, { recorder, redact: secrets, allowActions: true });
  // Open observer.url in a browser: http://127.0.0.1:50123/#token=…
  expect(await (await fetch(observer.url)).text()).toContain('Kintsugi observer');
  await observer.close();
  await stop(tree);
});
