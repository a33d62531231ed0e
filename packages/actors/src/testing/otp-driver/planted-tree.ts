import { createActor, type AnyActorRef } from 'xstate';
import { events$ } from '../../tree/streams.ts';
import { SupervisorGaveUpError } from '../../tree/supervisor-gave-up-error.ts';
import type { TestClock } from '../test-clock.ts';
import { type EventLog, TreeLog } from './event-log.ts';
import type { Script, Scripts } from './script.ts';
import { INIT, initService, scriptedService, type Stage } from './scripted-service.ts';
import { join, Translator } from './translate.ts';
import type { OtpFlags, OtpSpec, Refused, Sup } from './vocabulary.ts';

/** What all trees of a driver share. */
export interface Theatre {
  readonly clock: TestClock;
  readonly log: EventLog;
  readonly scripts: Scripts;
  readonly onStart: (id: string, args: readonly unknown[]) => void;
}

interface TreeActor extends AnyActorRef {
  start(): this;
  stop(): this;
}

/** One tree that a driver has planted. */
export class PlantedTree {
  readonly tree: number;
  readonly translator: Translator;
  readonly log: TreeLog;
  readonly #theatre: Theatre;
  #actor: TreeActor | undefined;

  constructor(theatre: Theatre, tree: number) {
    this.#theatre = theatre;
    this.tree = tree;
    this.log = new TreeLog(theatre.log, tree, (path) => this.translator.idAt(path));
    const stage: Stage = {
      clock: theatre.clock,
      log: theatre.log,
      scriptsAt: (path, id) => this.scriptsAt(path, id),
      begin: (path) => this.log.begin(path),
      idAt: (path) => this.translator.idAt(path),
      onStart: (id, args) => theatre.onStart(id, args),
    };
    this.translator = new Translator(scriptedService(stage), initService(stage));
  }

  /** The actor of the tree. */
  get actor(): TreeActor {
    if (this.#actor === undefined) throw new Error('this tree was never planted');
    return this.#actor;
  }

  /** The key of the script for one child alone. */
  placeOf(path: string): string {
    return `${this.tree}:${path}`;
  }

  scriptsAt(path: string, id: string): readonly Script[] {
    return this.#theatre.scripts.for(this.placeOf(path), id);
  }

  /**
   * Resolves when all children have started, or with what the tree has ended with.
   *
   * @throws InvalidOptionError as the library does
   */
  start(flags: OtpFlags, specs: readonly OtpSpec[]): Promise<Refused | undefined> {
    const logic = this.translator.logic('', flags, specs);
    const { clock } = this.#theatre;
    const actor = createActor(logic, { clock, input: { random: () => 0 } }) as unknown as TreeActor;
    this.#actor = actor;
    const result = new Promise<Refused | undefined>((resolve) => {
      // Without an error observer XState would make a tree that gives up an uncaught exception.
      actor.subscribe({
        error: (error) => resolve(failedToStart(error)),
        complete: () => resolve({ ok: false, reason: 'shutdown' }),
      });
      events$(actor).subscribe((event) => {
        this.log.hear(event);
        if (event.type === 'supervisor.started' && event.path === '') resolve(undefined);
      });
    });
    actor.start();
    return result;
  }

  sup(path = ''): Sup {
    return { path, tree: this.tree };
  }

  /** The path that a child of this supervisor would have. */
  pathOf(sup: Sup, id: string): string {
    return join(sup.path, id);
  }
}

/** What a supervisor's own start has failed with, when it is that. */
export function bareError(error: unknown): unknown {
  const isOfInit = error instanceof SupervisorGaveUpError && error.child.endsWith(`/${INIT}`);
  return isOfInit ? error.cause : error;
}

function failedToStart(error: unknown): Refused {
  if (!(error instanceof SupervisorGaveUpError)) return { ok: false, reason: 'error', error };
  const { child, cause, reason } = error;
  return reason === 'a first start failed'
    ? { ok: false, reason: 'failed_to_start_child', child, error: bareError(cause) }
    : { ok: false, reason, child, error };
}
