import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Program } from '../../../common/program';
import { judgedBy } from './judgedBy';
import { programEnvironment } from './programEnvironment';

/** Terraform's result for an expression: its value as JSON, its type as in a state file, and whether it is sensitive. */
export interface ExpressionOutcome {
  readonly json: string;
  readonly type: unknown;
  readonly sensitive: boolean;
}

/** Number of expressions in one output. Both many outputs and long outputs are slow. */
const OUTPUT_SIZE = 40;

/**
 * Evaluates many expressions with one run of terraform.
 *
 * @param expressions HCL text, which can have several lines
 * @param locals HCL text by name
 * @returns undefined for an expression whose evaluation fails
 * @throws Error if terraform refuses the whole module
 */
export async function expressionOutcomes(
  expressions: readonly string[],
  locals: Readonly<Record<string, string>>,
  program: Program = judgedBy,
): Promise<(ExpressionOutcome | undefined)[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'expressions-'));
  try {
    const lines = Object.entries(locals).map(([name, text]) => `${name} = ${text}`);
    await writeFile(path.join(folder, 'locals.tf'), ['locals {', ...lines, '}', ''].join('\n'));
    for (let start = 0; start < expressions.length; start += OUTPUT_SIZE) {
      const elements = expressions.slice(start, start + OUTPUT_SIZE).map(guarded);
      const output = [`output "from_${start}" {`, 'sensitive = true', 'value = [', ...elements, ']', '}', ''];
      await writeFile(path.join(folder, `from_${start}.tf`), output.join('\n'));
    }
    await applyRoot(folder, program);
    const state = JSON.parse(await readFile(path.join(folder, 'terraform.tfstate'), 'utf8')) as State;
    return expressions.map((_, index) => outcomeIn(state, index));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Wraps a value in a list, so that its marks don't apply to the whole output. The list is empty if the evaluation fails. */
const guarded = (text: string): string =>
  `try([for v in [\n${text}\n] : { v = v, j = nonsensitive(jsonencode(v)), s = issensitive(v) }], []),`;

type ElementType = readonly ['tuple', readonly (readonly ['object', { readonly v: unknown }])[]];

interface State {
  readonly outputs: Readonly<
    Record<
      string,
      {
        readonly value: readonly (readonly [{ readonly j: string; readonly s: boolean }?])[];
        readonly type: readonly ['tuple', readonly ElementType[]];
      }
    >
  >;
}

function outcomeIn({ outputs }: State, index: number): ExpressionOutcome | undefined {
  const within = index % OUTPUT_SIZE;
  const output = outputs[`from_${index - within}`];
  const [element] = output?.value[within] ?? [];
  const [type] = output?.type[1][within]?.[1] ?? [];
  return element && type && { json: element.j, type: type[1].v, sensitive: element.s };
}

async function applyRoot(folder: string, program: Program): Promise<void> {
  const options = { cwd: folder, env: programEnvironment(folder), maxBuffer: 1 << 28 };
  const args = ['apply', '-no-color', '-auto-approve', '-input=false'];
  await promisify(execFile)(program, args, options).catch((error: { stdout: string; stderr: string }) => {
    throw new Error(`${program} refuses the expressions: ${error.stderr}`);
  });
}
