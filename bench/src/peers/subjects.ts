import { isComedyInstalled } from './comedy-package.ts';
import type { Subject } from './subject.ts';

interface Known {
  /** How it is used here, for a reader who knows it. */
  readonly note: string;
  /** Imported by the process that measures it, and by no other: a peer's code costs memory. */
  readonly load: () => Promise<Subject>;
}

const known = {
  bare: {
    note: 'a class per child and a Map: synchronous, no mailbox, no timers, no limits',
    load: async () => (await import('./bare.ts')).bare,
  },
  kintsugi: {
    note: 'function services, policy: otp with an intensity of 1,000,000 in an hour; by path',
    load: async () => (await import('./kintsugi.ts')).kintsugi,
  },
  'kintsugi-healing': {
    note: 'the same under the default steps, restarting at once and without limit',
    load: async () => (await import('./kintsugi.ts')).kintsugiHealing,
  },
  'xstate-root-actors': {
    note: 'a root actor per child in a Map, made anew by its error observer; synchronous',
    load: async () => (await import('./xstate-root-actors.ts')).xstateRootActors,
  },
  'xstate-parent-machine': {
    note: 'a parent machine that spawns a child anew on xstate.error.actor.*; synchronous',
    load: async () => (await import('./xstate-parent-machine.ts')).xstateParentMachine,
  },
  nact: {
    note: 'onCrash: reset, which keeps the actor and makes its state anew',
    load: async () => (await import('./nact.ts')).nactSubject,
  },
  effect: {
    note: 'a fiber and a Queue per child, Effect.retry(Schedule.forever)',
    load: async () => (await import('./effect.ts')).effectSubject,
  },
  comedy: {
    note: 'in memory; destroy and createChild by hand when the caller is rejected',
    load: async () => (await import('./comedy.ts')).comedySubject,
  },
} satisfies Record<string, Known>;

export type SubjectName = keyof typeof known;

export const SUBJECTS = Object.keys(known) as readonly SubjectName[];

/** Those that are somebody else's library, or what people write without one. */
export const PEERS = [
  'xstate-root-actors',
  'xstate-parent-machine',
  'nact',
  'effect',
  'comedy',
] as const satisfies readonly SubjectName[];

export function loadSubject(name: SubjectName): Promise<Subject> {
  return known[name].load();
}

export function noteOn(name: SubjectName): string {
  return known[name].note;
}

export function isSubject(name: string): name is SubjectName {
  return Object.hasOwn(known, name);
}

/** Those that can be measured on this machine. */
export function installedSubjects(): readonly SubjectName[] {
  return SUBJECTS.filter((name) => name !== 'comedy' || isComedyInstalled());
}
