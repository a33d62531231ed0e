import {
  ANY_INSTANCE,
  type ChildSpec,
  pathOf,
  type SupervisorDescription,
  type SupervisorSpec,
} from '../supervision/spec.ts';
import { endOfLine } from '../one-line.ts';
import { mermaidText } from './mermaid-text.ts';

const MAX_ID = 60;

interface Node {
  readonly path: string;
  readonly id: string;
  readonly kind: string;
  readonly parent: string | undefined;
  readonly dependsOn: readonly string[];
}

/** A tree as a flowchart: what stands below what, and, dotted, what depends on what. */
export function treeMermaid(tree: readonly SupervisorDescription[]): string {
  const supervisors = new Map(tree.map(({ spec }) => [spec.path, spec]));
  const nodes = [
    ...tree.slice(0, 1).map(({ spec }) => rootNode(spec)),
    ...tree.flatMap((description) => childNodes(description, supervisors)),
  ];
  const numbers = new Map(nodes.map(({ path }, index) => [path, index]));
  const nameOf = (path: string) => `n${numbers.get(path)}`;
  return [
    'flowchart TD',
    ...nodes.map(({ path, id, kind }) => `  ${nameOf(path)}["${shown(id)}<br/><i>${kind}</i>"]`),
    ...nodes.flatMap(({ path, parent }) =>
      parent === undefined ? [] : [`  ${nameOf(parent)} --> ${nameOf(path)}`],
    ),
    ...nodes.flatMap(({ path, dependsOn }) =>
      dependsOn.map((on) => `  ${nameOf(path)} -. depends on .-> ${nameOf(on)}`),
    ),
  ].join('\n');
}

function rootNode(spec: SupervisorSpec): Node {
  const id = spec.path === '' ? 'root' : spec.path;
  return { path: spec.path, id, kind: supervisorKind(spec), parent: undefined, dependsOn: [] };
}

function childNodes(
  { spec, template }: SupervisorDescription,
  supervisors: ReadonlyMap<string, SupervisorSpec>,
): readonly Node[] {
  const instances = template === undefined ? [] : [{ id: ANY_INSTANCE, spec: template }];
  return [...spec.children, ...instances].map((child) => {
    const path = pathOf(spec, child.id);
    const own = supervisors.get(path);
    const kind = own === undefined ? 'service' : supervisorKind(own);
    return {
      path,
      id: child.id,
      kind: `${kind}${restartText(child.spec)}`,
      parent: spec.path,
      dependsOn: child.spec.dependsOn.map((id) => pathOf(spec, id)),
    };
  });
}

function supervisorKind({ strategy }: SupervisorSpec): string {
  return `supervisor, ${strategy}`;
}

/** What most children are is not said. */
function restartText({ restart }: ChildSpec): string {
  return restart === 'permanent' ? '' : `, ${restart}`;
}

function shown(id: string): string {
  return mermaidText(endOfLine(id, MAX_ID));
}
