import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readBlocks, type ReadBlock } from './hclBlocks';
import { isJudgedSource, judgedModule, type JudgedGeneration, type JudgedModule } from './judgedModule';
import { writeFiles } from './writeFiles';

/** A call of a Kubestack module in a platform. */
export interface JudgedCall {
  /** `module.a` in the root, `module.a.module.b` in a local module. */
  readonly address: string;
  /** Module source of the call. */
  readonly source: string;
  /** Environments to evaluate. */
  readonly environments: readonly string[];
  /** HCL text of the cluster's region if it is not in `configuration` (EKS, AKS); needed only for its metadata. */
  readonly region?: string;
}

/** Texts of a root module and its local modules, by path relative to the root, with `/` as separator. */
export interface JudgedPlatform {
  readonly files: Readonly<Record<string, string>>;
  readonly calls: readonly JudgedCall[];
}

/** Location of a call, or of a call of a local module that contains calls. */
export interface Placement {
  /** Name of the root output with the merged configuration; undefined for a call that contains others. */
  readonly output: string | undefined;
  readonly call: JudgedCall | undefined;
  /** File of the rewritten module block, and folder of the called module, relative to the root. */
  readonly file: string;
  readonly folder: string;
  readonly address: string;
}

/**
 * Writes a platform as a root module that terraform can evaluate without providers and network. Each evaluated call is replaced by a call of a
 * copy of its merge generation with the declared type. It has a separate file, so that errors identify it. Calls of local modules keep their
 * arguments. Everything with a provider is omitted.
 *
 * @param folder an empty folder
 * @param leftOut addresses of failed calls, whose module blocks are omitted
 * @returns locations of all calls, outer calls before inner ones
 * @throws Error if a file is not valid HCL, or a call is missing or not of a Kubestack module
 */
export function writeJudgedRoot(platform: JudgedPlatform, folder: string, leftOut: ReadonlySet<string>): Placement[] {
  const root = new RootWriter(platform, folder, leftOut);
  root.write();
  return root.placements;
}

class RootWriter {
  readonly placements: Placement[] = [];
  private readonly files = new Map<string, string>();
  private readonly installed: { Key: string; Source: string; Dir: string }[] = [{ Key: '', Source: '', Dir: '.' }];
  private readonly blocks = new Map<string, ReadBlock[]>();
  private readonly callFiles = new Map<string, string>();

  constructor(
    private readonly platform: JudgedPlatform,
    private readonly folder: string,
    private readonly leftOut: ReadonlySet<string>,
  ) {}

  write(): void {
    for (const [file, text] of Object.entries(this.platform.files)) this.readFile(file, text);
    for (const call of [...this.platform.calls, ...this.otherCalls()])
      this.place(call.address.split('.').filter(isLabel), call);
    const manifest = JSON.stringify({ Modules: this.installed });
    this.files.set('.terraform/modules/modules.json', manifest);
    writeFiles(this.folder, Object.fromEntries(this.files));
  }

