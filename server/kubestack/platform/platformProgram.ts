/** Which program a platform is made for, as far as its files tell. */
import type { Program } from '../../hcl/program';
import type { TextFile } from '../../workspace/textFiles';
import type { Workspace } from '../../workspace/workspace';
import type { TrackedInput } from '../memoization/dependencyTracker';

const REGISTRY = /^\s*provider\s+"registry\.(opentofu\.org|terraform\.io)\//gm;
const IMAGE = /^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*(\S+)/gim;
/** The last release whose image has Terraform: 1.5. Later images, and those of commits, have OpenTofu. */
const LAST_WITH_TERRAFORM = [0, 19, 2];

/**
 * The lock file of OpenTofu's registry leaves no choice; that of Terraform's is also read by OpenTofu. Beyond that the image tells that
 * pipelines run in.
 *
 * @param lockFile text of `.terraform.lock.hcl`, '' where there is none
 * @param dockerfile text of the platform's Dockerfile, '' where there is none
 * @returns undefined where they do not tell, or one tells this and the other that
 */
export function platformProgram(lockFile: string, dockerfile: string): Program | undefined {
  const registries = new Set([...lockFile.matchAll(REGISTRY)].map(match => match[1]));
  const locked = registries.size === 1 ? (registries.has('opentofu.org') ? 'tofu' : 'terraform') : undefined;
  if (locked === 'tofu') return 'tofu';
  const ofImage = programOfDockerfile(dockerfile);
  // Terraform may be a newer one than the image's: what they do differently is then not known.
  return locked === 'terraform' && ofImage === 'tofu' ? undefined : ofImage;
}

function programOfDockerfile(dockerfile: string): Program | undefined {
  const images = [...dockerfile.matchAll(IMAGE)].map(match => match[1] ?? '');
  return images.map(programOfImage).find(program => program !== undefined);
}

/** The program that an image of the framework has; undefined for other images, and where its name does not tell. */
export function programOfImage(image: string): Program | undefined {
  const release = /(?:^|\/)kubestack\/framework:v(\d+)\.(\d+)\.(\d+)/i.exec(image)?.slice(1).map(Number);
  if (release) return isAfter(release, LAST_WITH_TERRAFORM) ? 'tofu' : 'terraform';
  return /\/terraform-kubestack\/dev:/i.test(image) ? 'tofu' : undefined;
}

function isAfter(release: readonly number[], other: readonly number[]): boolean {
  const at = release.findIndex((part, index) => part !== other[index]);
  return at >= 0 && release[at]! > other[at]!;
}

/** The program of the platform in a folder; it is asked again whenever something has changed. */
export function platformProgramSource({ texts }: Workspace, rootUri: string): TrackedInput<Program | undefined> {
  let seen:
    { lockFile: TextFile | undefined; dockerfile: TextFile | undefined; program: Program | undefined } | undefined;
  return {
    current: () => {
      const lockFile = texts.file(`${rootUri}/.terraform.lock.hcl`);
      const dockerfile = texts.file(`${rootUri}/Dockerfile`);
      if (!seen || seen.lockFile !== lockFile || seen.dockerfile !== dockerfile)
        seen = { lockFile, dockerfile, program: platformProgram(lockFile?.text ?? '', dockerfile?.text ?? '') };
      return seen.program;
    },
  };
}
