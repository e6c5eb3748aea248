// A platform with stand-ins in a separate folder, for real runs of terraform.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Program } from '../../../common/program';
import { readBlocks } from './hclBlocks';
import { judgedBy } from './judgedBy';
import { runTerraform, standInPlatform } from './standInPlatform';
import { writeFiles } from './writeFiles';

export interface TerraformPlan {
  readonly resource_changes: readonly {
    readonly address: string;
    readonly change: { readonly after: Readonly<Record<string, unknown>> | null };
  }[];
}

/** Planned values of all resources in an environment, by address. */
export type Planned = Readonly<Record<string, unknown>>;

/** Preserved between runs: the files that `init` installed, and the workspaces. */
const KEPT = new Set(['.terraform', 'terraform.tfstate.d']);

export class PlatformFolder {
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'scaffolds-'));
  private isInitialized = false;

  /** @param reattach value of `TF_REATTACH_PROVIDERS` for the stand-ins of providers */
  constructor(
    private readonly reattach: string,
    private readonly program: Program = judgedBy,
  ) {}

  /**
   * Replaces the platform, and installs its modules. Only the first time by `init`: all modules are local, so that later only the list of modules
   * changes.
   *
   * @throws Error with terraform's output if it fails
   */
  async replace(texts: Readonly<Record<string, string>>): Promise<void> {
    for (const name of readdirSync(this.folder))
      if (!KEPT.has(name)) rmSync(path.join(this.folder, name), { recursive: true });
    const files = standInPlatform(texts);
    writeFiles(this.folder, files);
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
    return JSON.parse(await this.run(['show', '-json', file], environment)) as TerraformPlan;
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
      for (const { type, labels, arguments: written } of readBlocks(text)) {
        const source = written.find(({ name }) => name === 'source')?.expression.replaceAll('"', '') ?? '';
        if (type !== 'module' || !source.startsWith('.')) continue;
        const [own, target] = [`${key}${labels[0]!}`, path.posix.join(folder, source)];
        modules.push({ Key: own, Source: source, Dir: target });
        visit(target, `${own}.`);
      }
    }
  };
  visit('.', '');
  return JSON.stringify({ Modules: modules });
}

/** The values of a plan by address. Sets are sorted, and null attributes are omitted. */
export const plannedValues = ({ resource_changes: changes = [] }: Partial<TerraformPlan>): Planned =>
  Object.fromEntries(changes.map(({ address, change }) => [address, comparable(change.after?.['input'])]));

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
