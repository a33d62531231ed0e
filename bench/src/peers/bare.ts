import { EventEmitter } from 'node:events';
import type { Probe } from '../probe.ts';
import type { Message, Subject } from './subject.ts';

type BareMessage = Message<(count: number) => void>;

class BareChild {
  readonly #probe: Probe;
  #count = 0;

  constructor(probe: Probe) {
    this.#probe = probe;
    probe.childStarted();
  }

  handle(message: BareMessage): void {
    if (message.type === 'inc') this.#count += 1;
    else if (message.type === 'get') message.reply(this.#count);
    else this.#probe.crash();
  }
}

class BareSupervisor extends EventEmitter {
  readonly #children = new Map<string, BareChild>();

  constructor(probe: Probe) {
    super();
    this.on('crash', (id: string) => this.#children.set(id, new BareChild(probe)));
  }

  spawn(id: string, probe: Probe): void {
    this.#children.set(id, new BareChild(probe));
  }

  send(id: string, message: BareMessage): void {
    try {
      this.#children.get(id)?.handle(message);
    } catch (error) {
      this.emit('crash', id, error);
    }
  }
}

/** The limit of what JavaScript allows, and what everything else is measured against. */
export const bare: Subject = {
  setup: (probe) => {
    const supervisor = new BareSupervisor(probe);
    return {
      spawn: (count) => {
        for (let at = 0; at < count; at++) supervisor.spawn(`c${at}`, probe);
      },
      crash: (at) => supervisor.send(`c${at}`, { type: 'crash' }),
      tell: (at) => supervisor.send(`c${at}`, { type: 'inc' }),
      ask: (at) =>
        new Promise((reply) => {
          supervisor.send(`c${at}`, { type: 'get', reply });
        }),
      teardown: () => undefined,
    };
  },
};
