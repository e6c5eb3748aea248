/** Prepares the platform's image for a run: builds it and detects the program in it. */
import * as path from 'node:path';
import { RepositoryFiles } from '../../node/repositoryFiles';
import { describeCommand, runProcess, type CommandLimits, type CommandSpec } from './commandRun';
import { buildArguments, containerEnvironment } from './docker';
import { programOfDockerfile } from '../../../common/program';
import { judgeVersion, locateExecutable } from './executable';
import { OutputText } from '../output/outputText';
import type { Failed, Interrupted } from './planOutcome';
import type { RunContext } from './planRun';
import type { ContainerRequest } from './runRequest';
import { failureOf, interruption } from './workspaceCheck';

type Shared = Omit<RunContext, 'site' | 'executable'>;

/**
 * @param folder absolute path of the root module.
 * @returns the run's execution environment, or the failure: docker is missing, not running, or can't build the image.
 */
export async function containerFor(
  request: ContainerRequest,
  folder: string,
  shared: Shared,
): Promise<RunContext | Failed | Interrupted> {
  const docker = await locateExecutable({ setting: 'docker', folder, environment: shared.variables });
  // The setting for the program doesn't apply to docker.
  if ('problem' in docker) return { kind: 'executable', problem: { kind: 'notFound', wanted: ['docker'] } };
  const product = programOfDockerfile((await RepositoryFiles.around(folder).text(request.dockerfile)) ?? '') ?? 'tofu';
  const image = imageName(request.dockerfile);
  const build = await runQuietly(
    {
      file: docker.file,
      arguments: buildArguments(request, image),
      cwd: path.dirname(request.dockerfile),
      environment: shared.variables,
    },
    shared,
  );
  if ('kind' in build) return build;
  const site = containerEnvironment({
    ...request,
    ...{ docker: docker.file, product, folder, image, environment: shared.variables, storage: shared.storage },
    name: `kubestack-${path.basename(shared.storage).toLowerCase()}`,
    ...(process.getuid && process.getgid && { user: { uid: process.getuid(), gid: process.getgid() } }),
  });
  const version = await runQuietly(site.command(['version'], { CHECKPOINT_DISABLE: '1' }), shared);
  if ('kind' in version) return version;
  const answer = judgeVersion(`${image}: ${product}`, version.text);
  if ('problem' in answer) return { kind: 'executable', problem: answer.problem };
  return { ...shared, site, executable: answer.executable };
}

/** The image's name is stable per platform, so that a rebuild replaces it. */
function imageName(dockerfile: string): string {
  const name = path
    .basename(path.dirname(dockerfile))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `kubestack-platform-${name === '' ? 'root' : name}`;
}

async function runQuietly(
  command: CommandSpec,
  { onEvent, signal, timeout }: Pick<Shared, 'onEvent'> & CommandLimits,
): Promise<{ text: string } | Failed | Interrupted> {
  onEvent({ kind: 'command', line: describeCommand(command) });
  const text = new OutputText();
  const result = await runProcess(command, {
    onStdout: chunk => text.push(chunk),
    onStderr: line => onEvent({ kind: 'output', line }),
    signal,
    timeout,
  });
  const stopped = interruption(result);
  if (stopped) return stopped;
  return result.exitCode === 0 ? { text: text.toString() } : failureOf(result, []);
}