  /** Other root calls, whose outputs can be referenced. */
  private otherCalls(): JudgedCall[] {
    const asked = new Set(this.platform.calls.map(({ address }) => address));
    return [...this.blocks.values()].flat().flatMap(block => {
      const address = addressOf([block.labels[0] ?? '']);
      const source = /^"([^"]*)"$/.exec(argument(block, 'source') ?? '')?.[1] ?? '';
      const inRoot = this.blocks.get(blockKey('.', block.labels[0] ?? ''))?.includes(block) === true;
      return inRoot && !asked.has(address) && isJudgedSource(source) ? [{ address, source, environments: [] }] : [];
    });
  }

  private readFile(file: string, text: string): void {
    if (!file.endsWith('.tf')) {
      this.files.set(file, text);
      return;
    }
    const dropped: ReadBlock[] = [];
    for (const block of readBlocks(text)) {
      if (['module', 'terraform', 'provider', 'resource', 'data', 'output', 'moved', 'import'].includes(block.type)) {
        dropped.push(block);
      }
      if (block.type === 'module')
        this.blocks.set(blockKey(path.posix.dirname(file), block.labels[0] ?? ''), [
          ...(this.blocks.get(blockKey(path.posix.dirname(file), block.labels[0] ?? '')) ?? []),
          block,
        ]);
    }
    const kept = dropped.reduceRight((rest, block) => rest.slice(0, block.start) + rest.slice(block.end), text);
    this.files.set(file, kept);
  }

  /** Writes the calls of an address from the root down; nothing if one of the blocks is omitted. */
  private place(labels: readonly string[], call: JudgedCall): void {
    if (labels.some((_, depth) => this.leftOut.has(addressOf(labels.slice(0, depth + 1))))) return;
    let folder = '.';
    for (const [depth, label] of labels.entries()) {
      const address = addressOf(labels.slice(0, depth + 1));
      const block = this.blockOf(folder, label);
      const last = depth === labels.length - 1;
      const placed = last ? this.placeCall(folder, block, call) : this.placeLocal(folder, block);
      const known = this.placements.some(placement => placement.address === address);
      if (!known) this.install(labels.slice(0, depth + 1), placed);
      if (!known) {
        const output = last ? outputName(labels) : undefined;
        this.placements.push({
          output,
          call: last ? call : undefined,
          file: placed.file,
          folder: placed.folder,
          address,
        });
      }
      this.addOutput(folder, labels.slice(depth), last);
      folder = placed.folder;
    }
  }

  private blockOf(folder: string, label: string): ReadBlock {
    const block = this.blocks.get(blockKey(folder, label))?.at(-1);
    if (block === undefined) throw new Error(`no module "${label}" in ${folder}`);
    return block;
  }

  private placeLocal(folder: string, block: ReadBlock): { file: string; folder: string; source: string } {
    const written = /^"(\.{1,2}\/.*)"$/.exec(argument(block, 'source') ?? '')?.[1];
    if (written === undefined) throw new Error(`not a local module: ${argument(block, 'source') ?? 'no source'}`);
    const target = path.posix.join(folder, written).replace(/\/$/, '');
    const source = relativeSource(folder, target);
    const args = block.arguments.filter(({ name }) => !['source', 'version', 'providers', 'depends_on'].includes(name));
    const file = this.writeBlock(
      folder,
      block,
      source,
      args.map(({ name, expression }) => `${name} = ${expression}`),
    );
    return { file, folder: target, source };
  }

  private placeCall(
    folder: string,
    block: ReadBlock,
    call: JudgedCall,
  ): { file: string; folder: string; source: string } {
    const described = judgedModule(call.source);
    const args = ['configuration', described.baseKeyArgument].flatMap(name => {
      const expression = name === undefined ? undefined : argument(block, name);
      const renamed = name === 'base_key' ? 'configuration_base_key' : name;
      return expression === undefined ? [] : [`${renamed} = ${expression}`];
    });
    const key = blockKey(folder, block.labels[0] ?? '');
    const target = `.judge/${[...this.callFiles.keys(), key].indexOf(key)}`;
    if (!this.callFiles.has(key)) {
      const referred = Object.values(this.platform.files).some(text =>
        text.includes(`module.${block.labels[0] ?? ''}.`),
      );
      const files = generationFiles(described, referred, call.region);
      for (const [name, text] of Object.entries(files)) this.files.set(`${target}/${name}`, text);
    }
    const source = relativeSource(folder, target);
    return { file: this.writeBlock(folder, block, source, args), folder: target, source };
  }

  private writeBlock(folder: string, block: ReadBlock, source: string, args: readonly string[]): string {
    const label = block.labels[0] ?? '';
    const key = blockKey(folder, label);
    const cached = this.callFiles.get(key);
    if (cached !== undefined) return cached;
    const file = path.posix.join(folder, `judged_call_${this.callFiles.size}.tf`);
    this.callFiles.set(key, file);
    this.files.set(file, [`module "${label}" {`, `source = "${source}"`, ...args, '}', ''].join('\n'));
    return file;
  }

  private install(labels: readonly string[], placed: { folder: string; source: string }): void {
    this.installed.push({ Key: labels.join('.'), Source: placed.source, Dir: placed.folder });
  }

  /** Passes the merged configuration of an inner call to the root, with one output for each level. */
  private addOutput(folder: string, labels: readonly string[], last: boolean): void {
    const value = last ? `module.${labels[0]}.merged` : `module.${labels[0]}.${outputName(labels.slice(1))}`;
    const file = path.posix.join(folder, `judged_output_${outputName(labels)}.tf`);
    this.files.set(file, `output "${outputName(labels)}" {\nsensitive = true\nvalue = ${value}\n}\n`);
  }
}

