import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Program } from '../../../common/program';
import { judgedBy } from './judgedBy';
import { programEnvironment } from './programEnvironment';

/**
 * Terraform's result for one expression: its value as JSON, its type as in a state file, and whether it is sensitive. The message of an
 * error is empty if only writing the value as JSON failed.
 */
export type CallOutcome =
  | { readonly kind: 'value'; readonly json: string; readonly type: unknown; readonly sensitive: boolean }
  | { readonly kind: 'error'; readonly message: string };

/** Number of expressions in one output. Each output has its own file, since terraform reads the whole file again for every error in it. */
const OUTPUT_SIZE = 40;
/** Every expression is on a separate line after these, so that the line number of an error identifies it. */
const LINES_BEFORE = 3;

/**
 * Evaluates many expressions with terraform: one run for the values, and another one for the error messages.
 *
 * @param expressions HCL text on one line; their values must be known
 * @param files other files of the root module, by name
 */
export async function callOutcomes(
  expressions: readonly string[],
  files: Readonly<Record<string, string | Uint8Array>> = {},
  program: Program = judgedBy,
): Promise<CallOutcome[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'functions-'));
  try {
    for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
    const guarded = expressions.map(
      text => `try([for v in [${text}] : { v = v, j = nonsensitive(jsonencode(v)), s = issensitive(v) }], [])`,
    );
    await writeRoot(folder, guarded);
    const problems = await runTerraform(folder, program);
    if (problems.size > 0) throw new Error(`terraform has no values: ${JSON.stringify([...problems])}`);
    const values = await readValues(folder, expressions.length);
    const unguarded = expressions.map((text, i) => (values[i] ? 'null' : text));
    await writeRoot(folder, unguarded);
    const messages = await runTerraform(folder, program);
    return values.map((value, i) => value ?? { kind: 'error', message: messages.get(i) ?? '' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Puts many expressions into one output: terraform evaluates all of its elements even if some fail, and separate outputs are much slower. */
async function writeRoot(folder: string, expressions: readonly string[]): Promise<void> {
  for (let start = 0; start < expressions.length; start += OUTPUT_SIZE) {
    const part = expressions.slice(start, start + OUTPUT_SIZE).map(text => `${text},`);
    const lines = [`output "from_${start}" {`, 'sensitive = true', 'value = [', ...part, ']', '}', ''];
    await writeFile(path.join(folder, `from_${start}.tf`), lines.join('\n'));
  }
}

type Element = readonly [{ readonly j: string; readonly s: boolean }?];
type ElementType = readonly ['tuple', readonly (readonly ['object', { readonly v: unknown }])[]];

interface Output {
  readonly value: readonly Element[];
  readonly type: readonly ['tuple', readonly ElementType[]];
}

async function readValues(folder: string, count: number): Promise<(CallOutcome | undefined)[]> {
  const text = await readFile(path.join(folder, 'terraform.tfstate'), 'utf8');
  const { outputs } = JSON.parse(text) as { readonly outputs: Readonly<Record<string, Output>> };
  return Array.from({ length: count }, (_, i) => {
    const within = i % OUTPUT_SIZE;
    const output = outputs[`from_${i - within}`];
    const [element] = output?.value[within] ?? [];
    const [type] = output?.type[1][within]?.[1] ?? [];
    if (!element || !type) return undefined;
    return { kind: 'value', json: element.j, type: type[1].v, sensitive: element.s };
  });
}

/** Applies the root module. @returns error messages by index of the expression */
async function runTerraform(folder: string, program: Program): Promise<Map<number, string>> {
  const options = { cwd: folder, env: programEnvironment(folder), maxBuffer: 1 << 28 };
  const args = ['apply', '-json', '-auto-approve', '-input=false'];
  const { stdout } = await promisify(execFile)(program, args, options).catch((error: { stdout: string }) => error);
  const messages = new Map<number, string>();
  for (const line of stdout.split('\n')) {
    if (!line.includes('"diagnostic"')) continue;
    const { diagnostic } = JSON.parse(line) as Message;
    const start = /^from_(\d+)\.tf$/.exec(diagnostic?.range?.filename ?? '')?.[1];
    if (diagnostic?.range && start) {
      const index = Number(start) + diagnostic.range.start.line - LINES_BEFORE - 1;
      messages.set(index, diagnostic.detail);
    }
  }
  return messages;
}

interface Message {
  readonly diagnostic?: {
    readonly detail: string;
    readonly range?: { readonly filename: string; readonly start: { readonly line: number } };
  };
}
