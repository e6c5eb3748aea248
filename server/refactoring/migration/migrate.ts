/**
 * Migrates from the `map` to the `object` generation of the framework: renames and converts attributes, the inputs of node pools and DNS records, and
 * references to clusters. The values of all environments stay the same as far as the new inheritance rules allow it; differences are reported.
 *
 * - {@link migrate}: migrates several calls, including the clusters that they belong to
 * - {@link migratePlatform}: migrates everything in a root module and its local modules, and the platform's other files
 *
 * Both pause between the modules.
 */
import { t } from '../../../common/localization';
import { Draft } from '../../edits/draft';
import { resultingContext } from '../../edits/resultingSnapshot';
import { quoteString } from '../../semantics/hclPrinter';
import { reporting } from '../../scheduling/pausing';
import { replaceValues, setValue, sourceTextAt } from '../../edits/entryText';
import type { RequestContext } from '../../semantics/requestContext';
import { callText } from '../../kubestack/modules/callText';
import { computedRefRange } from '../../kubestack/modules/computedRef';
import { baseKeyOf } from '../../kubestack/inheritance/environmentKeys';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { ModuleInstance } from '../../kubestack/modules/moduleInstance';
import { parseModuleSource } from '../../kubestack/modules/moduleSource';
import { allCalls } from '../../kubestack/platform/platform';
import type { PlatformModel } from '../../kubestack/platform/platformModel';
import { isComputed } from '../../workspace/staticEvaluation';
import { declaredAttribute, findAttribute } from '../../workspace/declarations';
import { configurationTarget, ConfigurationEditor, type ConfigurationTarget } from '../configurationTarget';
import type { RefactoringProblem } from '../refactoring';
import { referencedCluster } from './referencedCluster';
import { formerDefaults } from './formerDefaults';
import { completed, environmentText, readEnvironment, type MigratedEnvironment } from './migrateEnvironment';
import { migratedModule, type MigratedModule } from './migratedModule';
import { migrateFiles } from './migrateFiles';
import { migrateInputs } from './migrateInputs';
import { migrateReferences } from './migrateReferences';
import { carriedOver, differentPaths, inEffect, type MigrationDifference } from './migrationProof';

export interface Migration {
  readonly draft: Draft;
  /** Notes for the user, one sentence each. */
  readonly notes: readonly string[];
  /** Effective values that change; empty if all stay the same. */
  readonly differences: readonly MigrationDifference[];
  /** Number of effective values and configurations that were compared. */
  readonly compared: { readonly values: number; readonly configurations: number };
}

/** @param to a ref of the `object` generation, for `?ref=` */
export function* migrate(
  request: RequestContext,
  calls: readonly ModuleCall[],
  to: string,
): Generator<undefined, Migration | RefactoringProblem> {
  const run = new MigrationRun(request, to);
  return (yield* run.migrateCalls(calls)) ?? (yield* run.finish(calls));
}

/** Also removes the environment `loc` and its Dockerfile, and makes pipelines call `tofu`, the program in the new image. */
export function* migratePlatform(
  request: RequestContext,
  root: ModuleInstance,
  to: string,
  draft = new Draft(request),
): Generator<undefined, Migration | RefactoringProblem> {
  const all = yield* allCalls(root, request.model);
  const run = new MigrationRun(request, to, draft);
  const calls = all.filter(call => parseModuleSource(call.module.source).form === 'framework' && !isNew(call, request));
  const problem = (yield* run.migrateCalls(calls)) ?? (yield* run.removeLocal(all));
  if (problem) return problem;
  run.notes.push(...migrateFiles(request, run.draft, root.folderUri));
  return yield* run.finish(calls);
}

const isNew = ({ module }: ModuleCall, { model }: RequestContext): boolean => {
  const parsed = parseModuleSource(module.source);
  return parsed.form === 'framework' && !isOld(parsed.ref, model.schemas.knownRef(parsed.ref));
};
const isOld = (ref: string | undefined, known: string | undefined): boolean =>
  ref !== undefined && known !== undefined && known !== 'head';

class MigrationRun {
  readonly notes: string[] = [];
  private readonly migrated = new Map<ModuleCall['declaration'], MigratedModule>();
  private readonly sites = new Map<string, string>();

  constructor(
    private readonly request: RequestContext,
    private readonly to: string,
    readonly draft = new Draft(request),
  ) {}

  /** Migrates the calls in the draft; stops at the first problem. */
  *migrateCalls(calls: readonly ModuleCall[]): Generator<undefined, RefactoringProblem | undefined> {
    const { schemas } = this.request.model;
    for (const call of calls) {
      const module = migratedModule(call.module.source, schemas);
      if (module) this.migrated.set(call.declaration, module);
      else
        return { problem: t('{0}: {1} has no equivalent with typed configuration.', call.address, call.module.source) };
    }
    const clusters = clustersByInstance(calls, this.migrated);
    for (const [instance, own] of clusters) yield* migrateReferences(this.request, this.draft, instance, own);
    for (const [instance, own] of clusters) {
      const problem = yield* this.migrateRecords(instance, own);
      if (problem) return problem;
    }
    const done = new Set<unknown>();
    for (const call of calls) {
      if (done.has(call.declaration)) continue;
      done.add(call.declaration);
      yield;
      const problem = yield* this.migrateCall(call, this.migrated.get(call.declaration)!);
      if (problem !== undefined) return { problem: `${call.address}: ${problem}` };
    }
    return undefined;
  }

