import { ask, child, fromSupervisor, type OperatorResult, recover } from '@kintsugi/actors';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createActor } from 'xstate';
import { ChecksummedFile } from '../services/checksummed-file.ts';
import { criticalService, type FileReply, type FileRequest } from '../services/critical-service.ts';
import type { Answer, Scenario, Stage } from './scenario.ts';
import { shortPolicy } from './short-policy.ts';

/** Damage that neither a retry nor a restart can mend: a person has to. */
export const critical: Scenario = {
  name: 'critical',
  title: 'CriticalFailureService',
  what: 'A service keeps a text in a file with a checksum, on a real disk.',
  breaks: 'Before execution 5 one bit on the disk flips. Only a person can put the file back.',
  subject: 'critical',

  async run(stage) {
    const file = await newFile(stage);
    const tree = createActor(
      fromSupervisor({ policy: shortPolicy, children: [child('critical', criticalService(file))] }),
      { input: { random: stage.treeRandom } },
    );
    stage.start(tree);
    const acts = damageAndRepair(stage, {
      file,
      ask: (request) => ask(tree, 'critical', request),
      recover: () => recover(tree, 'critical'),
    });
    for (const act of acts) {
      await act();
      await stage.pause(450);
    }
  },

  expectations: ({ tally, state, health }) => {
    const { operations, succeeded, retries, restarts, fallbacks, repairsMs } = tally.total();
    return [
      {
        that: 'every execution but the refused write was answered',
        holds: operations - succeeded === 1,
      },
      { that: 'it fell back once', holds: fallbacks === 1 },
      { that: 'nothing was retried or restarted', holds: retries + restarts === 0 },
      { that: 'a person brought it back', holds: repairsMs.length === 1 && state === 'running' },
      { that: 'it is healthy', holds: health === 'healthy' },
    ];
  },
  proven: () =>
    'Readers were answered all the time, from the last good copy; nothing was written over the damage; it came back when a person said so, and not before.',
};

/** A text in a checksummed file, in a folder of its own. */
export async function newFile(stage: Stage): Promise<ChecksummedFile> {
  const file = new ChecksummedFile(join(await stage.folder(), 'notes.txt'));
  await file.write('version 1');
  return file;
}

/** How the story reaches its service. */
interface Reach {
  readonly file: ChecksummedFile;
  readonly ask: (request: FileRequest) => Promise<FileReply>;
  readonly recover: () => Promise<OperatorResult>;
}

/** The executions of the service in order; the disk goes bad before the fifth, the person comes after the seventh. */
export function damageAndRepair(
  stage: Stage,
  { file, ask: send, recover: bringBack }: Reach,
): readonly (() => Promise<void>)[] {
  const backup = `${file.path}.backup`;
  let executions = 0;
  const execute = async (request: FileRequest): Promise<void> => {
    executions += 1;
    const number = executions;
    const answer = await stage.call('critical', () => send(request));
    stage.say('caller', `${request.type} ${number}: ${toldTo(request, answer)}`);
  };
  const read = () => execute({ type: 'read' });
  const write = (text: string) => execute({ type: 'write', text });
  return [
    read,
    () => write('version 2'),
    read,
    read,
    async () => {
      await copyFile(file.path, backup);
      await file.damage();
      stage.say('world', 'one bit of notes.txt flips on the disk');
      await read();
    },
    read,
    () => write('version 3'),
    async () => {
      await copyFile(backup, file.path);
      stage.say('person', 'puts notes.txt back from the backup and calls recover("critical")');
      const { ok } = await bringBack();
      if (!ok) stage.say('person', 'recover was refused');
      await read();
    },
    () => write('version 3'),
    read,
  ];
}

function toldTo(request: FileRequest, answer: Answer<FileReply>): string {
  if (!answer.ok)
    return `refused (${answer.error instanceof Error ? answer.error.message : 'unknown'})`;
  const { text, from } = answer.reply;
  if (request.type === 'write') return `"${text}" is on the disk`;
  return `"${text}" from ${from === 'file' ? 'the file' : 'the last good copy'}`;
}
