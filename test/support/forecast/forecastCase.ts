/** Applies one revision and plans another one with a real Terraform and the stub provider, and compares the plan with the forecast. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Program } from '../../../common/program';
import type { Forecast } from '../../../common/forecast/forecast';
import { now } from '../../../common/now';
import { sideContext, textFiles } from '../../../server/comparison/sideContext';
import { forecastContexts } from '../../../server/forecast/forecast';
import { loadFacts } from '../../../server/forecast/resourceFacts';
import type { ModuleTree } from '../../../server/kubestack/modules/moduleTree';
import { workspaceOf } from '../testWorkspace';
import { stubSchema, type FactsFile, type StubSchema } from './stubSchema';

/** Files by path from the root module. Modules are called by local paths. */
export type CaseFiles = Readonly<Record<string, string>>;

export interface ForecastCase {
  readonly before: CaseFiles;
  readonly after: CaseFiles;
  readonly environment: string;
  readonly facts: FactsFile;
  /** The program that plans; Terraform if it is left out. */
  readonly judge?: Program;
  /** The schema of the provider that plans, made of the one that applied the first revision. */
  readonly planSchema?: (schema: StubSchema) => StubSchema;
}

export interface ForecastVerdict {
  /** Resources whose action equals Terraform's. */
  readonly equal: number;
  /** Resources that the forecast calls unknown. */
  readonly unknown: readonly string[];
  /** Other resources: address, Terraform's action and that of the forecast. */
  readonly wrong: readonly string[];
  /** Terraform's message if the plan fails. */
  readonly planError?: string;
}

/** Sources of the providers that modules require; all of them are the stub. */
export const PROVIDERS = [
  ...['aws', 'azuread', 'azurerm', 'google', 'kubernetes', 'null', 'random', 'tls', 'template', 'external', 'stub'].map(
    name => `hashicorp/${name}`,
  ),
  'kbst/kustomization',
  'scaleway/scaleway',
];

/** A case whose first revision can't be applied: it shows nothing about the forecast. */
export class UnusableCase extends Error {}

/** @param program absolute path of the stub provider */
export async function judgeForecast(forecastCase: ForecastCase, program: string): Promise<ForecastVerdict> {
  const planned = await planCase(forecastCase, program);
  return compareActions(planned, await forecastOf(forecastCase), forecastCase.environment);
}

/** What Terraform plans. */
export async function planCase({ before, after, ...rest }: ForecastCase, program: string): Promise<Planned> {
  const [planned] = await planInOrder({ ...rest, revisions: [before, after] }, program);
  return planned!;
}

/** Revisions of which each is applied before the next one is planned. */
export interface AppliedRevisions extends Omit<ForecastCase, 'before' | 'after'> {
  readonly revisions: readonly CaseFiles[];
}

