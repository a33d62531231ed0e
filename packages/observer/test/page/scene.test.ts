import { describe, expect, it } from 'vitest';
import { createScene, recallEvents } from '../../page/model/scene.ts';
import { frameOf, serviceNode, supervisorNode, told } from '../browser/sample-tree.ts';

const NODES = [supervisorNode('', 1), serviceNode('db')];
const EVENTS = [
  told(7, { type: 'incident.opened', at: 10, path: 'db', incident: 'db#1', severity: 'CRITICAL' }),
];
const opened = { id: 'db#1', severity: 'CRITICAL', openedAt: 10, faults: 1, error: 'x' } as const;
const FAILING = [supervisorNode('', 1), serviceNode('db', { incident: opened })];
const seen = () => createScene(frameOf(FAILING, { server: 'one', events: EVENTS }));

describe('createScene', () => {
  it('keeps what the same server has told, also when it has forgotten it', () => {
    const started = told(9, { type: 'child.started', at: 90, path: 'db', incarnation: 2 });
    const scene = createScene(frameOf(NODES, { server: 'one', events: [started] }), seen());
    expect(scene.events.map(({ number }) => number)).toEqual([7, 9]);
    expect(createScene(frameOf(NODES, { server: 'one' }), scene).events).toHaveLength(2);
  });

  it('does not hold an incident for open whose end it has missed', () => {
    expect([...seen().incidents.keys()]).toEqual(['db db#1']);
    const { incidents } = createScene(frameOf(NODES, { server: 'one' }), seen());
    expect([...incidents.keys()]).toEqual([]);
  });

  it('begins anew with another server', () => {
    const { events, incidents } = createScene(frameOf(NODES, { server: 'two' }), seen());
    expect([events, incidents.size]).toEqual([[], 0]);
  });
});

describe('recallEvents', () => {
  const event = EVENTS[0];
  if (event === undefined) throw new Error('there is one');

  it('lists nothing twice, whatever number another session gave it', () => {
    const scene = seen();
    const earlier = told(-1, { type: 'child.stopping', at: 5, path: 'db' });
    recallEvents(scene, [earlier, { ...event, number: -2 }]);
    expect(scene.events.map(({ number }) => number)).toEqual([-1, 7]);
  });

  it('keeps incidents that the events no longer tell, and holds none for open that has ended', () => {
    const scene = seen();
    const old = { ...opened, path: 'db', closedAt: 4, openedAt: 1, id: 'db#0', steps: [] };
    scene.incidents.set('db db#0', old);
    scene.world.nodes.set('db', serviceNode('db'));
    recallEvents(scene, []);
    expect([...scene.incidents.keys()]).toEqual(['db db#0']);
  });
});
