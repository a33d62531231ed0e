import { expectTypeOf, it } from 'vitest';
import { createActor, fromPromise, setup } from 'xstate';
import {
  ask,
  checkChildSpecs,
  child,
  countChildren,
  type DynamicSupervisorLogic,
  fromDynamicSupervisor,
  fromSupervisor,
  reconfigure,
  refAt,
  service,
  startChild,
  type StartChildResult,
  whichChildren,
  workerAt,
} from '../src/index.ts';

const db = service({ handle: (query: string) => query.length });
const room = service({
  start: ({ input }: { input: { topic: string } }) => input.topic,
  handle: (word: string, { resource }) => ({ [resource]: word }),
});
const fetcher = fromPromise(async ({ input }: { input: { url: string } }) => input.url.length);
const counter = setup({ types: { context: {} as { n: number } } }).createMachine({
  context: { n: 0 },
});

const rooms = fromDynamicSupervisor({ child: room, restart: 'transient', maxChildren: 9 });
const shop = fromSupervisor({
  strategy: 'rest_for_one',
  autoShutdown: 'any_significant',
  children: [
    child('db', db, { restart: 'transient', significant: true }),
    child('rooms', rooms),
    child('fetchers', fromDynamicSupervisor({ child: fetcher })),
    child('counters', fromDynamicSupervisor({ child: counter })),
  ],
});
const tree = createActor(shop);
const atRunTime: string = 'known/at/run/time';

it('an instance is asked by its path, with the types of the template', () => {
  expectTypeOf(ask(tree, 'rooms/lobby', 'tea')).toEqualTypeOf<Promise<{ [x: string]: string }>>();
  expectTypeOf(workerAt(tree, 'counters/1')?.getSnapshot().context).toEqualTypeOf<
    { n: number } | undefined
  >();
  // @ts-expect-error wrong request to an instance
  void ask(tree, 'rooms/lobby', 5);
  // @ts-expect-error a dynamic supervisor has no handle
  void ask(tree, 'rooms', 'tea');
});

it('what is started says what it came to', () => {
  const started = startChild(tree, 'rooms', { id: 'lobby', input: { topic: 'tea' } });
  expectTypeOf(started).toEqualTypeOf<Promise<StartChildResult>>();
  expectTypeOf(startChild(tree, '', child('late', db))).toEqualTypeOf<Promise<StartChildResult>>();
  expectTypeOf(startChild(tree, atRunTime, child('late', db))).toEqualTypeOf<
    Promise<StartChildResult>
  >();
  void startChild(tree, atRunTime, { id: 'lobby', input: 5 });
});

it('an instance of a template gets the input of the template, and nothing else', () => {
  // @ts-expect-error wrong input
  void startChild(tree, 'rooms', { input: { topic: 5 } });
  // @ts-expect-error wrong input of XState logic
  void startChild(tree, 'fetchers', { input: { uri: '/' } });
  // @ts-expect-error unknown option
  void startChild(tree, 'rooms', { name: 'lobby' });
  // @ts-expect-error the template is all that it runs
  void startChild(tree, 'rooms', child('lobby', db));
  // @ts-expect-error the restart type is the template's
  void startChild(tree, 'rooms', { restart: 'temporary' });
  // @ts-expect-error not a supervisor
  void startChild(tree, 'db', child('late', db));
  // @ts-expect-error unknown supervisor
  void startChild(tree, 'roms', {});
  // @ts-expect-error neither a child nor an instance
  void startChild(tree, '', db);
});

