/** Attributes that have become required, with the module's former default. */
import { printJson } from '../../semantics/hclPrinter';
import type { AttributeSchema, SchemaJson } from '../../kubestack/schemas/schemas';
import { convertText } from './convertText';
import type { MigratedModule } from './migratedModule';
import type { MigratedEntry } from './migrateEnvironment';

export interface FormerDefaults {
  readonly entries: readonly MigratedEntry[];
  /** Dotted paths of required attributes without a known default. */
  readonly open: readonly string[];
}

/**
 * @param base attributes that the base environment sets
 * @param cluster reference to the cluster of a node pool
 */
export function formerDefaults(
  { now, old, path, newType }: MigratedModule,
  base: readonly MigratedEntry[],
  cluster: string | undefined,
): FormerDefaults {
  const entries: MigratedEntry[] = [];
  const open: string[] = [];
  const valueOf = (wanted: string): string | undefined => base.find(entry => entry.path.join('.') === wanted)?.value;
  for (const attribute of now.attributes.values()) {
    if (attribute.required !== 'precondition' || valueOf(attribute.path) !== undefined) continue;
    if (isExcused(attribute, valueOf)) continue;
    const steps = attribute.path.split('.');
    const names = attribute.formerly.length > 0 ? attribute.formerly : [attribute.path];
    const former = names.map(name => old.attributes.get(name)?.default).find(value => value !== undefined);
    const written = formerValue(former);
    const value =
      written === undefined
        ? withoutDefault(path, attribute.path, cluster)
        : convertText(written, true, newType(steps)!);
    if (value === undefined) open.push(attribute.path);
    else entries.push({ path: steps, value, above: '', behind: '' });
  }
  return { entries, open };
}

function isExcused({ requiredUnless }: AttributeSchema, valueOf: (path: string) => string | undefined): boolean {
  if (!requiredUnless) return false;
  const value = valueOf(requiredUnless.path);
  return value !== undefined && (requiredUnless.value === undefined || value === printJson(requiredUnless.value));
}

const formerValue = (value: SchemaJson | undefined): string | undefined =>
  value === undefined || value === null ? undefined : printJson(value);

/** Azure's pools had no zones; those of AWS had the zones of their cluster. */
function withoutDefault(module: string, attribute: string, cluster: string | undefined): string | undefined {
  if (attribute !== 'availability_zones') return undefined;
  if (module.startsWith('azurerm/')) return '[]';
  return module === 'aws/cluster/node-pool' && cluster !== undefined
    ? `${cluster}.current_config["cluster_availability_zones"]`
    : undefined;
}