  /** Removes `loc`, the environment of the former local development, which is not an environment of the platform. */
  *removeLocal(calls: readonly ModuleCall[]): Generator<undefined, RefactoringProblem | undefined> {
    for (const call of calls) {
      yield;
      const target = configurationTarget(this.request, call);
      const editor = target && new ConfigurationEditor(this.draft, target);
      if (!editor?.names([])?.includes('loc')) continue;
      if (baseKeyOf(call, this.request.model) === 'loc')
        return { problem: t('{0}: its base environment is loc. Choose another base first.', call.address) };
      yield* editor.remove(['loc']);
      this.notes.push(
        t('{0}: removed the environment loc, because local development is no longer supported.', call.address),
      );
    }
    return undefined;
  }

  *finish(calls: readonly ModuleCall[]): Generator<undefined, Migration> {
    const { differences, compared } = yield* this.compare(calls);
    const changeNotes = differences.map(({ address, environment, path, before, after }) =>
      t(
        '{0} in {1}: {2} changes from {3} to {4}, because a value that the base sets can be overridden but not removed.',
        address,
        environment,
        path,
        before ?? t('not set'),
        after ?? t('unset'),
      ),
    );
    return { draft: this.draft, notes: [...this.notes, ...changeNotes], differences, compared };
  }

  /** DNS records of the clusters: modules without a configuration. */
  private *migrateRecords(
    instance: ModuleInstance,
    clusters: ReadonlyMap<string, MigratedModule>,
  ): Generator<undefined, RefactoringProblem | undefined> {
    for (const name of instance.folder?.namesInOrder('module') ?? []) {
      yield;
      const declaration = instance.folder?.declaration('module', name);
      const source = callText(instance, declaration, 'source');
      const module = source === undefined ? undefined : migratedModule(source, this.request.model.schemas);
      if (!declaration || !module || module.now.inputs.has('configuration')) continue;
      const cluster = referencedCluster(this.request, { instance, declaration, name });
      if (cluster !== undefined && !clusters.has(cluster.replace('module.', ''))) continue;
      if (!(yield* this.renew(declaration, instance, module, cluster)))
        return {
          problem: t('{0}: its cluster was not found, or its file has syntax errors.', instance.addressOf(name)),
        };
    }
    return undefined;
  }

  /** Sets the new ref, and the inputs that it requires. */
  private *renew(
    declaration: ModuleCall['declaration'],
    instance: ModuleInstance,
    module: MigratedModule,
    cluster: string | undefined,
  ): Generator<undefined, boolean> {
    const { item } = declaration;
    const isRenewed = isComputed(declaredAttribute(declaration, 'source')?.attribute.value)
      ? this.renewComputed(declaration, instance)
      : this.draft.edit(item, text => {
          const source = sourceTextAt(text, ['source']);
          return source === undefined ? undefined : setValue(text, ['source'], this.renewedSource(source));
        });
    yield;
    return isRenewed && this.draft.edit(item, text => migrateInputs(text, module.path, cluster));
  }

  /** The origin of a computed source's ref. */
  private renewComputed(declaration: ModuleCall['declaration'], instance: ModuleInstance): boolean {
    const parsed = parseModuleSource(callText(instance, declaration, 'source') ?? '');
    const ref = parsed.form === 'framework' ? parsed.ref : undefined;
    const range = ref === undefined ? undefined : computedRefRange(instance.folder, declaration, ref);
    return range !== undefined && this.draft.replace(range, this.to);
  }

  private *migrateCall(call: ModuleCall, module: MigratedModule): Generator<undefined, string | undefined> {
    const cluster = referencedCluster(this.request, call);
    if (!(yield* this.renew(call.declaration, call.instance, module, cluster)))
      return t('its cluster was not found, its version is computed, or its file has syntax errors.');
    return yield* this.migrateConfiguration(call, module, cluster);
  }

