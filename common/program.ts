/** Terraform or OpenTofu. */
export type Program = 'terraform' | 'tofu';

export const PROGRAM_NAMES: Readonly<Record<Program, string>> = { terraform: 'Terraform', tofu: 'OpenTofu' };

const REGISTRY = /^[ \t]*provider\s+"registry\.(opentofu\.org|terraform\.io)\//gm;
const IMAGE = /^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*(\S+)/gim;
/** The last framework release with Terraform (1.5) in its image. Later images, and images of commits, contain OpenTofu. */
const LAST_WITH_TERRAFORM = [0, 19, 2];

/**
 * The version of Terraform in the images of releases, from a release on. Source: `TERRAFORM_VERSION` in `oci/Dockerfile` of the framework at each tag.
 */
const TERRAFORM_OF_IMAGES: readonly (readonly [release: readonly [number, number, number], version: string])[] = [
  [[0, 19, 2], '1.5.7'],
  [[0, 19, 0], '1.5.3'],
  [[0, 18, 2], '1.4.4'],
  [[0, 18, 1], '1.3.7'],
  [[0, 18, 0], '1.3.5'],
  [[0, 17, 1], '1.2.5'],
  [[0, 16, 3], '1.1.9'],
  [[0, 16, 0], '1.0.11'],
  [[0, 14, 1], '0.15.1'],
];

/** Minimum versions that support `plan -json`, drift, moves and the paths that force a replacement. */
export const MINIMUM_VERSIONS: Readonly<Record<Program, string>> = { terraform: '1.1.0', tofu: '1.6.0' };

/**
 * Programs that a platform can use, in order of preference. The registry in the lock file determines the program, since the other program uses
 * another registry. The image is only a preference.
 *
 * @param lockFile text of `.terraform.lock.hcl`; '' if it does not exist
 * @param dockerfile text of the platform's Dockerfile; '' if it does not exist
 */
export function preferredPrograms(lockFile: string, dockerfile: string): Program[] {
  const locked = lockedProgram(lockFile);
  if (locked) return [locked];
  return programOfDockerfile(dockerfile) === 'terraform' ? ['terraform', 'tofu'] : ['tofu', 'terraform'];
}

/** @param text output of `version` (not of `version -json`, which is equal for both programs). @returns undefined for other programs */
export function terraformVersion(text: string): { product: Program; version: string } | undefined {
  const match = /^(Terraform|OpenTofu) v(\d+\.\d+\.\d+\S*)/m.exec(text);
  return match ? { product: match[1] === 'OpenTofu' ? 'tofu' : 'terraform', version: match[2] ?? '' } : undefined;
}

/**
 * Determines the program by the registries in a lock file.
 * @param lockFile text of `.terraform.lock.hcl`; '' if it does not exist
 * @returns undefined if the file contains neither registry, or both
 */
export function lockedProgram(lockFile: string): Program | undefined {
  const registries = new Set([...lockFile.matchAll(REGISTRY)].map(match => match[1]));
  if (registries.size !== 1) return undefined;
  return registries.has('opentofu.org') ? 'tofu' : 'terraform';
}

/**
 * Determines the program by the first framework image in a Dockerfile.
 * @param dockerfile its text; '' if it does not exist
 */
export function programOfDockerfile(dockerfile: string): Program | undefined {
  const image = frameworkImage(dockerfile);
  return image === undefined ? undefined : programOfImage(image);
}

/** The first image of the framework in a Dockerfile; undefined if it has none. */
export const frameworkImage = (dockerfile: string): string | undefined =>
  [...dockerfile.matchAll(IMAGE)].map(match => match[1] ?? '').find(image => programOfImage(image) !== undefined);

/** The program in an image of the framework; undefined for other images, and if the image's name does not determine it. */
export function programOfImage(image: string): Program | undefined {
  const release = releaseOfImage(image);
  if (release) return isAfter(release, LAST_WITH_TERRAFORM) ? 'tofu' : 'terraform';
  return /\/terraform-kubestack\/dev:/i.test(image) ? 'tofu' : undefined;
}

/**
 * The version of Terraform in the first framework image in a Dockerfile; undefined if the image has OpenTofu, or its version isn't known.
 * @param dockerfile its text
 */
export function terraformOfDockerfile(dockerfile: string): string | undefined {
  const image = frameworkImage(dockerfile);
  const release = image === undefined ? undefined : releaseOfImage(image);
  if (!release || isAfter(release, LAST_WITH_TERRAFORM)) return undefined;
  return TERRAFORM_OF_IMAGES.find(([since]) => !isAfter(since, release))?.[1];
}

const releaseOfImage = (image: string): number[] | undefined =>
  /(?:^|\/)kubestack\/framework:v(\d+)\.(\d+)\.(\d+)/i.exec(image)?.slice(1).map(Number);

function isAfter(release: readonly number[], other: readonly number[]): boolean {
  const at = release.findIndex((part, index) => part !== other[index]);
  return at >= 0 && release[at]! > other[at]!;
}
