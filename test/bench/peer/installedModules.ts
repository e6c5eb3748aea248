/**
 * Simulates the files that `terraform init` installs. A general Terraform server knows Kubestack's modules only from them, and otherwise has no
 * results for module calls.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { loadSchemas } from '../../../server/kubestack/schemas/schemas';
import { standInFiles } from '../../support/terraform/standInPlatform';
import { writeFiles } from '../../support/terraform/writeFiles';
import { configurationFiles } from '../configurationFiles';

/** An entry in terraform's list of installed modules. */
interface InstalledModule {
  readonly Key: string;
  readonly Source: string;
  readonly Dir: string;
}

/** A module call in a generated platform: its label and source. */
const CALL = /^module "([\w-]+)" \{\n(?:.*\n)*?  source = "([^"]+)"/gm;
const FRAMEWORK = /^github\.com\/kbst\/terraform-kubestack\/\/([\w/-]+)\?ref=(.+)$/;
const MODULES = '.terraform/modules';

/**
 * Installs modules that declare the inputs, types and outputs of the called versions. Calls with the same source share a folder, while terraform
 * would create a copy for each, so there is less to read.
 * @param folder of a generated platform, into which the modules are written
 * @param clone a clone of the framework, whose own modules are installed then
 */
export function installModules(folder: string, clone?: string): void {
  const installer = new Installer(folder, clone);
  const inRoot = configurationFiles(folder).filter(file => !file.includes('/') && file.endsWith('.tf'));
  const modules = inRoot.flatMap(file => installer.install(file));
  const list = [{ Key: '', Source: '', Dir: '.' }, ...modules];
  writeFileSync(join(folder, MODULES, 'modules.json'), JSON.stringify({ Modules: list }));
}

class Installer {
  private readonly schemas = loadSchemas(
    JSON.parse(readFileSync(join(__dirname, '../../../data/schemas.json'), 'utf8')),
  );
  private readonly folders = new Map<string, string>();

  constructor(
    private readonly folder: string,
    private readonly clone: string | undefined,
  ) {}

  /** @param key the key of the surrounding call, with a trailing dot; empty for the root module */
  install(file: string, key = ''): InstalledModule[] {
    const text = readFileSync(join(this.folder, file), 'utf8');
    return [...text.matchAll(CALL)].flatMap(([, label = '', source = '']) => {
      const name = key + label;
      const [, path = '', ref = ''] = FRAMEWORK.exec(source) ?? [];
      if (path === '') {
        const local = posix.join(posix.dirname(file), source);
        return [{ Key: name, Source: source, Dir: local }, ...this.install(`${local}/main.tf`, `${name}.`)];
      }
      const full = `git::https://github.com/kbst/terraform-kubestack.git//${path}?ref=${ref}`;
      return [{ Key: name, Source: full, Dir: this.folderOf(source, path, ref) }];
    });
  }

  private folderOf(source: string, path: string, ref: string): string {
    const cached = this.folders.get(source);
    if (cached !== undefined) return cached;
    if (this.clone !== undefined) return this.frameworkFolder(this.clone, path, ref);
    const schema = this.schemas.moduleFor(path, ref);
    if (!schema) throw new Error(`There is no ${path} in ${ref}.`);
    const own = `${MODULES}/m${this.folders.size}/${path}`;
    this.folders.set(source, own);
    writeFiles(join(this.folder, own), standInFiles(source, schema));
    return own;
  }

  /** Modules refer to others of the framework by paths, so that a version is installed as a whole. */
  private frameworkFolder(clone: string, path: string, ref: string): string {
    const top = `${MODULES}/${ref}`;
    if (!this.folders.has(ref)) {
      this.folders.set(ref, top);
      const archive = execFileSync('git', ['-C', clone, 'archive', ref], { maxBuffer: 64 * 1024 * 1024 });
      mkdirSync(join(this.folder, top), { recursive: true });
      execFileSync('tar', ['-x', '-C', join(this.folder, top)], { input: archive });
    }
    return `${top}/${path}`;
  }
}
