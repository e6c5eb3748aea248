/**
 * The programs that `manifests` and `compare --manifests` run: Terraform or OpenTofu with the kustomization provider, or else kustomize or
 * kubectl. No other command starts a program, and the language server starts none at all.
 */
import { t } from '../../common/localization';
import { spawn } from 'node:child_process';
import { availableParallelism, tmpdir } from 'node:os';
import { compareVersions } from '../../common/compareVersions';
import { manifestDocuments } from '../../common/manifests/manifestYaml';
import type { ProgramResult, RenderingHost } from '../../common/manifests/renderingHost';
import { providerTarget, renderingFiles } from '../../common/node/renderingFiles';
import { MINIMUM_VERSIONS, preferredPrograms, terraformVersion } from '../../common/program';

/** Time limit of one program, in milliseconds. */
const RUN_TIMEOUT_MS = 5 * 60_000;
/** Limit of a program's output, in bytes. */
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/** @param environment of the process. Programs are found only on its PATH; no setting of the repository can name one. */
export function commandLineHost(environment: NodeJS.ProcessEnv): RenderingHost {
  const files = renderingFiles(tmpdir(), environment);
  return {
    ...files,
    cores: availableParallelism(),
    target: providerTarget(process.platform, process.arch),
    run: (file, parameters, { folder, variables }) => runProgram(file, parameters, folder, variables),
    parseYaml: manifestDocuments,
    terraformFor: async folder => {
      const lockFile = await files.textOf(files.join(folder, '.terraform.lock.hcl'));
      const products = preferredPrograms(lockFile, await files.textOf(files.join(folder, 'Dockerfile')));
      let problem = t('{0} was not found on the PATH.', products.join(' or '));
      for (const product of products) {
        const file = await files.locate(product);
        if (file === undefined) continue;
        const { stdout } = await runProgram(file, ['version'], folder, { ...environment, CHECKPOINT_DISABLE: '1' });
        const found = terraformVersion(stdout);
        if (found && compareVersions(found.version, MINIMUM_VERSIONS[found.product]) >= 0) return { file };
        problem = found
          ? t('{0} is version {1}; {2} or newer is needed.', file, found.version, MINIMUM_VERSIONS[found.product])
          : t('{0} is neither Terraform nor OpenTofu.', file);
      }
      return { problem };
    },
  };
}

function runProgram(
  file: string,
  parameters: readonly string[],
  folder: string,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, parameters, {
      cwd: folder,
      env: { ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let size = 0;
    const failed = (message: string): void => {
      child.kill('SIGKILL');
      reject(new Error(message));
    };
    const late = setTimeout(
      () => failed(t('{0} takes longer than {1} minutes.', file, RUN_TIMEOUT_MS / 60_000)),
      RUN_TIMEOUT_MS,
    );
    const take = (into: Buffer[]) => (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_OUTPUT_BYTES) failed(t('{0} prints more than {1} MB.', file, MAX_OUTPUT_BYTES / 1024 / 1024));
      else into.push(chunk);
    };
    child.stdout.on('data', take(stdout));
    child.stderr.on('data', take(stderr));
    child.once('error', error => {
      clearTimeout(late);
      resolve({ exitCode: -1, stdout: '', stderr: error.message });
    });
    child.once('close', code => {
      clearTimeout(late);
      const text = (chunks: Buffer[]): string => Buffer.concat(chunks).toString('utf8');
      resolve({ exitCode: code ?? -1, stdout: text(stdout), stderr: text(stderr) });
    });
  });
}
