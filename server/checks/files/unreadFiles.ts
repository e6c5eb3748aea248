// KS516: File or module not read
//
// Files outside the workspace are not read: otherwise a symbolic link, a `..` or an entry in `.terraform/modules/modules.json` could reveal
// any file on your machine. The values of such a file or module are shown as unknown, although Terraform may read it. Add its folder to the
// workspace, or move it into the repository. Devices, pipes and sockets are not read either.
//
// Pipelines of up to 50,000 characters are read, and 500,000 characters of a repository. If their jobs and scripts have too many commands to
// follow them all, for example in an action that uses itself, the other checks know only a part of them.
//
// Of the manifests that services apply, files of up to 600,000 characters are read, and 1,500,000 characters of a platform.
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
// ## Fails with a file
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
import { currentLanguage, sentences, t } from '../../../common/localization';
import { refusalReason, type ReadRefusal } from '../../../common/refusal';
import { concernsPlatforms } from '../../workspace/fileNames';
import type { FolderEntry } from '../../workspace/fileSystem';
import { childOf, isWithin, parentOf } from '../../workspace/uri';
import type { Workspace } from '../../workspace/workspace';
import { forEachPart, type Finding, type PlatformCheck } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import type { PlatformModule } from '../engine/platformModules';
import { valueOnly } from '../../semantics/effectiveParts';
import { pipelinesOf } from '../platform/pipelines';
import { platformRange } from './platformRange';
import {
  exceededLength,
  isOutside,
  MAX_TOTAL_LENGTH,
  resourceFile,
  serviceCalls,
  writtenResources,
  type Resource,
} from '../platform/serviceManifests';

export const unreadFiles: PlatformCheck = {
  code: 'KS516',
  title: 'File or module not read',
  level: 'warning',
  scope: 'platform',
  run,
};

function* run(context: CheckContext): Iterable<Finding | undefined> {
  yield* besidePlatform(context);
  yield* limitedPipelines(context);
  yield* forEachPart(context.modules, module => moduleFindings(context, module));
  for (const call of serviceCalls(context))
    for (const resource of writtenResources(context, call)) yield resourceFinding(context, resource);
}

function resourceFinding(context: CheckContext, { origin, path, environment }: Resource): Finding | undefined {
  if (!origin) return undefined;
  const range = valueOnly(origin);
  if (isOutside(context, path))
    return {
      range,
      message: t('"{0}" applies {1}, which can\'t be read: {2}.', environment, path, refusalReason('outside')),
    };
  const file = resourceFile(context, path);
  const limit = file && exceededLength(context, file);
  if (limit === undefined) return undefined;
  const shown = limit.toLocaleString(currentLanguage());
  return {
    range,
    level: 'information',
    message:
      limit === MAX_TOTAL_LENGTH
        ? t('{0} is not checked: with the manifests before it, it has more than {1} characters.', path, shown)
        : t('{0} is not checked: it has more than {1} characters.', path, shown),
  };
}

function* moduleFindings({ model }: CheckContext, module: PlatformModule): Iterable<Finding> {
  const { source, sourceRange, localFolder, instance, name } = module;
  if (!source || !sourceRange) return;
  if (source.form === 'local') {
    if (localFolder !== undefined && isRefused(model.workspace, localFolder))
      yield {
        range: sourceRange,
        message: t("The module in {0} can't be read: {1}.", source.path, refusalReason('outside')),
      };
    return;
  }
  const sources = model.sourcesOf(instance);
  const installed = sources.hasInstalled().current() ? sources.installedFolder(instance, name).current() : undefined;
  if (installed !== undefined && isRefused(model.workspace, installed))
    yield {
      range: sourceRange,
      message: t(
        "The installed copy of this module can't be read: according to .terraform/modules/modules.json, {0}.",
        refusalReason('outside'),
      ),
    };
}