it('an input that is required is given by the template, or by each instance', () => {
  const calm = service({
    start: ({ input }: { input: number | undefined }) => input,
    handle: () => 1,
  });
  const inner = fromSupervisor({ children: [child('db', db)] });
  const lobby = createActor(
    fromSupervisor({
      children: [
        child('given', fromDynamicSupervisor({ child: room, input: { topic: 'tea' } })),
        child('fetched', fromDynamicSupervisor({ child: fetcher, input: { url: '/' } })),
        child('calm', fromDynamicSupervisor({ child: calm })),
        child('dbs', fromDynamicSupervisor({ child: db })),
        child('inner', fromDynamicSupervisor({ child: inner })),
      ],
    }),
  );
  void startChild(lobby, 'given', {});
  void startChild(lobby, 'given', { input: { topic: 'coffee' } });
  void startChild(lobby, 'fetched', { id: 'a' });
  void startChild(lobby, 'calm', {});
  void startChild(lobby, 'dbs', {});
  void startChild(lobby, 'inner', {});
  void startChild(tree, 'counters', {});
  void startChild(tree, atRunTime, {});
  const annotated: DynamicSupervisorLogic<typeof room> = rooms;
  void annotated;
  // @ts-expect-error its start needs an input
  void startChild(tree, 'rooms', {});
  // @ts-expect-error the same with a name
  void startChild(tree, 'rooms', { id: 'lobby' });
  // @ts-expect-error the same for XState logic
  void startChild(tree, 'fetchers', {});
  // @ts-expect-error an input of its own is of the same type
  void startChild(lobby, 'given', { input: { topic: 5 } });
});

it('a dynamic supervisor has a template and no strategy', () => {
  // @ts-expect-error its strategy is its own
  fromDynamicSupervisor({ child: room, strategy: 'one_for_one' });
  // @ts-expect-error it has no children of its own
  fromDynamicSupervisor({ child: room, children: [] });
  // @ts-expect-error the template is missing
  fromDynamicSupervisor({ maxChildren: 3 });
  // @ts-expect-error what it runs is no child
  fromDynamicSupervisor({ child: child('room', room) });
  // @ts-expect-error wrong input of the template
  fromDynamicSupervisor({ child: room, input: { topic: 5 } });
  // @ts-expect-error unknown restart type
  fromDynamicSupervisor({ child: room, restart: 'always' });
});

it('a strategy is one of three', () => {
  // @ts-expect-error unknown strategy
  fromSupervisor({ strategy: 'one_for_some', children: [] });
  // @ts-expect-error that is what fromDynamicSupervisor makes
  fromSupervisor({ strategy: 'simple_one_for_one', children: [] });
  // @ts-expect-error unknown auto shutdown
  fromSupervisor({ autoShutdown: 'any', children: [] });
});

it('only a child that may end is significant', () => {
  child('a', db, { restart: 'temporary', significant: true });
  child('a', rooms, { restart: 'transient', significant: true });
  child('a', db, { significant: false });
  // @ts-expect-error permanent and significant
  child('a', db, { restart: 'permanent', significant: true });
  // @ts-expect-error permanent by default, and significant
  child('a', db, { significant: true });
  // @ts-expect-error the same for a supervisor
  child('a', shop, { significant: true });
});

it('how a child is stopped, and what it depends on', () => {
  child('a', db, { shutdown: 'brutal_kill', dependsOn: ['b'], whenDependencyDown: 'pause' });
  // @ts-expect-error not for a supervisor
  child('a', shop, { shutdown: 'brutal_kill' });
  // @ts-expect-error not for a dynamic one
  child('a', rooms, { shutdown: 'brutal_kill' });
  // @ts-expect-error a list of ids
  child('a', db, { dependsOn: 'b' });
  // @ts-expect-error what becomes of it is one of two
  child('a', db, { whenDependencyDown: 'stop' });
  // @ts-expect-error it would be started again
  child('a', db, { restart: 'temporary', whenDependencyDown: 'pause' });
});

it('a supervisor is given orders as events', () => {
  tree.send({ type: 'supervisor.startChild', child: child('late', db) });
  refAt(tree, 'rooms').send({ type: 'supervisor.startChild', child: { id: 'lobby' } });
  tree.send({ type: 'supervisor.terminateChild', id: 'db', brutal: true });
  // @ts-expect-error which child?
  tree.send({ type: 'supervisor.restartChild' });
  // @ts-expect-error unknown order
  tree.send({ type: 'supervisor.start' });
});

