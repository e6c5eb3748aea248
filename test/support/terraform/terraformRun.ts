import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { ExactJson } from './effectiveValues';
import { parseExactJson } from './exactJson';
import { judgedBy } from './judgedBy';
import { programEnvironment } from './programEnvironment';

/** An error of terraform. `file` is relative to the root module, and `line` is one-based. Both are absent for errors without a location. */
export interface TerraformError {
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
}

export type TerraformResult =
  { readonly outputs: Readonly<Record<string, ExactJson>> } | { readonly errors: readonly TerraformError[] };

/**
 * Applies a root module without resources in one workspace and reads its outputs: one process, about 0.1 s.
 *
 * @param folder the root module; its local modules must be listed in `.terraform/modules/modules.json`
 * @param workspace created if it does not exist
 * @throws Error if terraform can't be started, or fails without an error message
 */
export async function evaluateOutputs(folder: string, workspace: string): Promise<TerraformResult> {
  const stateFolder = workspace === 'default' ? folder : path.join(folder, 'terraform.tfstate.d', workspace);
  const state = path.join(stateFolder, 'terraform.tfstate');
  await mkdir(stateFolder, { recursive: true });
  await rm(state, { force: true });
  const lines = await run(folder, workspace);
  const errors = lines.flatMap(readError);
  if (errors.length > 0) return { errors };
  if (!existsSync(state)) return { outputs: {} };
  const { outputs } = parseExactJson(await readFile(state, 'utf8')) as {
    outputs: Record<string, { value: ExactJson }>;
  };
  return { outputs: Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, output.value])) };
}

function run(folder: string, workspace: string): Promise<string[]> {
  const env = { ...programEnvironment(folder), TF_WORKSPACE: workspace };
  const options = { cwd: folder, maxBuffer: 1 << 28, env };
  return new Promise((resolve, reject) => {
    execFile(judgedBy, ['apply', '-json', '-auto-approve', '-input=false'], options, (error, stdout, stderr) => {
      const lines = stdout.split('\n').filter(line => line !== '');
      if (error !== null && !lines.some(line => line.includes('"diagnostic"'))) {
        reject(new Error(`${judgedBy}: ${error.message}\n${stderr}\n${stdout}`));
      } else resolve(lines);
    });
  });
}

interface Message {
  readonly type?: string;
  readonly diagnostic?: {
    readonly severity: string;
    readonly summary: string;
    readonly detail: string;
    readonly range?: { readonly filename: string; readonly start: { readonly line: number } };
  };
}

function readError(line: string): TerraformError[] {
  if (!line.startsWith('{')) return [];
  const { diagnostic } = JSON.parse(line) as Message;
  if (diagnostic?.severity !== 'error') return [];
  const message = `${diagnostic.summary}: ${diagnostic.detail}`;
  if (diagnostic.range === undefined) return [{ message }];
  return [{ message, file: diagnostic.range.filename, line: diagnostic.range.start.line }];
}