  private renewedSource(text: string): string {
    return text.replace(/([?&]ref=)[^&"]+/, (_, start: string) => start + quoteString(this.to).slice(1, -1));
  }

  private *migrateConfiguration(
    call: ModuleCall,
    module: MigratedModule,
    cluster: string | undefined,
  ): Generator<undefined, string | undefined> {
    const target = configurationTarget(this.request, call);
    const base = baseKeyOf(call, this.request.model);
    if (!target || base === undefined) return t('its configuration is not a literal object.');
    const key = `${target.item.uri} ${target.path.join('.')} ${target.item.text}`;
    const before = this.sites.get(key);
    if (before !== undefined)
      return before === module.path ? undefined : t('its configuration is shared with a module at {0}.', before);
    this.sites.set(key, module.path);
    this.loosenVariable(call, target);
    yield;
    const editor = new ConfigurationEditor(this.draft, target);
    const names = [...new Set(editor.names([]))];
    const read = new Map<string, MigratedEnvironment>();
    const inBase = editor.names([base]);
    for (const name of names) {
      yield;
      const environment = yield* readEnvironment(editor.text([name]) ?? '', module, name === base ? undefined : inBase);
      if (!environment) return t('the configuration of {0} is not a literal object.', name);
      read.set(name, environment);
      for (const each of environment.dropped)
        this.notes.push(t("{0} in {1}: removed {2}, which the module doesn't have.", call.address, name, each));
    }
    const own = read.get(base);
    if (!own) return t('its base environment {0} is not one of its environments.', base);
    const added = formerDefaults(module, own.entries, cluster);
    for (const { path, value } of added.entries)
      this.notes.push(
        t('{0}: {1} is now required; set to {2}, the previous default.', call.address, path.join('.'), value),
      );
    for (const path of added.open)
      this.notes.push(
        t('{0}: {1} is now required, and its previous value is unknown. Set it before you plan.', call.address, path),
      );
    const texts = new Map<string, string>();
    for (const [name, { entries, rest }] of read) {
      yield;
      const written = name === base ? [...entries, ...added.entries] : completed(entries, own.entries);
      texts.set(name, environmentText(written, rest));
    }
    editor.rewrite((text, path) => replaceValues(text, path, texts));
    return undefined;
  }

  /** Updates the type of a variable that holds the configuration. */
  private loosenVariable({ instance }: ModuleCall, { item, path }: ConfigurationTarget): void {
    const { node } = item;
    const name = node.kind === 'attribute' ? path[0] : node.type === 'variable' ? node.labels[0]?.name : undefined;
    const variable = name === undefined ? undefined : instance.folder?.declaration('variable', name);
    if (variable && findAttribute(variable.block, 'type'))
      this.draft.edit(variable.item, text => setValue(text, ['type'], 'any'));
  }

  /** Compares the former effective values, under their new names, with those of the changed text. */
  private *compare(calls: readonly ModuleCall[]): Generator<undefined, Pick<Migration, 'differences' | 'compared'>> {
    const { model } = this.request;
    const changes = yield* reporting(undefined, this.draft.changes());
    const after = (yield* resultingContext(this.request, changes)).model;
    const callsAfter = yield* callsByRoot(after);
    const differences: MigrationDifference[] = [];
    const compared = { values: 0, configurations: 0 };
    for (const call of calls) {
      yield;
      const module = this.migrated.get(call.declaration)!;
      const now = callsAfter.get(call.instance.rootUri)?.get(call.address);
      const effective = now && after.effectiveConfiguration(now);
      const added = this.addedPaths(call, module);
      for (const [environment, { value }] of model.effectiveConfiguration(call).environments) {
        if (environment === 'loc') continue;
        const old = carriedOver(value, module);
        const result = effective?.environments.get(environment);
        const found = differentPaths(old, result ? inEffect(result.value) : new Map<string, string>());
        compared.configurations++;
        compared.values += old.size;
        differences.push(
          ...found
            .filter(({ path, before }) => before !== undefined || !added.has(path))
            .map(each => ({ address: call.address, environment, ...each })),
        );
      }
    }
    return { differences, compared };
  }

  /** Former defaults are written out, so that unset attributes keep their values. */
  private addedPaths(call: ModuleCall, module: MigratedModule): Set<string> {
    const { environments } = this.request.model.effectiveConfiguration(call);
    const base = baseKeyOf(call, this.request.model);
    const value = base === undefined ? undefined : environments.get(base)?.value;
    const carried = value ? carriedOver(value, module) : new Map<string, string>();
    return new Set(
      [...module.now.attributes.values()]
        .filter(({ required, path }) => required === 'precondition' && !carried.has(path))
        .map(({ path }) => path),
    );
  }
}

/** The clusters among the calls of each module: label of the call → its migrated module. */
function clustersByInstance(
  calls: readonly ModuleCall[],
  migrated: ReadonlyMap<ModuleCall['declaration'], MigratedModule>,
): Map<ModuleInstance, Map<string, MigratedModule>> {
  const found = new Map<ModuleInstance, Map<string, MigratedModule>>();
  for (const { instance, module, name, declaration } of calls) {
    const own = found.get(instance) ?? new Map<string, MigratedModule>();
    found.set(instance, own);
    if (module.kind === 'cluster') own.set(name, migrated.get(declaration)!);
  }
  return found;
}

/** The calls of each root module by their address. */
function* callsByRoot(model: PlatformModel): Generator<undefined, Map<string, Map<string, ModuleCall>>> {
  const roots = new Map<string, Map<string, ModuleCall>>();
  for (const root of model.tree.rootInstances()) {
    const calls = yield* allCalls(root, model);
    roots.set(root.folderUri, new Map(calls.map(call => [call.address, call])));
  }
  return roots;
}
