/** Finds the framework's images in a Dockerfile. */
import type { TextFile } from '../../workspace/textFiles';
import type { TextFileRange } from '../engine/check';

export interface FrameworkImage {
  readonly range: TextFileRange;
  /** For example `v0.19.2-beta.0`. */
  readonly version: string;
  /** In `FROM`, or in the `ARG` that sets it. */
  readonly versionRange: TextFileRange;
  /** For example `eks`; undefined for the image with the tools of all clouds. */
  readonly variant: string | undefined;
  /** Including the dash before it. */
  readonly variantRange: TextFileRange;
  /** Whether a digest pins the image, which takes precedence over the tag. */
  readonly hasDigest: boolean;
}

/** An image reference with variables replaced, and for each character its offset in the file. */
interface ImageReference {
  readonly text: string;
  readonly offsets: readonly number[];
}

const FROM = /^[ \t]*FROM[ \t]+(?:--platform=\S+[ \t]+)?(?<image>\S+)/gim;
const ARG = /^[ \t]*ARG[ \t]+(?<name>[A-Za-z_]\w*)=(?<quote>["']?)(?<value>[^\s"']*)\k<quote>[ \t]*(?=\r?$)/gim;
const VARIABLE = /\$(?:\{(?<braced>[A-Za-z_]\w*)(?::-(?<fallback>[^}]*))?\}|(?<plain>[A-Za-z_]\w*))/g;
const RELEASED =
  /^(?<image>(?:docker\.io\/)?kubestack\/framework:)(?<version>v\d+\.\d+\.\d+(?:-(?:alpha|beta|rc)\.\d+)?)(?<variant>-[a-z]+)?(?<digest>@\S+)?$/i;
const UNTAGGED = /^(?:docker\.io\/)?kubestack\/framework(?::latest)?$/i;
const COMMIT = /(?:^|\/)kbst\/terraform-kubestack\/dev[:@]/i;
const FRAMEWORK = /(?:^|\/)kubestack\/framework(?=[:@]|$)|(?:^|\/)kbst\/terraform-kubestack\/dev(?=[:@]|$)/i;

/** Stages based on the newest release of the framework (no tag, or `latest`). */
export function untaggedImages(file: TextFile): TextFileRange[] {
  return references(file).flatMap(reference =>
    UNTAGGED.test(reference.text) && isWritten(reference) ? [rangeOf(file, reference, 0, reference.text.length)] : [],
  );
}

/** Stages based on the image of a commit of the framework, which has no release. */
export const commitImages = (file: TextFile): TextFileRange[] =>
  references(file).flatMap(reference =>
    COMMIT.test(reference.text) && isWritten(reference) ? [rangeOf(file, reference, 0, reference.text.length)] : [],
  );

/** Whether a stage is based on an image of the framework, either of a release or of a commit. */
export const usesFrameworkImage = (file: TextFile): boolean =>
  references(file).some(({ text }) => FRAMEWORK.test(text));

/** All stages based on a release of the framework. Tags without a version are left out. */
export function frameworkImages(file: TextFile): FrameworkImage[] {
  return references(file).flatMap(reference => {
    const match = RELEASED.exec(reference.text);
    if (!match) return [];
    const { image = '', version = '', variant, digest } = match.groups!;
    const versionEnd = image.length + version.length;
    const end = versionEnd + (variant?.length ?? 0);
    return [
      {
        range: rangeOf(file, reference, 0, end),
        version,
        versionRange: rangeOf(file, reference, image.length, versionEnd),
        variant: variant?.slice(1),
        variantRange: rangeOf(file, reference, versionEnd, end),
        hasDigest: digest !== undefined,
      },
    ];
  });
}

/** The images of all stages, with defaults of arguments declared before them. */
function references(file: TextFile): ImageReference[] {
  const declared = [...file.text.matchAll(ARG)];
  return [...file.text.matchAll(FROM)].map(match => {
    const { image = '' } = match.groups!;
    const start = match.index + match[0].length - image.length;
    const variables = new Map<string, ImageReference>();
    for (const each of declared) {
      if (each.index > match.index) break;
      const { name = '', value = '', quote = '' } = each.groups!;
      const at = each.index + each[0].trimEnd().length - quote.length - value.length;
      variables.set(name, expanded(value, at, variables));
    }
    return expanded(image, start, variables);
  });
}

function expanded(text: string, start: number, known: ReadonlyMap<string, ImageReference>): ImageReference {
  let result = '';
  const offsets: number[] = [];
  const take = (from: number, to: number): void => {
    result += text.slice(from, to);
    for (let at = from; at < to; at++) offsets.push(start + at);
  };
  let at = 0;
  for (const match of text.matchAll(VARIABLE)) {
    const { braced, plain, fallback } = match.groups!;
    const value = known.get(braced ?? plain ?? '');
    take(at, match.index);
    at = match.index + match[0].length;
    if (value && (value.text !== '' || fallback === undefined)) {
      result += value.text;
      for (const offset of value.offsets) offsets.push(offset);
    } else if (fallback !== undefined) take(at - 1 - fallback.length, at - 1);
    else take(match.index, at);
  }
  take(at, text.length);
  return { text: result, offsets };
}

const isWritten = ({ offsets }: ImageReference): boolean =>
  offsets.every((offset, index) => index === 0 || offset === offsets[index - 1]! + 1);

/** The range of a part in the file; if its text comes from several places, the range that includes them. */
function rangeOf(file: TextFile, { offsets }: ImageReference, start: number, end: number): TextFileRange {
  const part = offsets.slice(start, end);
  const [from = offsets[start - 1]! + 1, to = from - 1] = [part[0], part.at(-1)];
  return { file, start: Math.min(from, to + 1), end: Math.max(from, to + 1) };
}
