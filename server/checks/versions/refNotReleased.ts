// KS105: Framework module is pinned to a branch or commit
//
// A branch moves, so what `init` installs changes without a commit in your repository. A commit does not move, but it is not a tested
// release, and its attributes are inferred until the module is installed. Use a release tag.
//
// The newest commit that the extension knows, which it suggests for features that no release has, is reported once, as information.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=master"
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
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
import { t } from '../../../common/localization';
import { interfaceGenerationOf } from '../../kubestack/schemas/exactSchema';
import type { CheckContext } from '../engine/checkContext';
import { type Finding, type Findings, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import { isPlaceholder, isRelease, onePerRef, type FrameworkModule } from '../platform/frameworkRefs';
import { replaceRange } from '../fixes/rangeEdits';

type Data = { readonly release: string } | undefined;

export const refNotReleased: PlatformCheck<Data> = {
  code: 'KS105',
  title: 'Framework module is pinned to a branch or commit',
  level: 'warning',
  scope: 'platform',
  run,
  fix: (_context, finding) => fixes(finding),
};

/** The commit that the extension writes itself is reported once, as information: no release has what it is needed for. */
function run(context: CheckContext): Findings<Data> {
  const { headCommit } = context.model.schemas;
  let isKnownReported = false;
  return forEachPart(onePerRef(context), (module): Finding<Data>[] => {
    const { ref, refRange, isRefWritten } = module;
    if (ref === undefined || isRelease(ref) || isPlaceholder(ref)) return [];
    const isOwn = ref === headCommit;
    if (isOwn && isKnownReported) return [];
    isKnownReported ||= isOwn;
    const release = isRefWritten ? releaseFor(context, module) : undefined;
    const finding = {
      range: refRange,
      message: messageOf(ref),
      ...(release === undefined ? {} : { data: { release } }),
    };
    return [isOwn ? { ...finding, level: 'information' } : finding];
  });
}

const messageOf = (ref: string): string =>
  /^[0-9a-f]{7,40}$/.test(ref)
    ? t('Pinned to commit {0}. Switch to a release tag when one includes what you need.', ref.slice(0, 12))
    : t('{0} is not a release, so the installed version changes with that branch. Use a release tag.', ref);

/** The newest release, if it has the module and accepts the call's configuration format; otherwise undefined. */
function releaseFor({ model: { schemas } }: CheckContext, { path, module }: FrameworkModule): string | undefined {
  const newest = schemas.releases.at(-1);
  const isMap = !module.call || interfaceGenerationOf(module.call) === 'map';
  return isMap && schemas.moduleFor(path, newest) ? newest : undefined;
}

function fixes({ range, data }: Finding<Data>): Fix[] {
  const { release } = data ?? {};
  if (release === undefined) return [];
  return [{ title: t('Use the newest release {0}', release), change: draft => replaceRange(draft, range, release) }];
}
