import type { InvalidOptionError } from '@kintsugi/core';
import { checkChildSpecs } from '../../tree/check-child-specs.ts';
import { deleteChild, restartChild, terminateChild } from '../../tree/operate.ts';
import { startChild } from '../../tree/start-child.ts';
import {
  countChildren,
  getChildSpec,
  whichChild,
  whichChildren,
} from '../../tree/which-children.ts';
import { type Company, refusedBy } from './company.ts';
import { invalid } from './otp-word.ts';
import { bareError, type PlantedTree } from './planted-tree.ts';
import {
  AlreadyStartedError,
  type Answer,
  type FullSpec,
  type Instance,
  NoSuchSupervisorError,
  type OtpCounts,
  type OtpSpec,
  type Refused,
  type StartAnswer,
  type Sup,
  type WhichEntry,
} from './vocabulary.ts';

interface LibraryRefusal {
  readonly ok: false;
  readonly reason: string;
  readonly error?: unknown;
}

/** OTP's calls of a supervisor. */
export function calls(company: Company) {
  const add = async (sup: Sup, child: never): Promise<StartAnswer> => {
    const tree = company.treeOf(sup);
    const result = await company.call(() => startChild(tree.actor, sup.path, child));
    if (!result.ok) {
      const known = 'ref' in result ? tree.log.upAt(tree.pathOf(sup, result.ref.id)) : undefined;
      return refused(result, known);
    }
    return 'ignored' in result
      ? { ok: true, child: undefined }
      : started(tree, result.path, result.info);
  };

  const startInstance = (
    sup: Sup,
    extraArgs: readonly unknown[] = [],
    options: { readonly shutdown?: unknown } = {},
  ): Promise<StartAnswer> => {
    const input = company.treeOf(sup).translator.instanceInput(sup.path, extraArgs);
    const { shutdown } = options;
    return add(sup, {
      ...(input === undefined ? {} : { input }),
      ...(shutdown === undefined
        ? {}
        : { shutdown: shutdown === 'infinity' ? Infinity : shutdown }),
    } as never);
  };

  return {
    startInstance,

    async startChild(sup: Sup, spec: OtpSpec): Promise<StartAnswer> {
      if (company.isDynamic(sup)) {
        const { args = [], shutdown } = spec;
        return startInstance(sup, args as readonly unknown[], { shutdown });
      }
      const { translator } = company.treeOf(sup);
      const child = refusedBy(() => translator.child(sup.path, spec));
      return 'refused' in child ? child.refused : add(sup, child as never);
    },

    async terminateChild(sup: Sup, child: string | Instance): Promise<Answer> {
      const { actor } = company.treeOf(sup);
      const path = company.pathOf(sup, child);
      const result = await company.call(() => terminateChild(actor, path));
      if (result.ok) return result;
      return result.reason === 'not_found' && company.isDynamic(sup)
        ? notAnInstance(child)
        : refused(result);
    },

    async restartChild(sup: Sup, child: string | Instance): Promise<StartAnswer> {
      const tree = company.treeOf(sup);
      const path = company.pathOf(sup, child);
      const result = await company.call(() => restartChild(tree.actor, path));
      if (!result.ok) return refused(result);
      return 'ignored' in result
        ? { ok: true, child: undefined }
        : started(tree, path, result.info);
    },

    async deleteChild(sup: Sup, child: string | Instance): Promise<Answer> {
      const { actor } = company.treeOf(sup);
      const path = company.pathOf(sup, child);
      const result = await company.call(() => deleteChild(actor, path));
      return result.ok ? result : refused(result);
    },

    async which(sup: Sup): Promise<readonly WhichEntry[]> {
      const tree = company.treeOf(sup);
      const children = await company.call(() => whichChildren(tree.actor, sup.path));
      return children.map(({ path, status, type }) => {
        const id = tree.translator.idAt(path);
        // While it is started for the first time it has no number yet.
        const child = status === 'running' ? (tree.log.upAt(path) ?? 'starting') : status;
        const text = typeof child === 'string' ? `${id} ${child}` : String(child);
        return { id, child, type, toString: () => text };
      });
    },

    /** The instance that this name, a path below the supervisor, stands for at the moment. */
    async whereis(sup: Sup, name: string): Promise<Instance | undefined> {
      const tree = company.treeOf(sup);
      const path = tree.pathOf(sup, name);
      const found = await company.call(() => whichChild(tree.actor, path));
      return found.ok && found.child.status === 'running' ? tree.log.upAt(path) : undefined;
    },

    async count(sup: Sup): Promise<OtpCounts> {
      const { actor } = company.treeOf(sup);
      return company.call(() => countChildren(actor, sup.path));
    },

    async spec(
      sup: Sup,
      child: string | Instance,
    ): Promise<{ readonly ok: true; readonly spec: FullSpec } | Refused> {
      const { actor, translator } = company.treeOf(sup);
      const path = company.pathOf(sup, child);
      const found = await company.call(() => getChildSpec(actor, path));
      if (!found.ok) return found;
      const { restart, shutdown, type, significant } = found.spec;
      return {
        ok: true,
        spec: {
          id: translator.idAt(path),
          restart,
          shutdown: shutdown === Infinity ? 'infinity' : shutdown,
          type,
          significant,
        },
      };
    },

    /** Without a mode nothing is checked that depends on it. */
    checkSpecs(list: unknown, autoShutdown: unknown = 'any_significant'): Answer {
      const { translator } = company.newTree();
      const checked = refusedBy(() => {
        const plain = Array.isArray(list)
          ? list.map((spec: OtpSpec) => translator.plain('', spec))
          : list;
        return checkChildSpecs(plain as never, { autoShutdown } as never);
      });
      if ('refused' in checked) return checked.refused;
      return checked.ok ? { ok: true } : invalid(checked.error);
    },
  };
}

function started(tree: PlantedTree, path: string, info: unknown): StartAnswer {
  const child = tree.log.upAt(path);
  return info === undefined ? { ok: true, child } : { ok: true, child, info };
}

/** A name is no handle, and whoever has ended is as good as stopped. */
function notAnInstance(child: string | Instance): Answer {
  if (typeof child === 'string') return { ok: false, reason: 'simple_one_for_one' };
  return child.isAlive ? { ok: false, reason: 'not_found' } : { ok: true };
}

/** @throws NoSuchSupervisorError when the supervisor has ended */
function refused({ reason, error }: LibraryRefusal, child?: Instance): Refused {
  if (reason === 'stopped') throw new NoSuchSupervisorError('the supervisor has ended');
  if (reason === 'invalid') return invalid(error as InvalidOptionError);
  if (error instanceof AlreadyStartedError)
    return { ok: false, reason: 'already_started', child: error.holder };
  return {
    ok: false,
    reason,
    ...(error === undefined ? {} : { error: bareError(error) }),
    ...(child === undefined ? {} : { child }),
  };
}
