import { createBrowserInspector } from '@statelyai/inspect';
import { assign, createActor, fromPromise, fromTransition, setup, spawnChild } from 'xstate';

/** An app in a browser, as somebody who knows nothing of this library writes it. */
const payment = setup({
  types: { events: {} as { readonly type: 'CRASH' } | { readonly type: 'PAID' } },
}).createMachine({
  id: 'payment',
  initial: 'waiting',
  states: { waiting: { on: { PAID: 'paid' } }, paid: { type: 'final' } },
  on: {
    CRASH: {
      actions: () => {
        throw new Error('the card is on fire');
      },
    },
  },
});

const cart = setup({
  types: {
    context: {} as { readonly items: readonly string[]; readonly note: string },
    events: {} as
      | { readonly type: 'ADD'; readonly item: string }
      | { readonly type: 'PAY' }
      | { readonly type: 'FAIL' },
  },
  actors: {
    payment,
    quote: fromPromise(() => Promise.resolve({ price: 7 })),
    counter: fromTransition((count: number) => count + 1, 0),
  },
  guards: { isEmpty: ({ context }) => context.items.length === 0 },
}).createMachine({
  id: 'cart',
  context: { items: [], note: '<img src=x onerror=alert(1)>' },
  initial: 'open',
  entry: spawnChild('counter', { id: '<b>counter</b>' }),
  states: {
    open: {
      initial: 'empty',
      invoke: { id: 'quote', src: 'quote', onDone: {} },
      on: { PAY: '#cart.paying' },
      states: {
        empty: {
          on: {
            ADD: {
              target: 'filled',
              actions: assign({ items: ({ event }) => [event.item] }),
            },
          },
        },
        filled: { always: { target: 'empty', guard: 'isEmpty' } },
      },
    },
    paying: {
      invoke: {
        id: 'payment',
        src: 'payment',
        onDone: 'paid',
        onError: { target: 'failed' },
      },
      after: { 600_000: 'failed' },
      on: {
        FAIL: {
          actions: ({ self }) => self.getSnapshot().children['payment']?.send({ type: 'CRASH' }),
        },
      },
    },
    failed: {},
    paid: { type: 'final' },
  },
});

const query = new URLSearchParams(location.search);
const iframe = query.has('frame') ? document.querySelector('iframe') : null;
const inspector = createBrowserInspector({ url: query.get('inspector') ?? '', iframe });
const actor = createActor(cart, { inspect: inspector.inspect });
actor.start();
for (const button of document.querySelectorAll('button'))
  button.addEventListener('click', () => {
    const { type = '', item = '' } = button.dataset;
    actor.send({ type, item } as Parameters<typeof actor.send>[0]);
  });

// @statelyai/inspect sends when the browser is idle, and Chromium does not say so to a window behind another one in which nothing
// moves.
const move = () => requestAnimationFrame(move);
move();
