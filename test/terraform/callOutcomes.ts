import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/**
 * What terraform says of one expression: its value as JSON, its type as in a state file, and whether it is sensitive. The message of
 * an error is empty where only writing the value as JSON failed.
 */
export type CallOutcome =
  | { readonly kind: 'value'; readonly json: string; readonly type: unknown; readonly sensitive: boolean }
  | { readonly kind: 'error'; readonly message: string };

/** Every expression on a line of its own after these, so that a line number tells which one an error is about. */
const LINES_BEFORE = 3;

/**
 * Asks a real terraform for the values of many expressions: one run for the values, one more for the messages of those that fail.
 *
 * @param expressions HCL text on one line, whose values are known
 * @param files further files of the root module, by name
 */
export async function callOutcomes(
  expressions: readonly string[],
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<CallOutcome[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'functions-'));
  try {
    for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
    await writeFile(path.join(folder, 'empty.tfrc'), '');
    const guarded = expressions.map(
      text => `try([for v in [${text}] : { v = v, j = nonsensitive(jsonencode(v)), s = issensitive(v) }], [])`,
    );
    await writeRoot(folder, guarded);
    const problems = await runTerraform(folder);
    const values = await readValues(folder, problems);
    const unguarded = expressions.map((text, i) => (values[i] ? 'null' : text));
    await writeRoot(folder, unguarded);
    const messages = await runTerraform(folder);
    return values.map((value, i) => value ?? { kind: 'error', message: messages.get(LINES_BEFORE + i + 1) ?? '' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One output for all: terraform evaluates each of its elements, and takes far longer over many outputs. */
async function writeRoot(folder: string, expressions: readonly string[]): Promise<void> {
  const lines = [
    'output "all" {',
    'sensitive = true',
    'value = [',
    ...expressions.map(text => `${text},`),
    ']',
    '}',
    '',
  ];
  await writeFile(path.join(folder, 'main.tf'), lines.join('\n'));
}

type Element = readonly [{ readonly j: string; readonly s: boolean }?];
type ElementType = readonly ['tuple', readonly [readonly ['object', { readonly v: unknown }]?]];

async function readValues(folder: string, problems: ReadonlyMap<number, string>): Promise<(CallOutcome | undefined)[]> {
  const state = JSON.parse(await readFile(path.join(folder, 'terraform.tfstate'), 'utf8')) as {
    readonly outputs: {
      readonly all?: { readonly value: readonly Element[]; readonly type: readonly ['tuple', readonly ElementType[]] };
    };
  };
  const { all } = state.outputs;
  if (!all) throw new Error(`terraform has no values: ${JSON.stringify([...problems])}`);
  return all.value.map(([element], i) => {
    const [type] = all.type[1][i]![1];
    return element && type && { kind: 'value', json: element.j, type: type[1].v, sensitive: element.s };
  });
}

/** Applies the root module; the messages of its errors by the line they are about. */
async function runTerraform(folder: string): Promise<Map<number, string>> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    TF_CLI_CONFIG_FILE: path.join(folder, 'empty.tfrc'),
  };
  const options = { cwd: folder, env, maxBuffer: 1 << 28 };
  const args = ['apply', '-json', '-auto-approve', '-input=false'];
  const { stdout } = await promisify(execFile)('terraform', args, options).catch((error: { stdout: string }) => error);
  const messages = new Map<number, string>();
  for (const line of stdout.split('\n')) {
    if (!line.includes('"diagnostic"')) continue;
    const { diagnostic } = JSON.parse(line) as { diagnostic?: { detail: string; range?: { start: { line: number } } } };
    if (diagnostic?.range) messages.set(diagnostic.range.start.line, diagnostic.detail);
  }
  return messages;
}
