// KS516: A file or module is not read
//
// Nothing outside the workspace folders is read: a symbolic link, a `..` or an entry in `.terraform/modules/modules.json` could otherwise
// show any file of your machine. What such a file or module says is unknown here, although Terraform may read it. Add the folder that
// it is in to the workspace, or move it into the repository. Devices, pipes and sockets are not read either.
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
// module "eks_gc0_eu-west-1_service_web" {
//   source = "../shared/web"
// }
// ```
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1_service_issuers" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {
//       resources = ["${path.root}/../shared/issuers.yaml"]
//     }
//   }
// }
// ```
//
// ## Passes
//
// ```terraform platform/main.tf
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
//
// module "eks_gc0_eu-west-1_service_web" {
//   source = "../shared/web"
// }
// ```
//
// ```terraform shared/web/main.tf
// output "name" {
//   value = "web"
// }
// ```
import { refusalReason } from '../../common/refusal';
import type { FolderEntry } from '../workspace/fileSystem';
import { childOf, resolvePath } from '../workspace/uri';
import type { Finding, PlatformCheck } from './check';
import type { CheckContext, PlatformModule } from './checkContext';
import { valueOnly } from './effectiveParts';
import { concernsPlatforms } from './findings';
import { platformPlace } from './platformPlace';
import { isOutside, serviceCalls, writtenResources } from './serviceManifests';

export const unreadFiles: PlatformCheck = {
  code: 'KS516',
  title: 'A file or module is not read',
  level: 'warning',
  scope: 'platform',
  run,
};

function* run(context: CheckContext): Iterable<Finding | undefined> {
  yield* besidePlatform(context);
  for (const module of context.modules) yield* moduleFindings(context, module);
  yield undefined;
  for (const call of serviceCalls(context))
    for (const { origin, path, environment } of writtenResources(context, call))
      if (origin && isOutside(context, path))
        yield {
          place: valueOnly(origin),
          message: `"${environment}" applies ${path}, which is not read: ${refusalReason('outside')}.`,
        };
}

function* moduleFindings({ model }: CheckContext, module: PlatformModule): Iterable<Finding> {
  const { source, sourcePlace, instance, name } = module;
  if (!source || !sourcePlace) return;
  const { fileSystem } = model.workspace;
  if (source.form === 'local') {
    if (fileSystem.isOutside(resolvePath(instance.folderUri, source.path)))
      yield { place: sourcePlace, message: `The module in ${source.path} is not read: ${refusalReason('outside')}.` };
    return;
  }
  const installed = model.sourcesOf(instance).installedFolder(instance, name).current();
  if (installed !== undefined && fileSystem.isOutside(installed))
    yield {
      place: sourcePlace,
      message: `The installed copy of this module is not read: by .terraform/modules/modules.json ${refusalReason('outside')}.`,
    };
}

/** Folders of files that say something about a platform although they are no configuration, and the names of such files. */
const BESIDE: readonly (readonly [folder: string, isRead: (name: string) => boolean])[] = [
  ['.', name => concernsPlatforms(name) || ['.terraform', '.terraform.lock.hcl', '.github'].includes(name)],
  ['.github', name => name === 'workflows'],
  ['.github/workflows', concernsPlatforms],
  ['.terraform', name => name === 'environment' || name === 'modules'],
  ['.terraform/modules', name => name === 'modules.json'],
];

/** Configuration that is not read says so itself: its only diagnostic is why. */
function* besidePlatform(context: CheckContext): Iterable<Finding> {
  const { fileSystem } = context.model.workspace;
  for (const [folder, isRead] of BESIDE) {
    for (const { name, kind } of context.list(folder)) {
      if (!canBeRefused(kind) || !isRead(name)) continue;
      const refusal = fileSystem.refusal(childOf(context.uri(folder), name));
      const path = folder === '.' ? name : `${folder}/${name}`;
      if (refusal) yield { place: platformPlace(context), message: `${path} is not read: ${refusalReason(refusal)}.` };
    }
  }
}

const canBeRefused = (kind: FolderEntry['kind']): boolean => kind === 'link' || kind === 'special';
