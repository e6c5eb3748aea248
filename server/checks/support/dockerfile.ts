/** The framework's image that a Dockerfile builds on. */
import type { TextFile } from '../../workspace/textFiles';
import type { TextFileRange } from '../engine/check';

export interface FrameworkImage {
  readonly place: TextFileRange;
  /** `v0.19.2-beta.0`, where the tag begins with a release. */
  readonly version: string;
  readonly versionPlace: TextFileRange;
  /** `eks`; undefined for the image with everything. */
  readonly variant: string | undefined;
  /** With the dash before it. */
  readonly variantPlace: TextFileRange;
}

const FROM =
  /^[ \t]*FROM[ \t]+(?:--platform=\S+[ \t]+)?(?<image>(?:docker\.io\/)?kubestack\/framework:)(?<version>v\d+\.\d+\.\d+(?:-(?:alpha|beta|rc)\.\d+)?)(?<variant>-[a-z]+)?(?=\s|$)/gim;

const UNTAGGED =
  /^[ \t]*FROM[ \t]+(?:--platform=\S+[ \t]+)?(?<image>(?:docker\.io\/)?kubestack\/framework(?::latest)?)(?=\s|$)/gim;

/** Stages that build on whatever release of the framework is the newest. */
export function untaggedImages(file: TextFile): TextFileRange[] {
  return [...file.text.matchAll(UNTAGGED)].map(match => {
    const end = match.index + match[0].length;
    return { file, start: end - match.groups!.image!.length, end };
  });
}

/** Every stage that builds on a release of the framework. Tags that say nothing of a version, and those that are built, are left out. */
export function frameworkImages(file: TextFile): FrameworkImage[] {
  return [...file.text.matchAll(FROM)].map(match => {
    const { image = '', version = '', variant } = match.groups!;
    const start = match.index + match[0].toLowerCase().indexOf(image.toLowerCase());
    const versionStart = start + image.length;
    const versionEnd = versionStart + version.length;
    const end = versionEnd + (variant?.length ?? 0);
    return {
      place: { file, start, end },
      version,
      versionPlace: { file, start: versionStart, end: versionEnd },
      variant: variant?.slice(1),
      variantPlace: { file, start: versionEnd, end },
    };
  });
}