it('what is told of children, and what they may be given anew', () => {
  void whichChildren(tree, 'rooms').then(([first]) => {
    expectTypeOf(first?.status).toEqualTypeOf<'running' | 'restarting' | 'none' | undefined>();
  });
  // @ts-expect-error not a supervisor
  void whichChildren(tree, 'db');
  // @ts-expect-error not a supervisor
  void countChildren(tree, 'nobody');
  // @ts-expect-error not a supervisor
  void reconfigure(tree, 'db', { children: [] });
  void whichChildren(tree, atRunTime);
  void reconfigure(tree, '', { children: [child('db', db)], strategy: 'one_for_all' });
  void reconfigure(tree, 'rooms', { child: room });
  // @ts-expect-error its policy stays
  void reconfigure(tree, '', { children: [], policy: 'otp' });
  // @ts-expect-error unknown strategy
  void reconfigure(tree, '', { children: [], strategy: 'all' });
  checkChildSpecs([{ id: 'db', runs: db }], { autoShutdown: 'all_significant' });
  // @ts-expect-error unknown strategy
  checkChildSpecs([], { strategy: 'all' });
});

it('a supervisor is reconfigured as the sort that it is', () => {
  const inner = fromSupervisor({ children: [child('db', db)] });
  const nested = createActor(fromSupervisor({ children: [child('inner', inner)] }));
  void reconfigure(nested, 'inner', { children: [] });
  void reconfigure(tree, atRunTime, { child: room });
  void reconfigure(JSON.parse('{}'), 'rooms', { child: room });
  void reconfigure(createActor(rooms), '', { child: room });
  // @ts-expect-error rooms is a dynamic supervisor
  void reconfigure(tree, 'rooms', { children: [] });
  // @ts-expect-error inner is not
  void reconfigure(nested, 'inner', { child: db });
  // @ts-expect-error a dynamic one has no strategy
  void reconfigure(tree, 'rooms', { child: room, strategy: 'one_for_one' });
});

it('a template is followed by one that its instances can be taken for', () => {
  const at =
    <Input>() =>
    ({ input }: { input: Input }) =>
      input;
  const topic = at<{ topic: string }>();
  const wider = service({
    start: topic,
    handle: (word: string | number): { [x: string]: string } => ({ word: String(word) }),
  });
  const needy = service({ start: topic, handle: (query: string) => query.length });
  const counted = service({
    start: at<{ topic: number }>(),
    handle: (word: string) => ({ [word]: word }),
  });
  const plain = fromDynamicSupervisor({ child: db });
  const given = fromDynamicSupervisor({ child: needy, input: { topic: 'tea' } });
  const other = createActor(
    fromSupervisor({
      children: [
        child('plain', plain),
        child('given', given),
        child(
          'inline',
          fromDynamicSupervisor({ child: service({ handle: (query: string) => query.length }) }),
        ),
      ],
    }),
  );
  void reconfigure(tree, 'rooms', { child: wider, maxChildren: 3 });
  void reconfigure(tree, 'counters', { child: counter });
  void reconfigure(other, 'plain', { child: service({ handle: (query: string) => query.length }) });
  void reconfigure(other, 'plain', { child: needy, input: { topic: 'tea' } });
  void reconfigure(other, 'inline', { child: db });
  void reconfigure(other, 'given', { child: needy, input: { topic: 'tea' } });
  // @ts-expect-error takes less than its instances are sent
  void reconfigure(other, 'plain', { child: service({ handle: (query: 'a') => query.length }) });
  // @ts-expect-error replies otherwise
  void reconfigure(other, 'plain', { child: service({ handle: (query: string) => query }) });
  // @ts-expect-error its instances were given another input
  void reconfigure(tree, 'rooms', { child: counted });
  // @ts-expect-error nobody gives them the input that it needs
  void reconfigure(other, 'plain', { child: needy });
  // @ts-expect-error what all were given, they are not given any more
  void reconfigure(other, 'given', { child: needy });
  // @ts-expect-error a wrong input
  void reconfigure(other, 'given', { child: needy, input: { topic: 5 } });
  // @ts-expect-error XState logic is another kind
  void reconfigure(other, 'plain', { child: counter });
  // @ts-expect-error a supervisor is another kind
  void reconfigure(other, 'plain', { child: shop });
});
