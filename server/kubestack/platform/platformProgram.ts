/** The program of a platform and its versions, according to its files. */
import { lockedProgram, programOfDockerfile, type Program } from '../../../common/program';
import { programVersion, type ProgramVersion } from '../../../common/programVersion';
import { findAttribute } from '../../workspace/declarations';
import type { ModuleFolder } from '../../workspace/moduleFolder';
import type { TextFile } from '../../workspace/textFiles';
import type { Workspace } from '../../workspace/workspace';
import type { TrackedInput } from '../memoization/dependencyTracker';
import { literalText } from '../modules/literalText';

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

/** The program of the platform in a folder with its versions, recomputed after changes. */
export function platformProgramSource(workspace: Workspace, rootUri: string): TrackedInput<ProgramVersion> {
  const { texts } = workspace;
  let seen:
    | {
        lockFile: TextFile | undefined;
        dockerfile: TextFile | undefined;
        constraints: string;
        version: ProgramVersion;
      }
    | undefined;
  return {
    current: () => {
      const lockFile = texts.file(`${rootUri}/.terraform.lock.hcl`);
      const dockerfile = texts.file(`${rootUri}/Dockerfile`);
      const constraints = constraintsOf(workspace.folder(rootUri));
      const key = JSON.stringify(constraints);
      if (!seen || seen.lockFile !== lockFile || seen.dockerfile !== dockerfile || seen.constraints !== key) {
        const program = platformProgram(lockFile?.text ?? '', dockerfile?.text ?? '');
        const accepted = constraints.flatMap(([of, text]) => (of === program || of === 'both' ? [text] : []));
        const version = programVersion(program, dockerfile?.text ?? '', accepted);
        // The same object as long as the version is the same.
        const isSame = JSON.stringify(version) === JSON.stringify(seen?.version);
        seen = { lockFile, dockerfile, constraints: key, version: seen && isSame ? seen.version : version };
      }
      return seen.version;
    },
  };
}

/** The constraints of the root module: `required_version`, and since OpenTofu 1.12 `language { compatible_with { opentofu = … } }`. */
function constraintsOf(folder: ModuleFolder | undefined): (readonly ['both' | 'tofu', string])[] {
  const required = (folder?.declarations('terraform', '') ?? []).flatMap(({ block }) => {
    const text = literalText(findAttribute(block, 'required_version')?.value);
    return text === undefined ? [] : [['both', text] as const];
  });
  const compatible = (folder?.declarations('language', '') ?? []).flatMap(({ block }) =>
    block.body.flatMap(entry => {
      const isCompatible = entry.kind === 'block' && entry.type === 'compatible_with';
      const text = isCompatible ? literalText(findAttribute(entry, 'opentofu')?.value) : undefined;
      return text === undefined ? [] : [['tofu', text] as const];
    }),
  );
  return [...required, ...compatible];
}
