// A platform with stand-ins in a separate folder, for real runs of terraform.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Program } from '../../../common/program';
import { readBlocks, type ReadBlock } from './hclBlocks';
import { judgedBy } from './judgedBy';
import { plannedResources, type PlannedResource } from './planFile';
import { runTerraform, standInPlatform } from './standInPlatform';
import { writeFiles } from './writeFiles';

/** The resources that a plan creates. */
export type TerraformPlan = readonly PlannedResource[];

/** Planned values of all resources in an environment, by address. */
export type Planned = Readonly<Record<string, unknown>>;

export class PlatformFolder {
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'scaffolds-'));
  private isInitialized = false;
  /** The platform's texts in the folder, by path. */
  private files: Readonly<Record<string, string>> = {};

  /** @param reattach value of `TF_REATTACH_PROVIDERS` for the stand-ins of providers */
  constructor(
    private readonly reattach: string,
    private readonly program: Program = judgedBy,
  ) {}

  /**
   * Replaces the platform, and installs its modules. Only the first time by `init`: all modules are local, so that later only the list of modules
   * changes.
   *
   * @throws Error with terraform's output if it fails, or for a module that does not exist
   */
  async replace(texts: Readonly<Record<string, string>>): Promise<void> {
    const files = standInPlatform(texts);
    for (const name of Object.keys(this.files)) if (!(name in files)) rmSync(path.join(this.folder, name));
    const changed = Object.entries(files).filter(([name, text]) => text !== this.files[name]);
    writeFiles(this.folder, Object.fromEntries(changed));
    this.files = files;
    if (this.isInitialized) writeFiles(this.folder, { '.terraform/modules/modules.json': moduleList(files) });
    else await this.initialize();
  }

  /** @throws Error with terraform's output if `init` fails */
  async initialize(): Promise<void> {
    await this.run(['init', '-input=false', '-no-color']);
    this.isInitialized = true;
  }

  /** @throws Error with terraform's output if the platform is invalid */
  async validate(): Promise<void> {
    await this.run(['validate', '-no-color']);
  }

  /**
   * Plans all environments concurrently. A plan validates the platform first.
   * @throws Error with terraform's output if the platform is invalid, or an environment can't be planned
   */
  async plan(environments: readonly string[]): Promise<readonly TerraformPlan[]> {
    if (environments.length === 0) await this.validate();
    // Creates workspaces like `terraform workspace new`.
    for (const environment of environments)
      mkdirSync(path.join(this.folder, 'terraform.tfstate.d', environment), { recursive: true });
    return Promise.all(environments.map(environment => this.planOne(environment)));
  }

  private async planOne(environment: string): Promise<TerraformPlan> {
    const file = `${environment}.tfplan`;
    await this.run(['plan', '-input=false', '-no-color', `-out=${file}`], environment);
    return plannedResources(path.join(this.folder, file));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private run(args: readonly string[], workspace?: string): Promise<string> {
    return runTerraform(this.folder, this.reattach, args, workspace, this.program);
  }
}

/** The list of modules that `init` writes: all calls of local modules, from the root module. */
function moduleList(files: Readonly<Record<string, string>>): string {
  const modules = [{ Key: '', Source: '', Dir: '.' }];
  const visit = (folder: string, key: string): void => {
    for (const [file, text] of Object.entries(files)) {
      if (!file.endsWith('.tf') || path.posix.dirname(file) !== folder) continue;
      for (const { label, source } of localCalls(text)) {
        const [own, target] = [`${key}${label}`, path.posix.join(folder, source)];
        modules.push({ Key: own, Source: source, Dir: target });
        visit(target, `${own}.`);
      }
    }
  };
  visit('.', '');
  return JSON.stringify({ Modules: modules });
}

interface LocalCall {
  readonly label: string;
  readonly source: string;
}

/** The calls of local modules by text: most files of a platform are the same when it is replaced. */
const knownCalls = new Map<string, readonly LocalCall[]>();

function localCalls(text: string): readonly LocalCall[] {
  const cached = knownCalls.get(text);
  if (cached) return cached;
  const calls = readableBlocks(text).flatMap(({ type, labels, arguments: written }): LocalCall[] => {
    const source = written.find(({ name }) => name === 'source')?.expression.replaceAll('"', '') ?? '';
    return type === 'module' && source.startsWith('.') ? [{ label: labels[0]!, source }] : [];
  });
  knownCalls.set(text, calls);
  return calls;
}

/** No blocks for invalid text, since terraform reports its errors without them. */
function readableBlocks(text: string): readonly ReadBlock[] {
  try {
    return readBlocks(text);
  } catch {
    return [];
  }
}

/** The values of a plan by address. Sets are sorted, and null attributes are omitted. */
export const plannedValues = (plan: TerraformPlan): Planned =>
  Object.fromEntries(plan.map(({ address, values }) => [address, comparable(values['input'])]));

/** Normalizes a value, since sets have no order, and unset optional attributes are null. */
export function comparable(value: unknown): unknown {
  if (Array.isArray(value))
    return value
      .map(comparable)
      .map(each => JSON.stringify(each))
      .sort();
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== null);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => [name, comparable(each)]),
  );
}
