import { otp } from '../../policy/policy.ts';
import {
  type AnySupervisorLogic,
  type Child,
  describedChild,
  type Runnable,
} from '../../service/child.ts';
import type { Service } from '../../service/service.ts';
import { fromDynamicSupervisor } from '../../supervisor/from-dynamic-supervisor.ts';
import { fromSupervisor } from '../../supervisor/from-supervisor.ts';
import { INIT, type ScriptInput } from './scripted-service.ts';
import { type OtpFlags, type OtpSpec, SCRIPTED } from './vocabulary.ts';

/** What the driver remembers of a supervisor, by its path: a tree is addressed by ids. */
export interface SupInfo {
  readonly flags: OtpFlags;
  readonly specs: readonly OtpSpec[];
  /** Only of simple_one_for_one: what every instance is called. */
  readonly template: OtpSpec | undefined;
}

/**
 * The words of OTP as options of the public API. Nothing is checked here: what is wrong is handed on as
 * it is, for the library to refuse.
 */
export class Translator {
  /** The supervisors of this tree, by path. */
  readonly sups = new Map<string, SupInfo>();
  readonly #service: Service;
  readonly #init: Service;

  constructor(service: Service, init: Service) {
    this.#service = service;
    this.#init = init;
  }

  /** Logic of the supervisor at this path. */
  logic(path: string, flags: OtpFlags, specs: readonly OtpSpec[]): AnySupervisorLogic {
    const settings = this.settings(path, flags, specs);
    return isDynamic(flags)
      ? fromDynamicSupervisor(withPolicy(settings))
      : fromSupervisor(withPolicy(settings));
  }

  /** What `fromSupervisor` or `fromDynamicSupervisor` takes, without the policy. */
  settings(path: string, flags: OtpFlags, specs: readonly OtpSpec[]): unknown {
    if (typeof flags !== 'object' || flags === null) return flags;
    const isTemplate = isDynamic(flags);
    this.sups.set(path, { flags, specs, template: isTemplate ? specs[0] : undefined });
    const shared = sharedFlags(flags);
    if (isTemplate) return { ...dynamicFlags(shared), ...this.#template(path, flags, specs) };
    const children = Array.isArray(specs) ? specs.map((spec) => this.child(path, spec)) : specs;
    return { ...shared, ...given({ strategy: flags['strategy'] }), children };
  }

  #template(path: string, flags: OtpFlags, specs: readonly OtpSpec[]): object {
    const [spec] = specs;
    // None, or more than one: there is only one place for it.
    if (spec === undefined) return { child: undefined };
    if (specs.length > 1) return { child: specs };
    const { id, runs, ...rest } = this.plain(path, spec);
    describedChild(id as string, runs as Runnable, rest);
    const args = argsOf(spec, flags, []);
    const options = rest['significant'] === false ? without(rest, ['significant']) : rest;
    return { child: runs, ...options, ...(args === undefined ? {} : { input: { args } }) };
  }

  /** A child by the public API; what is no object at all stays what it is. */
  child(path: string, spec: OtpSpec): Child {
    if (!isSpec(spec)) return spec;
    const { id, runs, ...rest } = this.plain(path, spec);
    return describedChild(id as string, runs as Runnable, rest);
  }

  /** `{ id, runs, … }`, as `checkChildSpecs` takes it. */
  plain(path: string, spec: OtpSpec): Readonly<Record<string, unknown>> {
    if (!isSpec(spec)) return spec;
    const { id, start, type = 'worker', args, shutdown } = spec;
    const isKnown = type === 'worker' || type === 'supervisor';
    return {
      ...without(spec, ['id', 'start', 'type', 'args', 'shutdown', 'supervises']),
      ...given({
        id,
        runs: start === undefined ? undefined : this.#runs(path, spec),
        shutdown: number(shutdown),
        type: isKnown ? undefined : type,
        input: type === 'supervisor' || args === undefined ? undefined : { args },
      }),
    };
  }

