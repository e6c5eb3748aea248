// KS106: Module does not exist in this version
//
// `init` fails because the framework's repository has no such folder at this version. The overlay for platform services and the Scaleway
// modules were added after v0.19.2-beta.0; earlier versions use `custom-manifests` from the catalog instead of the overlay. kind and the
// local variants were removed after v0.19.2-beta.0.
//
// A service of the catalog needs the name of an entry. Some differ from the name of the upstream project.
//
// ## Fails without a fix
//
// ```terraform
// module "monitoring" {
//   source = "github.com/kbst/terraform-kubestack//kustomization/overlay?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ## Fails for a misspelled name
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/clusters?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//   }
// }
//
// module "eks_gc0_eu-west-1_node_pool_extra" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ## Fails for an entry that the catalog doesn't have
//
// ```terraform
// module "eks_gc0_eu-west-1_service_nginx" {
//   source  = "kbst.xyz/catalog/ingress-nginx/kustomization"
//   version = "1.10.1-kbst.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ## Passes
//
// ```terraform
// module "monitoring" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
import { sentences, t } from '../../../common/localization';
import { closestName } from '../../hcl/closestName';
import type { CheckContext } from '../engine/checkContext';
import { type Finding, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import type { PlatformModule } from '../engine/platformModules';
import { frameworkModules, type FrameworkModule } from '../platform/frameworkRefs';
import { replaceRange } from '../fixes/rangeEdits';

type Data = { readonly path: string } | undefined;

export const pathNotAtRef: PlatformCheck<Data> = {
  code: 'KS106',
  title: 'Module does not exist in this version',
  level: 'error',
  scope: 'platform',
  reads: 'declarations',
  run: function* (context) {
    yield* forEachPart(frameworkModules(context), module => findingOf(context, module));
    yield* forEachPart(context.modules, module => catalogFinding(context, module));
  },
  fix: (_context, finding) => fixes(finding),
};

function findingOf({ model: { schemas } }: CheckContext, { path, ref, sourceRange }: FrameworkModule): Finding<Data>[] {
  // Report only versions whose modules are known.
  if (schemas.knownRef(ref) === undefined || schemas.moduleFor(path, ref)) return [];
  const there = schemas.paths.filter(each => schemas.moduleFor(each, ref));
  const isKnown = schemas.paths.includes(path);
  const meant = isKnown ? undefined : closestName(path, there);
  // The data has no folders other than modules.
  if (!isKnown && meant === undefined) return [];
  const range = rangeOf(sourceRange, path);
  if (meant !== undefined)
    return [
      {
        range,
        message: t("Module {0} doesn't exist in {1}. Did you mean {2}?", path, ref!, meant),
        data: { path: meant },
      },
    ];
  return [
    {
      range,
      message: sentences(
        t("Module {0} doesn't exist in {1}.", path, ref!),
        since(path, schemas.releases, schemas),
        path === 'kustomization/overlay' ? t('Use the catalog service custom-manifests instead.') : undefined,
      ),
    },
  ];
}

/** An entry that the catalog doesn't have. The name of its upstream project contains that of the entry: `ingress-nginx`. */
function catalogFinding(
  { model: { schemas } }: CheckContext,
  { source, sourceRange }: PlatformModule,
): Finding<Data>[] {
  if (source?.form !== 'catalog' || !sourceRange || schemas.catalogEntries.has(source.entry)) return [];
  const { entry } = source;
  const names = [...schemas.catalogEntries.keys()];
  const meant = closestName(entry, names) ?? names.find(each => entry.split('-').includes(each));
  const { item, start, end } = sourceRange;
  const at = item.text.slice(start, end).indexOf(`/${entry}/`);
  const range = at < 0 ? sourceRange : { item, start: start + at + 1, end: start + at + 1 + entry.length };
  return [
    {
      range,
      message: sentences(
        t('The catalog has no entry {0}.', entry),
        meant === undefined ? undefined : t('Did you mean {0}?', meant),
      ),
      ...(meant === undefined || at < 0 ? {} : { data: { path: meant } }),
    },
  ];
}

/** Describes the releases that have the module. */
function since(path: string, releases: readonly string[], schemas: CheckContext['model']['schemas']): string {
  const having = releases.filter(each => schemas.moduleFor(path, each));
  if (having.length === 0) return t('It was added after the newest release.');
  return having.length === 1
    ? t('It only exists in {0}.', having[0]!)
    : t('It exists from {0} to {1}.', having[0]!, having.at(-1)!);
}

function rangeOf(range: Finding['range'] & { item: unknown }, path: string): Finding['range'] {
  const { item, start, end } = range as Exclude<Finding['range'], { file: unknown }>;
  const at = item.text.slice(start, end).lastIndexOf(`//${path}`);
  return at < 0 ? { item, start, end } : { item, start: start + at + 2, end: start + at + 2 + path.length };
}

function fixes({ range, data }: Finding<Data>): Fix[] {
  const { path } = data ?? {};
  if (path === undefined) return [];
  return [{ title: t('Change to {0}', path), change: draft => replaceRange(draft, range, path), isPreferred: true }];
}
