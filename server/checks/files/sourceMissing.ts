// KS506: Module not found
//
// A source that begins with `./` is a folder of the repository. It does not exist or contains no configuration.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
//
// module "eks_gc0_eu-west-1_feature_cert_manager" {
//   source = "./modules/cert_manger"
// }
// ```
//
// ```terraform modules/cert_manager/main.tf
// output "name" {
//   value = "cert-manager"
// }
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
//
// module "eks_gc0_eu-west-1_feature_cert_manager" {
//   source = "./modules/cert_manager"
// }
// ```
//
// ```terraform modules/cert_manager/main.tf
// output "name" {
//   value = "cert-manager"
// }
// ```
import { sentences, t } from '../../../common/localization';
import { closestName } from '../../hcl/closestName';
import { baseNameOf, parentOf } from '../../workspace/uri';
import { sourceSyntaxOf } from '../../workspace/fileNames';
import { type Finding, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import type { PlatformModule } from '../engine/platformModules';
import { replaceRange } from '../fixes/rangeEdits';

type Data = { readonly path: string } | undefined;

export const sourceMissing: PlatformCheck<Data> = {
  code: 'KS506',
  title: 'Module not found',
  level: 'error',
  scope: 'platform',
  run: context => forEachPart(context.modules, module => findingFor(context, module)),
  fix,
};

function findingFor(
  { model }: CheckContext,
  { source, sourceRange, localFolder: uri }: PlatformModule,
): Finding<Data>[] {
  if (source?.form !== 'local' || !sourceRange || uri === undefined) return [];
  const { texts, fileSystem } = model.workspace;
  // KS516 reports folders outside the workspace, which may exist.
  if (model.workspace.folder(uri) || fileSystem.isOutside(uri)) return [];
  // A symbolic link can lead to a folder that the workspace has under another name.
  const entries = texts.list(uri);
  if (entries.some(({ name }) => sourceSyntaxOf(name)?.kind === 'configuration')) return [];
  const folders = texts.list(parentOf(uri)).flatMap(({ name, kind }) => (kind === 'file' ? [] : [name]));
  const better = closestName(
    baseNameOf(uri),
    folders.filter(name => name !== baseNameOf(uri)),
  );
  const path = better === undefined ? undefined : source.path.replace(/(?<![^/])[^/]+\/?$/, better);
  return [
    {
      range: sourceRange,
      message: sentences(t('Module {0} not found.', source.path), path && t('Did you mean {0}?', path)),
      ...(path === undefined ? {} : { data: { path } }),
    },
  ];
}

function fix(_: CheckContext, { range, data }: Finding<Data>): readonly Fix[] {
  const path = data?.path;
  if (typeof path !== 'string') return [];
  const text = JSON.stringify(path);
  return [{ title: t('Change to {0}', path), change: draft => replaceRange(draft, range, text), isPreferred: true }];
}
