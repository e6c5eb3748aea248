/** Which program a platform is made for, as far as its files tell. */
import { lockedProgram, programOfDockerfile, type Program } from '../../../common/program';
import type { TextFile } from '../../workspace/textFiles';
import type { Workspace } from '../../workspace/workspace';
import type { TrackedInput } from '../memoization/dependencyTracker';

/**
 * The lock file of OpenTofu's registry leaves no choice; that of Terraform's is also read by OpenTofu. Beyond that the image tells that
 * pipelines run in.
 *
 * @param lockFile text of `.terraform.lock.hcl`, '' where there is none
 * @param dockerfile text of the platform's Dockerfile, '' where there is none
 * @returns undefined where they do not tell, or one tells this and the other that
 */
export function platformProgram(lockFile: string, dockerfile: string): Program | undefined {
  const locked = lockedProgram(lockFile);
  if (locked === 'tofu') return 'tofu';
  const ofImage = programOfDockerfile(dockerfile);
  // Terraform may be a newer one than the image's: what they do differently is then not known.
  return locked === 'terraform' && ofImage === 'tofu' ? undefined : ofImage;
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
