import { noteOrThrow, notingWorker, type Trial } from './trial.ts';

function afterACrash(notes: readonly string[]): string {
  if (notes.includes('after@2')) return 'restarted';
  const goesOn = notes.some((note) => note.startsWith('after'));
  return goesOn ? 'NOT restarted (same incarnation goes on)' : 'dead';
}

export async function syncThrowInHandler({ make, time }: Trial): Promise<string> {
  const notes: string[] = [];
  const worker = await make(notingWorker(notes, { handle: noteOrThrow(notes) }));
  await time.pass(20);
  worker.send('boom');
  await time.pass(150);
  worker.send('after');
  await time.pass(150);
  return afterACrash(notes);
}

export async function asyncRejectionInHandler({ make, time }: Trial): Promise<string> {
  const notes: string[] = [];
  const noteOrReject = async (message: string, incarnation: number) => {
    await time.wait(1);
    noteOrThrow(notes)(message, incarnation);
  };
  const worker = await make(notingWorker(notes, { handle: noteOrReject }));
  await time.pass(20);
  worker.send('boom');
  await time.pass(150);
  worker.send('after');
  await time.pass(150);
  return afterACrash(notes);
}

export async function cleanupRunsOnCrash({ make, time }: Trial): Promise<string> {
  const notes: string[] = [];
  const worker = await make(notingWorker(notes, { handle: noteOrThrow(notes) }));
  await time.pass(20);
  worker.send('boom');
  await time.pass(200);
  const times = notes.filter((note) => note === 'c1').length;
  if (times === 0) return 'NO (resources of the dead incarnation leak)';
  if (times > 1) return `ran ${times} times`;
  const next = notes.indexOf('s2');
  return next === -1 || notes.indexOf('c1') < next
    ? 'yes, before the new start'
    : 'yes, AFTER the new start';
}

export async function crashLoop({ make, time, escaped }: Trial): Promise<string> {
  let starts = 0;
  let how = '';
  const start = () => {
    starts += 1;
  };
  const gaveUp = (said: string) => {
    how = said;
  };
  const limit = { maxRestarts: 3, withinMs: 5_000 };
  const handle = noteOrThrow([]);
  const worker = await make(notingWorker([], { limit, start, gaveUp, handle }));
  await time.pass(20);
  for (let left = 12; left > 0; left--) {
    sendToWhoMayHaveGone(worker.send);
    await time.pass(60);
  }
  await time.pass(100);
  const [escape] = escaped;
  const ending = escape === undefined ? how || 'gave up silently' : `gave up via ${escape}`;
  return `${starts} starts; ${tooManyOrFew(starts)}${ending}`;
}

/** A library may answer a message to nobody by a throw. */
function sendToWhoMayHaveGone(send: (message: string) => unknown): void {
  try {
    send('boom');
  } catch {
    // That it has given up is what the case finds out in another way.
  }
}

function tooManyOrFew(starts: number): string {
  if (starts > 4) return 'more than limit+1 starts; ';
  return starts === 1 ? 'never restarted; ' : '';
}
