/** The names of a default node pool's attributes: in its cluster, and in the module of a pool of its own. */
import type { ModuleCall } from '../../kubestack/modules/moduleCall';

const PREFIX = 'default_node_pool';

/** The path of an attribute of a default pool in its cluster's configuration. @param name that of a pool's own module */
export function poolPathOf({ module }: Pick<ModuleCall, 'module'>, name: string): readonly string[] {
  const { schema } = module;
  if (schema?.generation !== 'map') return [PREFIX, name];
  const former = [...schema.attributes].filter(([, { replacedBy }]) => replacedBy === `${PREFIX}.${name}`);
  return [former.at(-1)?.[0] ?? name];
}

/** The name of a default pool's attribute in a pool's own module; undefined for attributes of the cluster itself. */
export function poolAttributeAt({ module }: Pick<ModuleCall, 'module'>, path: string): string | undefined {
  const current = module.schema?.generation === 'map' ? module.schema.attributes.get(path)?.replacedBy : path;
  return current?.startsWith(`${PREFIX}.`) === true ? current.slice(PREFIX.length + 1) : undefined;
}