/**
 * The stand-in of a module: its merge generation with the declared type.
 *
 * @param referred whether the call's outputs are referenced; otherwise they are omitted, which is faster
 * @returns texts by file name
 */
export function generationFiles(
  described: JudgedModule,
  referred: boolean,
  region: string | undefined,
): Record<string, string> {
  return {
    ...mergeFiles(described.generation),
    'variables.tf': declarations(described),
    ...(referred ? { 'current.tf': currentOutputs(described.metadataProvider, region) } : {}),
  };
}

function mergeFiles(generation: JudgedGeneration): Record<string, string> {
  const folder = path.join(__dirname, '../../terraform/judge', generation);
  return Object.fromEntries(readdirSync(folder).map(name => [name, readFileSync(path.join(folder, name), 'utf8')]));
}

/** The variables of the called module. */
function declarations({ type, nullable, defaultEnvironments, baseKeyArgument }: JudgedModule): string {
  const refusesNull = nullable ? '' : '  nullable = false\n';
  const environments = defaultEnvironments?.map(name => `${name} = {}`).join(', ');
  const value = environments === undefined ? '' : `  default = { ${environments} }\n`;
  const baseKey = `variable "configuration_base_key" {\n  type = string\n  default = "apps"\n${refusesNull}}\n`;
  return `variable "configuration" {\n  type = ${type}\n${value}${refusesNull}}\n${baseKeyArgument === undefined ? '' : baseKey}`;
}

/** The outputs that other calls can reference. In unknown workspaces they are null, so that nothing else fails. */
function currentOutputs(provider: string | undefined, region: string | undefined): string {
  const config = 'try(local.merged[terraform.workspace], null)';
  const base = `output "current_config" {\n  value = ${config}\n}\n`;
  if (provider === undefined) return base;
  const namespace = provider === 'azure' ? 'kubestack.com-' : 'kubestack.com/';
  return `${base}
output "cluster" {
  value = null
}

output "kubeconfig" {
  sensitive = true
  value = yamlencode({
    clusters = [{ cluster = { server = "", certificate-authority-data = "" } }]
    users    = [{ user = { token = "", client-certificate-data = "", client-key-data = "" } }]
  })
}

locals {
  judged_config = ${config}
  judged_region = ${region ?? 'try(local.judged_config["region"], null)'}
  judged_name   = try(join("-", compact([local.judged_config["name_prefix"], terraform.workspace, local.judged_region])), null)
  judged_domain = try(join(".", concat(["${provider}"], compact(split(".", local.judged_config["base_domain"])))), null)
  judged_fqdn   = try(join(".", [local.judged_name, local.judged_domain]), null)
}

output "current_metadata" {
  value = {
    name            = local.judged_name
    domain          = local.judged_domain
    fqdn            = local.judged_fqdn
    label_namespace = "${namespace}"
    tags            = [local.judged_name, terraform.workspace, "${provider}", local.judged_region]
    labels = {
      "${namespace}cluster_name"            = local.judged_name
      "${namespace}cluster_domain"          = local.judged_domain
      "${namespace}cluster_fqdn"            = local.judged_fqdn
      "${namespace}cluster_workspace"       = terraform.workspace
      "${namespace}cluster_provider_name"   = "${provider}"
      "${namespace}cluster_provider_region" = local.judged_region
    }
  }
}
`;
}

function argument(block: ReadBlock, name: string): string | undefined {
  return block.arguments.findLast(({ name: written }) => written === name)?.expression;
}

function isLabel(_part: string, index: number): boolean {
  return index % 2 === 1;
}

function addressOf(labels: readonly string[]): string {
  return labels.map(label => `module.${label}`).join('.');
}

function outputName(labels: readonly string[]): string {
  return `judged_${labels.join('__')}`;
}

function blockKey(folder: string, label: string): string {
  return `${folder}\n${label}`;
}

function relativeSource(from: string, to: string): string {
  const relative = path.posix.relative(from, to);
  return relative.startsWith('.') && !relative.startsWith('.judge') ? relative : `./${relative}`;
}
