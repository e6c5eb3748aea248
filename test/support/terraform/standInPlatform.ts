// A platform with stand-ins for Kubestack's modules, for a real terraform.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Program } from '../../../common/program';
import { loadSchemas, type ModuleSchema } from '../../../server/kubestack/schemas/schemas';
import { judgedBy } from './judgedBy';
import { judgedModule } from './judgedModule';
import { generationFiles } from './judgedRoot';
import { programEnvironment } from './programEnvironment';

const schemas = loadSchemas(JSON.parse(readFileSync(path.join(__dirname, '../../../data/schemas.json'), 'utf8')));

const FRAMEWORK = /"(github\.com\/kbst\/terraform-kubestack\/\/([\w/-]+)\?ref=([^"]+))"/g;
const CATALOG = /"(kbst\.xyz\/catalog\/([\w-]+)\/kustomization)"\n\s*version\s*=\s*"[^"]*"/g;
const SOURCES: Readonly<Record<string, string>> = {
  aws: 'hashicorp/aws',
  azurerm: 'hashicorp/azurerm',
  google: 'hashicorp/google',
  scaleway: 'scaleway/scaleway',
  kubernetes: 'hashicorp/kubernetes',
  kustomization: 'kbst/kustomization',
};

/**
 * A platform in which every source of the framework or the catalog is replaced by a stand-in that declares the version's inputs with the type of
 * `configuration`, requires the same providers, merges in the same way, enforces the same requirements, and plans its configuration as a resource.
 * The state is in the folder.
 *
 * @returns texts by path
 * @throws Error for a module that does not exist
 */
export function standInPlatform(texts: Readonly<Record<string, string>>): Record<string, string> {
  const made = new Map<string, string>();
  const files: Record<string, string> = {};
  const standIn = (source: string, schema: ModuleSchema | undefined, from: string): string => {
    if (!schema) throw new Error(`no module ${source}`);
    const own = made.get(source) ?? `.stand-ins/m${made.size}`;
    if (!made.has(source)) {
      made.set(source, own);
      for (const [name, text] of Object.entries(standInFiles(source, schema))) files[`${own}/${name}`] = text;
    }
    const relative = path.posix.relative(path.posix.dirname(from), own);
    return `"${relative.startsWith('.') && relative.startsWith('../') ? relative : `./${relative}`}"`;
  };
  for (const [file, text] of Object.entries(texts)) {
    const replaced = (): string =>
      text
        .replace(FRAMEWORK, (_, source: string, module: string, ref: string) =>
          standIn(source, schemas.moduleFor(module, ref), file),
        )
        .replace(CATALOG, (_, source: string, entry: string) => standIn(source, schemas.catalog(entry), file));
    files[file] = file.endsWith('.tf') ? replaced() : text;
  }
  files['backend_override.tf'] = 'terraform {\n  backend "local" {}\n}\n';
  return files;
}

/** The stand-in of a module. @returns texts by file name */
export function standInFiles(source: string, schema: ModuleSchema): Record<string, string> {
  const others = [...schema.inputs.values()].filter(({ name }) => !/^configuration(?:_base_key)?$/.test(name));
  const variables = others.map(({ name, required }) =>
    required
      ? `variable "${name}" {\n  type = any\n}\n`
      : `variable "${name}" {\n  type    = any\n  default = null\n}\n`,
  );
  const providers = schema.providersFromCaller.map(
    name => `    ${name} = {\n      source = "${SOURCES[name]}"\n    }\n`,
  );
  return {
    ...(schema.inputs.has('configuration') ? configuredFiles(source, schema) : {}),
    'inputs.tf': variables.join('\n'),
    'versions.tf': `terraform {\n  required_providers {\n${providers.join('')}  }\n}\n`,
  };
}

/** What a module does with its configuration. A cluster has only the outputs of its version. */
function configuredFiles(source: string, schema: ModuleSchema): Record<string, string> {
  // The plan has the merged configuration, so that no output is needed for it: every node of the graph makes terraform slower.
  const { 'outputs.tf': _, ...files } = generationFiles(judgedModule(source), schema.kind === 'cluster', '"region"');
  const current = files['current.tf'];
  return {
    ...files,
    ...(current === undefined ? {} : { 'current.tf': withOutputsOf(current, schema) }),
    'planned.tf': planned(schema),
  };
}

const withOutputsOf = (text: string, { outputs }: ModuleSchema): string =>
  text.replace(/^output "(\w+)" \{\n(?: .*\n)*\}\n/gm, (block, name: string) => (outputs.has(name) ? block : ''));

/** The planned resource, and conditions for values that the module refuses. */
function planned({ attributes }: ModuleSchema): string {
  const required = [...attributes.values()].filter(
    ({ required: kind, path: name, requiredUnless }) =>
      kind !== 'no' && kind !== 'type' && !name.includes('*') && !requiredUnless,
  );
  const conditions = required.map(({ path: name }) => {
    const value = `local.merged[terraform.workspace]${name
      .split('.')
      .map(key => `["${key}"]`)
      .join('')}`;
    return `    precondition {\n      condition     = try(${value}, null) != null && try(${value}, "") != ""\n      error_message = "missing required configuration attribute: ${name}"\n    }\n`;
  });
  return `resource "terraform_data" "planned" {\n  input = { configuration = local.merged[terraform.workspace] }\n\n  lifecycle {\n${conditions.join('')}  }\n}\n`;
}

/** Runs terraform in a platform's folder. @returns its output @throws Error with its output if it fails */
export function runTerraform(
  folder: string,
  reattach: string,
  args: readonly string[],
  workspace?: string,
  program: Program = judgedBy,
): Promise<string> {
  const env = {
    ...programEnvironment(folder),
    TF_REATTACH_PROVIDERS: reattach,
    // A module with a wrong source is not there, with and without a network: git has no protocol of this name.
    GIT_ALLOW_PROTOCOL: 'none',
    ...(workspace === undefined ? {} : { TF_WORKSPACE: workspace }),
  };
  return new Promise((resolve, reject) => {
    execFile(program, [...args], { cwd: folder, env, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${program} ${args.join(' ')}:\n${stderr}\n${stdout}`));
      else resolve(stdout);
    });
  });
}
