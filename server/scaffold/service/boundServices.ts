/** The services of a platform: what each consists of, and its module calls by cluster. */
import { memoize } from '../../../common/memoize';
import { parseModuleSource } from '../../kubestack/modules/moduleSource';
import type { PlatformStructure } from '../../kubestack/platform/platformStructure';
import type { PlatformContext } from '../scaffoldContext';
import { withoutTrailing } from '../../../common/withoutTrailing';

export interface Binding {
  /** Label of the call in the root module. */
  readonly label: string;
  /** Undefined if the cluster is unknown. */
  readonly cluster: string | undefined;
}

export interface BoundService {
  /** Folder of the service's module, entry of the catalog, or the label of another call. */
  readonly name: string;
  readonly kind: 'feature' | 'entry' | 'other';
  /** Path of the service's module, relative to the platform: `modules/nginx`. */
  readonly path: string | undefined;
  readonly bindings: readonly Binding[];
}

/** In the order of the clusters. */
export function boundServices({ shape }: Pick<PlatformContext, 'shape'>): readonly BoundService[] {
  return shape ? servicesOf(shape) : [];
}

const servicesOf = memoize(findServices);

function findServices(shape: PlatformStructure): BoundService[] {
  const found = new Map<string, Omit<BoundService, 'bindings'> & { bindings: Binding[] }>();
  const add = (service: { name: string; source: string }, cluster: string | undefined): void => {
    const part = partOf(service);
    const bound = found.get(part.name) ?? { ...part, bindings: [] };
    bound.bindings.push({ label: service.name, cluster });
    found.set(part.name, bound);
  };
  for (const { name, services } of shape.clusters.values()) for (const service of services) add(service, name);
  for (const service of shape.services) add(service, undefined);
  return [...found.values()];
}

function partOf({ name, source }: { name: string; source: string }): Pick<BoundService, 'name' | 'kind' | 'path'> {
  const parsed = parseModuleSource(source);
  if (parsed.form === 'catalog') return { name: parsed.entry, kind: 'entry', path: undefined };
  const path = parsed.form === 'local' ? withoutTrailing(source.replace(/^\.\//, ''), '/') : undefined;
  if (path === undefined || path.startsWith('..')) return { name, kind: 'other', path: undefined };
  return { name: path.replace(/^.*\//, ''), kind: 'feature', path };
}
