/** The image in which the pipeline runs: its version is the framework's, its variant depends on the clouds. */
import { isReleaseTag } from './answerRules';
import type { Cloud } from './cluster/clouds';

export const DOCKERFILE = 'Dockerfile';
/** Of the local mode that older versions have. */
export const LOCAL_DOCKERFILE = 'Dockerfile.loc';

const FRAMEWORK_LINE =
  /^(?<from>[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*)(?<image>(?:docker\.io\/)?kubestack\/framework|ghcr\.io\/kbst\/terraform-kubestack\/dev):(?<tag>\S+)(?<rest>.*)$/im;
const VARIANT = /-(?:eks|gke|aks|scw|kind)$/;

/** @param clouds of the platform's clusters; a single one has its own variant */
export const dockerfileText = (version: string, clouds: readonly Cloud[]): string =>
  `FROM ${imageOf(version)}:${version}${variantOf(clouds)}\n`;

/** Images of commits have another repository than released ones. */
const imageOf = (version: string): string =>
  isReleaseTag(version) ? 'kubestack/framework' : 'ghcr.io/kbst/terraform-kubestack/dev';

const variantOf = (clouds: readonly Cloud[]): string => (clouds.length === 1 ? `-${clouds[0]!.layout}` : '');

/** The text with the matching variant; unchanged if it has no framework image. */
export function withVariant(text: string, clouds: readonly Cloud[]): string {
  return text.replace(FRAMEWORK_LINE, (line, ...args) => {
    const { from, image, tag, rest } = args.at(-1) as Record<string, string>;
    // An image without a variant supports every cloud: that is a choice, and is kept.
    return VARIANT.test(tag!) ? `${from}${image}:${tag!.replace(VARIANT, '')}${variantOf(clouds)}${rest}` : line;
  });
}

/** The text with the variant of the only remaining cloud, also if the image had none. */
export function withOwnVariant(text: string, clouds: readonly Cloud[]): string {
  return text.replace(FRAMEWORK_LINE, (_line, ...args) => {
    const { from, image, tag, rest } = args.at(-1) as Record<string, string>;
    return `${from}${image}:${tag!.replace(VARIANT, '')}${variantOf(clouds)}${rest}`;
  });
}

/** The text with another version and the same variant. */
export function withVersion(text: string, version: string): string {
  return text.replace(FRAMEWORK_LINE, (_line, ...args) => {
    const { from, tag, rest } = args.at(-1) as Record<string, string>;
    return `${from}${imageOf(version)}:${version}${VARIANT.exec(tag!)?.[0] ?? ''}${rest}`;
  });
}
