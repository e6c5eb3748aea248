// A platform that is applied with the stub provider, and the objects that it has created, which a test changes "outside of Terraform".
import { mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TemporaryFolder } from '../server/temporaryFolder';
import { PlanFolder } from '../terraform/plan/planFolder';
import { PROVIDERS, type CaseFiles } from './forecastCase';
import { stubSchema, type FactsFile } from './stubSchema';

interface StoredObject {
  readonly type: string;
  readonly object: Readonly<Record<string, unknown>>;
  /** What reading the resource returns instead of the state. */
  readonly changed?: Readonly<Record<string, unknown>>;
}

export class StubWorld {
  private constructor(
    readonly folder: PlanFolder,
    private readonly home: TemporaryFolder,
  ) {}

  /** @param provider absolute path of the stub provider */
  static async applied(
    { files, facts, environment = 'ops' }: { files: CaseFiles; facts: FactsFile; environment?: string },
    provider: string,
    program: 'terraform' | 'tofu',
  ): Promise<StubWorld> {
    const home = new TemporaryFolder({});
    const folder = new PlanFolder(files, program);
    const world = new StubWorld(folder, home);
    const providers = home.at('providers');
    mkdirSync(providers);
    mkdirSync(home.at('world'));
    for (const source of PROVIDERS)
      symlinkSync(provider, join(providers, `terraform-provider-${source.split('/')[1]!}`));
    const overrides = PROVIDERS.map(source => `    "${source}" = "${providers}"`).join('\n');
    home.write('terraform.rc', `provider_installation {\n  dev_overrides {\n${overrides}\n  }\n}\n`);
    const merged = Object.fromEntries(Object.entries(files).map(([path, text]) => [`before/${path}`, text]));
    home.write('schema.json', JSON.stringify(await stubSchema(merged, facts)));
    Object.assign(folder.environment, {
      TF_CLI_CONFIG_FILE: home.at('terraform.rc'),
      STUB_SCHEMA: home.at('schema.json'),
      STUB_WORLD: home.at('world'),
    });
    folder.run(['get', '-no-color']);
    folder.apply(environment);
    return world;
  }

  /** Changes attributes of the objects of a type. */
  change(type: string, changed: Readonly<Record<string, unknown>>): void {
    for (const { file, stored } of this.objects(type)) writeFileSync(file, JSON.stringify({ ...stored, changed }));
  }

  /** Deletes the objects of a type. */
  remove(type: string): void {
    for (const { file } of this.objects(type)) rmSync(file);
  }

  delete(): void {
    this.folder.delete();
    this.home.delete();
  }

  private objects(type: string): { file: string; stored: StoredObject }[] {
    const folder = this.home.at('world');
    const all = readdirSync(folder).map(name => {
      const file = join(folder, name);
      return { file, stored: JSON.parse(readFileSync(file, 'utf8')) as StoredObject };
    });
    const found = all.filter(({ stored }) => stored.type === type);
    if (found.length === 0) throw new Error(`There is no ${type}.`);
    return found;
  }
}
