import { expect, it } from 'vitest';
import {
  ask,
  child,
  fromSupervisor,
  refAt,
  service,
  stop,
  terminateChild,
} from '../../src/index.ts';
import { probeEvents } from '../../src/testing/index.ts';
import { anyPath, outcome, plant } from '../plant.ts';

type Request = 'end me' | 'end me, later' | 'end my supervisor' | 'end all';

const clerk = service({
  handle: async (request: Request, ctx): Promise<unknown> => {
    if (request !== 'end me') await Promise.resolve();
    if (request === 'end all') return stop(ctx.tree);
    return terminateChild(ctx.tree, request === 'end my supervisor' ? 'office' : 'office/clerk');
  },
});

it.each<Request>(['end me', 'end me, later', 'end my supervisor', 'end all'])(
  '%s: is carried out, and not waited for by whom it would wait for',
  async (request) => {
    const office = fromSupervisor({ children: [child('clerk', clerk)] });
    const { tree, clock } = plant({ children: [child('office', office)] });
    const probe = probeEvents(tree);
    await clock.settle();
    const answer = outcome(ask(tree, 'office/clerk', request));
    await clock.settle();
    expect(answer).toMatchObject({ value: { ok: false, reason: 'self_call' } });
    expect(probe.story('child.stopped')).toContain('child.stopped office/clerk');
  },
);

it('who is outside of it is awaited, also where the tree is a part that has a place of the same name', async () => {
  const plain = () => service({ handle: (request: string) => request });
  const outsider = service({
    handle: async (what: 'end its shop' | 'stop it', { tree }): Promise<unknown> => {
      const office = refAt(tree, anyPath('office')) as never;
      return what === 'stop it' ? stop(office) : terminateChild(office, 'shop' as never);
    },
  });
  const office = fromSupervisor({ children: [child('shop', plain())] });
  const { tree, clock } = plant({ children: [child('office', office), child('shop', outsider)] });
  await clock.settle();
  await expect(ask(tree, 'shop', 'end its shop')).resolves.toEqual({ ok: true });
  await expect(ask(tree, 'shop', 'stop it')).resolves.toMatchObject({ ok: true });
});
