/** Finds the program, tofu or terraform, and checks that it has the required features. */
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import * as path from 'node:path';
import { findProgram } from '../../../common/node/findProgram';
import { RepositoryFiles } from '../../../common/node/repositoryFiles';
import { isBatchFile } from '../../processes/batchFile';
import { runProcess } from './commandRun';
import type { Executable, ExecutableProblem, StartFailure } from './planOutcome';
import { compareVersions } from '../../../common/compareVersions';
import { MINIMUM_VERSIONS, preferredPrograms, terraformVersion, type Program } from '../../../common/program';

const INIT_JSON_SINCE: Readonly<Record<Program, string>> = { terraform: '1.9.0', tofu: '1.8.0' };

export interface ExecutableQuery {
  /** `kubestack.terraform.path`: '', a name, or a path; `~/` is the user's home, relative paths start at the folder. */
  setting: string;
  /** Absolute path of the root module. */
  folder: string;
  environment: NodeJS.ProcessEnv;
  system?: NodeJS.Platform;
}

/** A program, or the reason why there is none. */
export type ExecutableResult = { executable: Executable } | { problem: ExecutableProblem };

/**
 * @returns the program to use, or the reason why there is none. Only absolute entries of PATH are searched, so that a file in the workspace is never
 * used.
 */
export async function findExecutable(question: ExecutableQuery): Promise<ExecutableResult> {
  const located = await locateExecutable(question);
  return 'file' in located ? identify(located.file, question) : located;
}

/** Finds the program without starting it. @returns its absolute path */
export async function locateExecutable(
  question: ExecutableQuery,
): Promise<{ file: string } | { problem: ExecutableProblem }> {
  const system = question.system ?? process.platform;
  const wanted = await wantedPrograms(question);
  for (const program of wanted) {
    const file = await locate(program, question, system);
    if (file !== undefined) return { file };
  }
  const bySetting = question.setting.trim() !== '';
  return { problem: { kind: 'notFound', wanted, ...(bySetting && { bySetting }) } };
}

async function wantedPrograms({ setting, folder }: ExecutableQuery): Promise<string[]> {
  if (setting.trim() !== '') return [setting.trim()];
  const files = RepositoryFiles.around(folder);
  const textOf = async (name: string) => (await files.text(path.join(folder, name))) ?? '';
  return preferredPrograms(await textOf('.terraform.lock.hcl'), await textOf('Dockerfile'));
}

async function locate(
  program: string,
  { folder, environment }: ExecutableQuery,
  system: NodeJS.Platform,
): Promise<string | undefined> {
  const home = environment[system === 'win32' ? 'USERPROFILE' : 'HOME'] ?? homedir();
  const expanded = /^~[/\\]/.test(program) ? path.join(home, program.slice(2)) : program;
  const found = await findProgram(expanded, folder, environment, system);
  if (found !== undefined || !/[/\\]/.test(expanded)) return found;
  // A program in the setting is used or reported without searching for another one.
  const named = path.resolve(folder, expanded);
  return (await exists(named)) ? named : undefined;
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

/**
 * Runs `version` in the folder, since version managers select the version by folder. `version -json` returns the name terraform for both products, so
 * the plain text is used.
 */
export async function identify(
  file: string,
  { folder, environment }: Pick<ExecutableQuery, 'folder' | 'environment'>,
): Promise<ExecutableResult> {
  if (isBatchFile(file)) {
    return { problem: { kind: 'notStartable', path: file, why: 'batchFile' } };
  }
  let text = '';
  const result = await runProcess(
    { file, arguments: ['version'], cwd: folder, environment: { ...environment, CHECKPOINT_DISABLE: '1' } },
    {
      onStdout: chunk => void (text = (text + chunk.toString('utf8')).slice(0, 4096)),
      signal: AbortSignal.timeout(10_000),
      timeout: { interrupt: 500, terminate: 500 },
    },
  );
  if (result.startError !== undefined) {
    return { problem: { kind: 'notStartable', path: file, why: await whyNotStartable(file, result.startError) } };
  }
  return result.cancelled ? { problem: { kind: 'wrongProgram', path: file } } : judgeVersion(file, text);
}

/** @param message of the operating system. */
async function whyNotStartable(file: string, message: string): Promise<StartFailure> {
  if (
    await stat(file).then(
      found => found.isDirectory(),
      () => false,
    )
  )
    return 'folder';
  if (/\bEACCES\b/.test(message)) return 'permission';
  return /\b(?:ENOEXEC|EFTYPE)\b/.test(message) ? 'format' : { message };
}

/** @param text output of `version`. */
export function judgeVersion(file: string, text: string): ExecutableResult {
  const found = terraformVersion(text);
  if (!found) return { problem: { kind: 'wrongProgram', path: file } };
  const { product, version } = found;
  const minimum = MINIMUM_VERSIONS[product];
  if (compareVersions(version, minimum) < 0) {
    return { problem: { kind: 'tooOld', path: file, product, version, minimum, missingFeatures: missingIn(version) } };
  }
  return {
    executable: { path: file, product, version, initJson: compareVersions(version, INIT_JSON_SINCE[product]) >= 0 },
  };
}

/** Required features that the version lacks, as named in its changelog. */
function missingIn(version: string): string[] {
  const since: [string, string][] = [
    ['0.15.3', 'plan -json'],
    ['1.0.0', 'init -lockfile=readonly'],
    ['1.0.5', 'replace_paths'],
    ['1.1.0', 'moved blocks'],
  ];
  return since.filter(([first]) => compareVersions(version, first) < 0).map(([, feature]) => feature);
}
