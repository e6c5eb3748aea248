/** What the declarations of a root module refer to, by keys such as `module.eks_zero`, `local.name`, `provider.aws.x` and `data.aws_vpc.current`. */
import type { Attribute, Block } from '../syntax/ast';
import type { Declaration } from '../workspace/declarations';
import type { ModuleFolder } from '../workspace/moduleFolder';
import { resourcesOf } from './moduleResources';
import { referencesIn } from './references';

const CALL = 'module.';

export const callKey = (call: string): string => `${CALL}${call}`;

/** The call that a key stands for. */
export const callOfKey = (key: string): string | undefined =>
  key.startsWith(CALL) ? key.slice(CALL.length) : undefined;

/** A declared block, followed by those of override files. */
export const blocksOf = ({ block, overrides = [] }: Declaration): Block[] => [
  block,
  ...overrides.map(each => each.block),
];

/** The keys of the declarations that a block or attribute refers to. */
export const referredKeys = (nodes: readonly (Block | Attribute)[]): string[] =>
  nodes.flatMap(node =>
    referencesIn(node).flatMap(reference => {
      switch (reference.kind) {
        case 'variable':
          return [`var.${reference.name}`];
        case 'local':
          return [`local.${reference.name}`];
        case 'module':
          return [callKey(reference.name)];
        case 'output':
          return [callKey(reference.module)];
        case 'resource':
          // `aws.east` in the providers of a call looks like a resource.
          return [reference.key, `provider.${reference.key}`];
      }
    }),
  );

/** Keys, and all that they refer to, directly or not. */
export function reachedKeys(folder: ModuleFolder, keys: Iterable<string>): ReadonlySet<string> {
  const found = new Set(keys);
  for (const key of found) for (const next of referredKeys(nodesOf(folder, key))) found.add(next);
  return found;
}

/** A call and all that it refers to, directly or not. */
export const relatedKeys = (folder: ModuleFolder, call: string): ReadonlySet<string> =>
  reachedKeys(folder, [callKey(call)]);

/** A call and those that it refers to, directly or not. */
export const relatedCalls = (folder: ModuleFolder, call: string): ReadonlySet<string> =>
  new Set([...relatedKeys(folder, call)].flatMap(key => callOfKey(key) ?? []));

/** The declarations that a key stands for; none if it stands for nothing. */
export function nodesOf(folder: ModuleFolder, key: string): readonly (Block | Attribute)[] {
  const [, kind, name = ''] = /^(module|local|provider|var)\.(.*)$/.exec(key) ?? [];
  if (kind === 'local') {
    const local = folder.local(name);
    return local ? [local.attribute] : [];
  }
  if (kind === 'module' || kind === 'provider' || kind === 'var') {
    const declaration = folder.declaration(kind === 'var' ? 'variable' : kind, name);
    return declaration ? blocksOf(declaration) : [];
  }
  return (
    resourcesOf(folder)
      .blocks.get(key)
      ?.parts.map(({ block }) => block) ?? []
  );
}
