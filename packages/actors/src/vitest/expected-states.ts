import type { SupervisorChartState } from '@kintsugi/core';
import type { KnownPaths, PathIn, RefAt } from '../tree/paths.ts';

type RefsIn<Tree> = Tree extends { getSnapshot(): { readonly children: infer Refs } }
  ? Refs
  : never;

type StateOf<Ref> = 0 extends 1 & Ref
  ? string
  : Ref extends { getSnapshot(): { readonly value: infer State extends string } }
    ? State
    : string;

/** The states of what stands at a path; otherwise a sentence that names the children there are. */
export type StateAt<Tree, Path> = string extends Path
  ? string
  : Path extends 'root'
    ? SupervisorChartState
    : Path extends string
      ? [PathIn<RefsIn<Tree>, Path>] extends [Path]
        ? StateOf<RefAt<RefsIn<Tree>, Path>>
        : `there is no such child, but there is ${KnownPaths<RefsIn<Tree>, Path>}`
      : never;

type Trimmed<Text extends string> = Text extends ` ${infer Rest}` | `\n${infer Rest}`
  ? Trimmed<Rest>
  : Text extends `${infer Rest} ` | `${infer Rest}\n`
    ? Trimmed<Rest>
    : Text;

type Entries<Text extends string> = Text extends
  | `${infer Head};${infer Rest}`
  | `${infer Head}\n${infer Rest}`
  ? Entries<Head> | Entries<Rest>
  : Trimmed<Text>;

/** What an entry should have been. Several spaces are read at run time only: an id may have some. */
type Wrong<Tree, Entry extends string> = Entry extends `${infer Path} ${infer State}`
  ? State extends `${string} ${string}` | StateAt<Tree, Path>
    ? never
    : StateAt<Tree, Path> extends `there is ${infer Others}`
      ? `${Path}: there is ${Others}`
      : `${Path} ${StateAt<Tree, Path>}`
  : Entry extends ''
    ? never
    : `${Entry} <state>`;

/** A picture whose paths and states exist. A wrong one names the alternatives. */
export type Picture<Tree, Text extends string> = string extends Text
  ? Text
  : [Wrong<Tree, Entries<Text>>] extends [never]
    ? Text
    : Wrong<Tree, Entries<Text>>;
