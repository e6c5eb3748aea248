// A root module for real plans: with terraform_data and local state, without other providers and network.
import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, lstatSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { RunEvent } from '../../../../client/plan/run/planOutcome';
import { PlanRunner } from '../../../../client/plan/run/planRunner';
import type { PlanRequest } from '../../../../client/plan/run/runRequest';
import { TemporaryFolder } from '../../server/temporaryFolder';
import { Editor, type EditorOrder } from './editor';

const sample = join(__dirname, '../../../platforms/multi-cloud');

/** The environment variables that the programs need, without those that CI sets for terraform. */
function plainEnvironment(home: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(?:TF_|TOFU_)/.test(name));
  const configuration = join(home, 'terraform.rc');
  writeFileSync(configuration, '');
  return { ...Object.fromEntries(kept), CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: configuration };
}

export class PlanFolder {
  readonly #home = new TemporaryFolder();
  readonly #module: TemporaryFolder;
  readonly environment: NodeJS.ProcessEnv;
  readonly runner: PlanRunner;
  /** The output of all runs so far. */
  readonly events: RunEvent[] = [];
  readonly #awaited: { pattern: RegExp; resolve: () => void }[] = [];

  /** @param files of the root module; by default, the sample platform */
  constructor(
    files?: Readonly<Record<string, string>>,
    readonly program: 'terraform' | 'tofu' = 'terraform',
  ) {
    this.#module = new TemporaryFolder(files ?? {});
    if (!files) cpSync(sample, this.#module.path, { recursive: true });
    this.environment = plainEnvironment(this.#home.path);
    this.runner = new PlanRunner({
      temporaryFolder: this.storage,
      environment: this.environment,
      timeout: { interrupt: 20_000, terminate: 5000 },
    });
  }

  get path(): string {
    return this.#module.path;
  }

  /** Folder of the plan files during a run. */
  get storage(): string {
    return this.#home.at('storage');
  }

  write(path: string, text: string): void {
    this.#module.write(path, text);
  }

  read(path: string): string {
    return this.#module.read(path);
  }

  at(path: string): string {
    return this.#module.at(path);
  }

  request(environment: string): PlanRequest {
    return { folder: this.path, environment, executable: this.program, onEvent: event => this.#keep(event) };
  }

  /** Resolves when a run prints a matching line after this call. */
  printed(pattern: RegExp): Promise<void> {
    return new Promise(resolve => this.#awaited.push({ pattern, resolve }));
  }

  /**
   * Cancels a plan. Resolves when the program has received the signal or, if it is killed instead, has ended.
   *
   * @param cancel makes the runner end the program
   */
  async interrupt(running: Promise<unknown>, cancel: () => void): Promise<void> {
    const stopping = this.printed(/Stopping operation/);
    cancel();
    await Promise.race([stopping, running]);
  }

  /** Plans in another editor window, which is a separate process. */
  editor(environment: string, executable: string = this.program): Editor {
    const order: EditorOrder = { storage: this.storage, folder: this.path, environment, executable };
    return new Editor(order, this.environment);
  }

  /** Resolves when private storage is empty. */
  async storageEmptied(): Promise<void> {
    while (this.leftovers().length > 0) await new Promise(resolve => setTimeout(resolve, 20));
  }

  #keep(event: RunEvent): void {
    this.events.push(event);
    if (event.kind !== 'output') return;
    for (const { pattern, resolve } of this.#awaited) if (pattern.test(event.line)) resolve();
  }

  /** Runs the program. @throws Error with its output if it fails */
  run(parameters: readonly string[], variables: Readonly<Record<string, string>> = {}): string {
    const options = { cwd: this.path, env: { ...this.environment, ...variables }, encoding: 'utf8' } as const;
    const { status, stdout, stderr } = spawnSync(this.program, parameters, options);
    if (status !== 0) throw new Error(`${this.program} ${parameters.join(' ')}: ${stdout}\n${stderr}`);
    return stdout;
  }

  /** Like `run`, but asynchronous, so that this process can respond to requests of the program. */
  async runBeside(parameters: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<void> {
    const options = { cwd: this.path, env: { ...this.environment, ...variables } };
    await promisify(execFile)(this.program, [...parameters], options);
  }

  /** Applies the configuration in a workspace, which is created if it does not exist. */
  apply(environment: string): void {
    this.run(['apply', '-auto-approve', '-input=false'], { TF_WORKSPACE: environment });
  }

  /** Mode and content hash of all files in the folder by path, including hidden files. */
  contents(): Record<string, string> {
    return contentsOf(this.path);
  }

  /** Remaining folders in private storage. Reads only names, since a run that ends deletes its files. */
  leftovers(): string[] {
    return existsSync(this.storage) ? readdirSync(this.storage).filter(name => name.startsWith('run-')) : [];
  }

  delete(): void {
    this.#module.delete();
    rmSync(this.#home.path, { recursive: true, force: true });
  }
}

/** @returns kind and content hash of all files and folders below a folder, by path */
export function contentsOf(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  let names: string[];
  try {
    names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return found;
  }
  for (const name of names.sort()) {
    const isFile = lstatSync(join(folder, name)).isFile();
    found[name] = isFile
      ? createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex')
      : 'folder';
  }
  return found;
}