  #runs(path: string, { id, start, type, supervises }: OtpSpec): unknown {
    if (start !== SCRIPTED) return start;
    if (type !== 'supervisor') return this.#service;
    const { flags = {}, specs = [] } = (supervises ?? {}) as {
      readonly flags?: OtpFlags;
      readonly specs?: readonly OtpSpec[];
    };
    const at = join(path, String(id));
    if (isDynamic(flags)) return this.logic(at, flags, specs);
    return fromSupervisor(withPolicy(this.#withInit(this.settings(at, flags, specs))));
  }

  /** What the script of a supervisor says of its starts is done by a child that nobody sees. */
  #withInit(settings: unknown): unknown {
    const isObject = typeof settings === 'object' && settings !== null;
    if (!isObject || !('children' in settings) || !Array.isArray(settings.children))
      return settings;
    const init = describedChild(INIT, this.#init, { restart: 'temporary' });
    return { ...settings, children: [init, ...(settings.children as readonly Child[])] };
  }

  /** What is known of the supervisor at this path; of an instance what is known of its template. */
  infoAt(path: string): SupInfo | undefined {
    const known = this.sups.get(path);
    if (known !== undefined || path === '') return known;
    const above = parentOf(path);
    const { template } = this.sups.get(above) ?? {};
    return template === undefined ? undefined : this.sups.get(join(above, String(template['id'])));
  }

  /** What an instance of the supervisor at this path is given; undefined when the template's will do. */
  instanceInput(path: string, extra: readonly unknown[]): ScriptInput | undefined {
    const { template, flags } = this.infoAt(path) ?? {};
    if (extra.length === 0 || template === undefined) return undefined;
    return { args: argsOf(template, flags ?? {}, extra) ?? [] };
  }

  /** What a child at this path is called: its id, or its template's. */
  idAt(path: string): string {
    const { template } = this.infoAt(parentOf(path)) ?? {};
    return template === undefined ? path.slice(path.lastIndexOf('/') + 1) : String(template['id']);
  }
}

/** The path of a child. */
export function join(path: string, id: string): string {
  return path === '' ? id : `${path}/${id}`;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

export function isDynamic(flags: unknown): boolean {
  const isObject = typeof flags === 'object' && flags !== null;
  return isObject && 'strategy' in flags && flags.strategy === 'simple_one_for_one';
}

function sharedFlags(flags: OtpFlags): Record<string, unknown> {
  const { intensity = 2, periodMs = 3_600_000 } = flags;
  return {
    ...without(flags, ['strategy', 'intensity', 'periodMs', 'extraArguments']),
    intensity: { maxRestarts: number(intensity), withinMs: number(periodMs) },
  };
}

/** Without the keys that have no value: the library refuses some that are `undefined`. */
function given(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

function isSpec(spec: unknown): spec is OtpSpec {
  return typeof spec === 'object' && spec !== null && !Array.isArray(spec);
}

function withPolicy(settings: unknown): never {
  const isObject = typeof settings === 'object' && settings !== null;
  return (isObject ? { ...settings, policy: otp } : settings) as never;
}

/** A dynamic supervisor has no such option, because it can only be `never`. */
function dynamicFlags(flags: Readonly<Record<string, unknown>>): object {
  return flags['autoShutdown'] === 'never' ? without(flags, ['autoShutdown']) : flags;
}

function without(
  object: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

function number(value: unknown): unknown {
  return value === 'infinity' ? Infinity : value;
}

/** Extra arguments come before the spec's own, those of this start after them. */
function argsOf(
  { args = [] }: OtpSpec,
  { extraArguments = [] }: OtpFlags,
  extra: readonly unknown[],
): readonly unknown[] | undefined {
  const all = [
    ...(extraArguments as readonly unknown[]),
    ...(args as readonly unknown[]),
    ...extra,
  ];
  return all.length === 0 ? undefined : all;
}
