import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Reads a stream and forgets it; says when it has begun. */
const READER = `
require('node:http').get(process.argv[1], (response) => {
  response.once('data', () => process.stdout.write('looking'));
  response.resume();
});
`;

/** Somebody who looks at a page, in a process of its own: what that takes is not the tree's. Answers how to end it. */
export async function startLooking(url: string): Promise<() => void> {
  const stream = `${url.replace(/#.*$/, '')}stream`;
  const reader = spawn(process.execPath, ['-e', READER, stream], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(reader.stdout, 'data');
  return () => reader.kill();
}
