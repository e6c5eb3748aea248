/** The program of a platform, according to its files. */
import { lockedProgram, programOfDockerfile, type Program } from '../../../common/program';
import type { TextFile } from '../../workspace/textFiles';
import type { Workspace } from '../../workspace/workspace';
import type { TrackedInput } from '../memoization/dependencyTracker';

/**
 * A lock file of OpenTofu's registry decides; one of Terraform's registry is also read by OpenTofu. Otherwise the image of the pipelines decides.
 *
 * @param lockFile text of `.terraform.lock.hcl`, '' if there is none
 * @param dockerfile text of the platform's Dockerfile, '' if there is none
 * @returns undefined if they don't say, or contradict each other
 */
export function platformProgram(lockFile: string, dockerfile: string): Program | undefined {
  const locked = lockedProgram(lockFile);
  if (locked === 'tofu') return 'tofu';
  const ofImage = programOfDockerfile(dockerfile);
  // Terraform may be newer than the image's: results that differ between the programs are then unknown.
  return locked === 'terraform' && ofImage === 'tofu' ? undefined : ofImage;
}

/** The program of the platform in a folder, recomputed after changes. */
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
