/** Images in the Dockerfiles that are of another release than the modules. */
import { t } from '../../../common/localization';
import type { Finding } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { commitImages, frameworkImages, untaggedImages } from './frameworkImages';
import { commonRef, frameworkModules, isRelease } from './frameworkRefs';

/** The text that replaces the image or its version; undefined if it isn't known. */
export type ImageReplacement = { readonly text: string } | undefined;

/** Images of another release than the modules. */
export function otherImages(context: CheckContext): Finding<ImageReplacement>[] {
  const modules = frameworkModules(context);
  const common = commonRef(context);
  const module = modules.find(({ ref }) => ref === common);
  if (!module) return [];
  // Only releases have images.
  if (!isRelease(common)) return olderImages(context, common);
  const related = [{ message: t('{0} has {1}', module.module.name, common), range: module.refRange }];
  return ['Dockerfile', 'Dockerfile.loc'].flatMap(name => {
    const file = context.file(name);
    if (!file) return [];
    const others = frameworkImages(file)
      .filter(({ version }) => version !== common)
      .map(({ version, versionRange, hasDigest }) => ({
        range: versionRange,
        message: t('The image has version {0}, but the modules have {1}. Use one version everywhere.', version, common),
        related,
        // The fix can't know the digest of the other image.
        ...(hasDigest || file.text.slice(versionRange.start, versionRange.end) !== version
          ? {}
          : { data: { text: common } }),
      }));
    const untagged = untaggedImages(file).map(range => ({
      range,
      message: t('The image has no version, but the modules have {0}. Use one version everywhere.', common),
      related,
      data: { text: `kubestack/framework:${common}` },
    }));
    const ofCommits = commitImages(file).map(range => ({
      range,
      message: t('The image is built from a commit, but the modules have {0}. Use one version everywhere.', common),
      related,
      data: { text: `kubestack/framework:${common}` },
    }));
    return [...others, ...untagged, ...ofCommits];
  });
}

/** Reports images of older releases if the modules are pinned to the framework's head, which is newer than the newest release. */
function olderImages(context: CheckContext, common: string | undefined): Finding<ImageReplacement>[] {
  const { schemas } = context.model;
  const newest = schemas.releases.at(-1);
  if (schemas.knownRef(common) !== 'head' || newest === undefined) return [];
  return ['Dockerfile', 'Dockerfile.loc'].flatMap(name => {
    const file = context.file(name);
    if (!file) return [];
    const untagged = untaggedImages(file).map(range => ({
      range,
      message: t('The image has no version, and changes with every release. Use the image of {0} or later.', newest),
      data: { text: `kubestack/framework:${newest}` },
    }));
    const older = frameworkImages(file)
      .filter(({ version }) => version !== newest && schemas.releases.includes(version))
      .map(({ version, versionRange }) => ({
        range: versionRange,
        message: t(
          'The image has version {0}, but the modules are pinned to a commit after {1}. Use the image of {1} or later.',
          version,
          newest,
        ),
        data: { text: newest },
      }));
    return [...older, ...untagged];
  });
}
