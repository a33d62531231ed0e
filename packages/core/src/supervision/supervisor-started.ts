import { moveSelf, report, type Turn } from './turn.ts';

/** All its children have come to rest for the first time: whoever has started it goes on. */
export function supervisorStarted(turn: Turn): void {
  const { state, spec, at } = turn;
  moveSelf(turn, state.state === 'restarting' ? 'supervisor.restarted' : 'supervisor.started');
  report(turn, { type: 'supervisor.started', at, path: spec.path });
  turn.effects.push({ type: 'started' });
}
