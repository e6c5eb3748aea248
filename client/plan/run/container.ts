/** Prepares the platform's image for a run: builds it and detects the program in it. */
import * as path from 'node:path';
import { RepositoryFiles } from '../../../common/node/repositoryFiles';
import { describeCommand, runProcess, type CommandLimits, type CommandSpec } from './commandRun';
import { buildArguments, containerEnvironment, HOME_FOLDER, inspectArguments } from './docker';
import { fits } from '../../../common/shape';
import { programOfDockerfile } from '../../../common/program';
import { judgeVersion, locateExecutable } from './executable';
import { OutputText } from '../output/outputText';
import type { Failed, Interrupted } from './planOutcome';
import type { RunContext } from './planRun';
import type { ContainerRequest } from './runRequest';
import { failureOf, interruption } from './workspaceCheck';

type Shared = Omit<RunContext, 'execution' | 'executable'>;

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
  const files = RepositoryFiles.around(folder);
  const product = programOfDockerfile((await files.text(request.dockerfile)) ?? '') ?? 'tofu';
  const image = imageName(request.dockerfile);
  const run = (parameters: string[]) =>
    runQuietly(
      {
        file: docker.file,
        arguments: parameters,
        cwd: path.dirname(request.dockerfile),
        environment: shared.variables,
      },
      shared,
    );
  const build = await run(buildArguments(request, image));
  if ('kind' in build) return build;
  const inspection = await run(inspectArguments(image));
  if ('kind' in inspection) return inspection;
  const execution = containerEnvironment({
    ...request,
    ...{ docker: docker.file, product, folder, image, environment: shared.variables, storage: shared.storage },
    entrypoint: entrypointIn(inspection.text),
    hasHome: (await files.list(folder)).some(entry => entry.name === HOME_FOLDER && entry.isDirectory()),
    name: `kubestack-${path.basename(shared.storage).toLowerCase()}`,
    ...(process.getuid && process.getgid && { user: { uid: process.getuid(), gid: process.getgid() } }),
  });
  const version = await runQuietly(execution.command(['version'], { CHECKPOINT_DISABLE: '1' }), shared);
  if ('kind' in version) return version;
  const answer = judgeVersion(`${image}: ${product}`, version.text);
  if ('problem' in answer) return { kind: 'executable', problem: answer.problem };
  return { ...shared, execution, executable: answer.executable };
}

/** @param text JSON: `null` without an entrypoint. */
function entrypointIn(text: string): string[] {
  try {
    const parsed: unknown = JSON.parse(text);
    return fits(parsed, ['string']) ? (parsed as string[]) : [];
  } catch {
    return [];
  }
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
