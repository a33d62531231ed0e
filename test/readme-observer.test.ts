import { child, fromSupervisor, recordFlight, service } from '@kintsugi/actors';
import { observe } from '@kintsugi/observer';
import { expect, it } from 'vitest';
import { createActor } from 'xstate';

const payments = service({ handle: ({ amount }: { amount: number }) => `paid ${amount}` });

it('shows the tree on a page while it runs', async () => {
  const tree = createActor(fromSupervisor({ children: [child('payments', payments)] }));
  const recorder = recordFlight(tree, { redact: ['card'] });
  tree.start();

  const observer = await observe(tree, { recorder, redact: ['card'] });
  expect(observer.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=/); // open it in a browser

  const page = await fetch(observer.url);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  await observer.close();
});