/** Pipelines beyond the limits, which other checks don't know, or only partly. */
function* limitedPipelines(context: CheckContext): Iterable<Finding> {
  const found = pipelinesOf(context);
  if (!found) return;
  for (const [path, reason] of found.pipelines.leftOut) {
    const file = found.fileOf(path);
    if (file)
      yield {
        range: { file, start: 0, end: 0 },
        level: 'information',
        message: sentences(t('This pipeline is not checked completely.'), reason),
      };
  }
}

/**
 * Whether a folder is outside the workspace. Folders that have been read are inside; resolving the path of each of thousands of modules takes too
 * long.
 */
const isRefused = (workspace: Workspace, uri: string): boolean =>
  !workspace.folder(uri) && workspace.fileSystem.isOutside(uri);

type Beside = readonly (readonly [folder: string, isRead: (name: string) => boolean])[];

/** Folders with files that are not configuration, but that the checks read, and a test for their names. */
const PIPELINES: Beside = [
  ['.', name => ['.github', '.gitlab-ci.yml', '.gitignore'].includes(name)],
  ['.github', name => name === 'workflows'],
  ['.github/workflows', concernsPlatforms],
];
const PLATFORM: Beside = [
  ...PIPELINES,
  ['.', name => concernsPlatforms(name) || ['.terraform', '.terraform.lock.hcl'].includes(name)],
  ['.terraform', name => name === 'environment' || name === 'modules'],
  ['.terraform/modules', name => name === 'modules.json'],
];

interface UnreadFile {
  /** URI of the platform's folder, or of one above it. */
  readonly folder: string;
  /** In the folder. */
  readonly path: string;
  readonly refusal: ReadRefusal;
}

/** Files in the root module's folder, and in its parent folders in the workspace. */
function* besidePlatform(context: CheckContext): Iterable<Finding | undefined> {
  const { workspace } = context.model;
  const { folderUri } = context.root;
  const found = [...unread(workspace, folderUri, PLATFORM), ...(yield* unreadAbove(context, folderUri))];
  for (const { folder, path, refusal } of found) {
    const up = '../'.repeat(folderUri.slice(folder.length).split('/').length - 1);
    // Configuration files that can't be read have their own diagnostic.
    yield {
      range: platformRange(context),
      message: t("{0} can't be read: {1}.", `${up}${path}`, refusalReason(refusal)),
    };
  }
}

const filesAbove = new WeakMap<Workspace, { readonly key: string; readonly byFolder: Map<string, UnreadFile[]> }>();

/**
 * Files in the parent folders in the workspace, the nearest folder first; with a pause for each of them. Platforms share what is known of the folders
 * above them, since platforms in thousands of nested folders would look into each folder thousands of times.
 */
function* unreadAbove({ model }: CheckContext, folder: string): Generator<undefined, readonly UnreadFile[]> {
  const { workspace } = model;
  const tops = model.workspaceFolders();
  const key = [workspace.revision, ...tops].join('\n');
  let existing = filesAbove.get(workspace);
  if (existing?.key !== key) filesAbove.set(workspace, (existing = { key, byFolder: new Map() }));
  const { byFolder } = existing;
  const below: string[] = [];
  let at = folder;
  for (; !byFolder.has(at) && tops.some(top => top !== at && isWithin(at, top)); at = parentOf(at)) below.push(at);
  let found = byFolder.get(at) ?? [];
  for (const each of below.reverse()) {
    yield;
    found = [...unread(workspace, parentOf(each), PIPELINES), ...found];
    byFolder.set(each, found);
  }
  return found;
}

function* unread({ fileSystem, texts }: Workspace, folder: string, beside: Beside): Iterable<UnreadFile> {
  const seen = new Set<string>();
  for (const [below, isRead] of beside) {
    const uri = below === '.' ? folder : childOf(folder, below);
    for (const { name, kind } of texts.list(uri)) {
      const path = `${below === '.' ? '' : `${below}/`}${name}`;
      if (!canBeRefused(kind) || !isRead(name) || seen.has(path)) continue;
      seen.add(path);
      const refusal = fileSystem.refusal(childOf(uri, name));
      if (refusal) yield { folder, path, refusal };
    }
  }
}

const canBeRefused = (kind: FolderEntry['kind']): boolean => kind === 'link' || kind === 'special';
