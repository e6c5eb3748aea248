/** The image that the pipeline runs the platform in: its version is the framework's, its variant that of the clouds. */
import { isReleaseTag } from './answerRules';
import type { Cloud } from './cluster/clouds';

export const DOCKERFILE = 'Dockerfile';
/** Of the local mode that older versions have. */
export const LOCAL_DOCKERFILE = 'Dockerfile.loc';

const FRAMEWORK_LINE =
  /^(?<from>[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*)(?<image>(?:docker\.io\/)?kubestack\/framework|ghcr\.io\/kbst\/terraform-kubestack\/dev):(?<tag>\S+)(?<rest>.*)$/im;
const VARIANT = /-(?:eks|gke|aks|scw|kind)$/;

/** @param clouds of the platform's clusters; one alone has an image of its own */
export const dockerfileText = (version: string, clouds: readonly Cloud[]): string =>
  `FROM ${imageOf(version)}:${version}${variantOf(clouds)}\n`;

/** Images of commits are not among the released ones. */
const imageOf = (version: string): string =>
  isReleaseTag(version) ? 'kubestack/framework' : 'ghcr.io/kbst/terraform-kubestack/dev';

const variantOf = (clouds: readonly Cloud[]): string => (clouds.length === 1 ? `-${clouds[0]!.layout}` : '');

/** The text with the variant that fits the clouds; as it is where it names no image of the framework. */
export function withVariant(text: string, clouds: readonly Cloud[]): string {
  return text.replace(FRAMEWORK_LINE, (line, ...args) => {
    const { from, image, tag, rest } = args.at(-1) as Record<string, string>;
    // Without a variant the image serves every cloud: that is a choice, and stays.
    return VARIANT.test(tag!) ? `${from}${image}:${tag!.replace(VARIANT, '')}${variantOf(clouds)}${rest}` : line;
  });
}

/** The text with the variant of the only cloud that is left, also where several had an image without one. */
export function withOwnVariant(text: string, clouds: readonly Cloud[]): string {
  return text.replace(FRAMEWORK_LINE, (_line, ...args) => {
    const { from, image, tag, rest } = args.at(-1) as Record<string, string>;
    return `${from}${image}:${tag!.replace(VARIANT, '')}${variantOf(clouds)}${rest}`;
  });
}

/** The text with another version, the variant kept. */
export function withVersion(text: string, version: string): string {
  return text.replace(FRAMEWORK_LINE, (_line, ...args) => {
    const { from, tag, rest } = args.at(-1) as Record<string, string>;
    return `${from}${imageOf(version)}:${version}${VARIANT.exec(tag!)?.[0] ?? ''}${rest}`;
  });
}