/** What Terraform plans for each revision but the first; nothing after one that can't be planned. */
export async function planInOrder(applied: AppliedRevisions, program: string): Promise<Planned[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kubestack-forecast-'));
  try {
    return await plannedActions(folder, applied, program);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export type Planned = { readonly actions: ReadonlyMap<string, string> } | { readonly error: string };

async function plannedActions(
  folder: string,
  { revisions: [before = {}, ...later], environment, facts, judge = 'terraform', planSchema }: AppliedRevisions,
  program: string,
): Promise<Planned[]> {
  const providers = join(folder, 'providers');
  mkdirSync(providers);
  for (const source of PROVIDERS) symlinkSync(program, join(providers, `terraform-provider-${source.split('/')[1]!}`));
  const world = join(folder, 'world');
  mkdirSync(world);
  const overrides = PROVIDERS.map(source => `    "${source}" = "${providers}"`).join('\n');
  write(folder, 'terraform.rc', `provider_installation {\n  dev_overrides {\n${overrides}\n  }\n}\n`);
  const merged = Object.fromEntries([
    ...Object.entries(before).map(([path, text]) => [`before/${path}`, text] as const),
    ...later.flatMap((after, index) =>
      Object.entries(after).map(([path, text]) => [`after${index}/${path}`, text] as const),
    ),
  ]);
  const schema = await stubSchema(merged, facts);
  write(folder, 'schema.json', JSON.stringify(schema));
  const env = {
    ...process.env,
    TF_CLI_CONFIG_FILE: join(folder, 'terraform.rc'),
    TF_WORKSPACE: environment,
    TF_IN_AUTOMATION: '1',
    CHECKPOINT_DISABLE: '1',
    STUB_SCHEMA: join(folder, 'schema.json'),
    STUB_WORLD: world,
  };
  const root = join(folder, 'root');
  const replaceFiles = (files: CaseFiles): void => {
    for (const name of existsSync(root) ? readdirSync(root) : [])
      if (!name.startsWith('terraform.tfstate')) rmSync(join(root, name), { recursive: true });
    for (const [path, text] of Object.entries(files)) write(root, path, text);
  };
  const run = (...parameters: string[]): Promise<string> =>
    promisify(execFile)(judge, parameters, {
      cwd: root,
      // A data source of a type that is managed here fails if it finds nothing. During the first apply, it may run too early.
      env: { ...env, ...(parameters[0] === 'plan' && { STUB_STRICT: '1' }) },
      maxBuffer: 256 * 1024 * 1024,
    }).then(({ stdout }) => stdout);
  replaceFiles(before);
  await run('get', '-no-color').catch(unusable);
  // Data sources that read what the first run creates show it to the second one.
  const apply = async (creates: boolean): Promise<void> => {
    for (const _ of creates ? [1, 2] : [1])
      await run('apply', '-auto-approve', '-no-color', '-input=false').catch(unusable);
  };
  await apply(true);
  const planned: Planned[] = [];
  for (const [index, after] of later.entries()) {
    replaceFiles(after);
    if (planSchema) write(folder, 'schema.json', JSON.stringify(planSchema(schema)));
    await run('get', '-no-color');
    try {
      await run('plan', '-no-color', '-input=false', '-out=plan');
    } catch (error) {
      return [...planned, { error: (error as { stderr?: string }).stderr ?? String(error) }];
    }
    const json = JSON.parse(await run('show', '-json', 'plan')) as {
      resource_changes?: { address: string; mode: string; change: { actions: string[] } }[];
    };
    const changes = (json.resource_changes ?? []).filter(({ mode }) => mode === 'managed');
    const actions = new Map(changes.map(({ address, change }) => [address, actionOf(change.actions)]));
    planned.push({ actions });
    if (index + 1 < later.length) await apply([...actions.values()].includes('create'));
  }
  return planned;
}

function unusable(error: { stderr?: string; stdout?: string }): never {
  throw new UnusableCase(`${error.stdout ?? ''}\n${error.stderr ?? ''}`);
}

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function actionOf(actions: readonly string[]): string {
  if (actions.length > 1) return 'replace';
  const [action = 'no-op'] = actions;
  return action === 'delete' ? 'destroy' : action === 'no-op' || action === 'forget' ? 'none' : action;
}

export async function forecastOf({ before, after, environment, facts }: ForecastCase): Promise<Forecast> {
  const { snapshot } = await workspaceOf({});
  const side = (files: CaseFiles) =>
    sideContext(snapshot, 'file:///w', textFiles({ ...files, 'zz_platform.tf': platform(environment) }));
  const [from, to] = [await side(before), await side(after)];
  const empty: { readonly tree: ModuleTree; readonly uri: string } = { tree: snapshot.model.tree, uri: 'file:///none' };
  return now(
    forecastContexts(from, to, 'file:///w', {
      facts: loadFacts({ format: 1, ...facts }),
      environment,
      folderOf: () => empty,
      locate: () => undefined,
    }),
  );
}

/** Names the environments of a platform whose modules are called by local paths. */
const platform = (environment: string): string => `module "named_environments" {
  source        = "github.com/kbst/terraform-kubestack//kustomization/overlay?ref=v0.19.2-beta.0"
  configuration = { ${environment} = {} }
  configuration_base_key = "${environment}"
}
`;

export function compareActions(planned: Planned, { environments }: Forecast, environment: string): ForecastVerdict {
  const forecast = environments[environment];
  if ('error' in planned) {
    const isExpected =
      (forecast?.cannotPlan ?? []).length > 0 || (forecast?.resources ?? []).some(({ action }) => action === 'unknown');
    return {
      equal: isExpected ? 1 : 0,
      unknown: [],
      wrong: isExpected ? [] : [`the plan fails: ${planned.error}`],
      planError: planned.error,
    };
  }
  const forecasted = new Map((forecast?.resources ?? []).map(({ address, action }) => [address, action]));
  let equal = 0;
  const unknown: string[] = [];
  const wrong: string[] = [];
  for (const address of new Set([...planned.actions.keys(), ...forecasted.keys()])) {
    const [real, computed] = [planned.actions.get(address) ?? 'none', forecasted.get(address) ?? 'none'];
    if (real === computed) equal++;
    else if (computed === 'unknown') unknown.push(`${address}: ${real}`);
    else wrong.push(`${address}: Terraform ${real}, forecast ${computed}`);
  }
  for (const { message } of forecast?.cannotPlan ?? []) wrong.push(`Terraform plans, forecast: ${message}`);
  return { equal, unknown, wrong };
}
