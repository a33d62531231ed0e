import type { Port } from '../trial.ts';

const loads = {
  kintsugi: async () => (await import('./kintsugi.ts')).kintsugiPort(),
  xstate: async () => (await import('./xstate.ts')).xstatePort,
  nact: async () => (await import('./nact.ts')).nactPort,
  effect: async () => (await import('./effect.ts')).effectPort,
  comedy: async () => (await import('./comedy.ts')).comedyPort,
} satisfies Record<string, () => Promise<Port>>;

export type PortName = keyof typeof loads;

export const PORTS = Object.keys(loads) as readonly PortName[];

export function isPort(name: string): name is PortName {
  return Object.hasOwn(loads, name);
}

export function loadPort(name: PortName): Promise<Port> {
  return loads[name]();
}
