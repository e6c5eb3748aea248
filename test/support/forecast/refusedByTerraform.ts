/** Asks Terraform which values of arguments a provider refuses: the stub provider, with the rules of the facts. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stubSchema, type FactsFile } from './stubSchema';

const PER_FILE = 20;

interface ArgumentValue {
  readonly type: string;
  readonly path: string;
  readonly value: string | number;
  /** The type of the argument in the facts. */
  readonly kind: string;
}

interface Validation {
  readonly diagnostics: readonly {
    readonly severity: string;
    readonly summary: string;
    readonly range?: { readonly filename: string; readonly start: { readonly line: number } };
  }[];
}

/** The indexes of the values that `terraform validate` refuses, in a single run. */
export async function refusedByTerraform(
  values: readonly ArgumentValue[],
  facts: FactsFile,
  program: string,
): Promise<ReadonlySet<number>> {
  const folder = mkdtempSync(join(tmpdir(), 'kubestack-refused-'));
  try {
    // Terraform reads a file again for each error in it.
    const lines = new Map<string, { readonly line: string; readonly index: number }[]>();
    values.forEach((value, index) => {
      const file = `part${Math.floor(index / PER_FILE)}.tf`;
      const made = resourceLines(value, index).map(line => ({ line, index }));
      lines.set(file, [...(lines.get(file) ?? []), ...made]);
    });
    const files = Object.fromEntries(
      [...lines].map(([file, all]) => [file, `${all.map(({ line }) => line).join('\n')}\n`]),
    );
    const sources = [...new Set(values.map(({ type }) => type.split('_')[0]!))];
    const overrides = sources.map(source => `    "hashicorp/${source}" = "${folder}"`).join('\n');
    for (const source of sources) symlinkSync(program, join(folder, `terraform-provider-${source}`));
    mkdirSync(join(folder, 'root'));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, 'root', file), text);
    writeFileSync(join(folder, 'terraform.rc'), `provider_installation {\n  dev_overrides {\n${overrides}\n  }\n}\n`);
    writeFileSync(join(folder, 'schema.json'), JSON.stringify(await stubSchema(files, facts)));
    const env = {
      ...process.env,
      TF_CLI_CONFIG_FILE: join(folder, 'terraform.rc'),
      STUB_SCHEMA: join(folder, 'schema.json'),
      STUB_WORLD: folder,
      CHECKPOINT_DISABLE: '1',
    };
    const output = await new Promise<string>(resolve => {
      // Terraform exits with 1 if a value is refused.
      execFile(
        'terraform',
        ['validate', '-json'],
        { cwd: join(folder, 'root'), env, maxBuffer: 2 ** 28 },
        (_, stdout) => resolve(stdout),
      );
    });
    const { diagnostics } = JSON.parse(output) as Validation;
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    const unplaced = errors.find(({ range }) => range === undefined);
    if (unplaced) throw new Error(unplaced.summary);
    return new Set(errors.map(({ range }) => lines.get(range!.filename)![range!.start.line - 1]!.index));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A resource; the lines of all of them belong to the same value. */
function resourceLines({ type, path, value, kind }: ArgumentValue, index: number): string[] {
  const literal = JSON.stringify(value);
  const [name, ...blocks] = path.split('.').reverse();
  const argument = `${name} = ${/^(?:list|set)/.test(kind) ? `[${literal}]` : literal}`;
  const inner = blocks.reduce((lines, block) => [`${block} {`, ...lines, '}'], [argument]);
  return [`resource "${type}" "r${index}" {`, ...inner, '}'];
}
