/**
 * The model of the workspace's platforms. Results are computed on request, and memoized while their inputs are the same objects: an edit in one
 * module call recomputes that call, and the calls that refer to it.
 */
import type { EvaluationBudget } from '../../hcl/budget';
import { unknown } from '../../hcl/values/value';
import { staticString, isCallComputed } from '../../workspace/staticEvaluation';
import type { ModuleFolder } from '../../workspace/moduleFolder';
import type { Workspace } from '../../workspace/workspace';
import { callText } from '../modules/callText';
import { metadataValue } from './clusterMetadata';
import { clusterRegion } from './clusterRegion';
import { computeEffectiveConfiguration, type EffectiveConfiguration } from '../inheritance/effectiveConfiguration';
import { EvaluationStack } from '../modules/evaluationStack';
import { InstanceSources } from '../modules/instanceSources';
import { MemoCache } from '../memoization/memoCache';
import { evaluateIn, type Declarations, type EvaluatedExpression } from '../modules/instanceReferences';
import { labelRange, type ModuleCall } from '../modules/moduleCall';
import type { ModuleInstance } from '../modules/moduleInstance';
import { moduleInterface, type InterfaceContext, type ModuleInterface } from '../modules/moduleInterface';
import { calledFolder, ModuleTree } from '../modules/moduleTree';
import { parseModuleSource } from '../modules/moduleSource';
import { DependencyTracker, validResult, type Cached, type TrackedInput } from '../memoization/dependencyTracker';
import type { PlatformData } from './platformData';
import type { Regions } from './regions';
import type { Schemas } from '../schemas/schemas';
import type { SourceRange, Value } from '../../hcl/model';
import type { Declaration } from '../../workspace/declarations';

/** The call of a declaration, as resolved for one instance of its module. */
interface RecognizedModule {
  readonly root: ModuleInstance;
  readonly module: ModuleInterface | undefined;
  /** The folder of an installed copy, if it was used. */
  readonly installed: { readonly call: string; readonly folder: string | undefined } | undefined;
}

/** Maximum number of cached values of a local: one for each environment, of which most platforms have fewer. */
const MAX_ENVIRONMENTS = 5;

/**
 * Maximum number of modules in a folder for which all effective configurations are cached. They are large, and the results of checks are cached
 * separately. A larger platform keeps only the most recently used ones.
 */
const MAX_CONFIGURATIONS = 10_000;

export class PlatformModel implements Declarations {
  readonly tree: ModuleTree;
  /** By root module, then by folder. */
  private readonly sources = new WeakMap<ModuleInstance, Map<string, InstanceSources>>();
  /** For a declaration in a local module: the configuration that all calls of the module share. */
  private readonly shared = new WeakMap<Declaration, Cached<EffectiveConfiguration>>();
  private readonly interfaces = new WeakMap<Declaration, Cached<RecognizedModule>>();
  private readonly locals = new MemoCache<EvaluatedExpression>(
    ({ folder }) => (folder?.count('local') ?? 0) * MAX_ENVIRONMENTS,
  );
  private readonly effective = new MemoCache<EffectiveConfiguration>(({ folder }) => {
    const modules = folder?.count('module') ?? 0;
    return modules > MAX_CONFIGURATIONS ? 0 : modules;
  });
  private readonly calls = new MemoCache<ModuleCall | undefined>(({ folder }) => folder?.count('module') ?? 0);
  private readonly platformRefs = new Map<string, TrackedInput<string | undefined>>();
  private readonly steps: EvaluationStack;

  constructor(
    readonly workspace: Workspace,
    readonly data: PlatformData,
    readonly workspaceFolders: () => readonly string[],
  ) {
    this.tree = new ModuleTree(workspace);
    this.steps = new EvaluationStack(workspace);
  }

  get schemas(): Schemas {
    return this.data.schemas;
  }

  get regions(): Regions {
    return this.data.regions;
  }

  sourcesOf(instance: ModuleInstance): InstanceSources {
    let byFolder = this.sources.get(instance.root);
    if (!byFolder) this.sources.set(instance.root, (byFolder = new Map<string, InstanceSources>()));
    let sources = byFolder.get(instance.folderUri);
    if (!sources) byFolder.set(instance.folderUri, (sources = new InstanceSources(instance)));
    return sources;
  }

  /** The call of a Kubestack module by its label; undefined for other modules. */
  call(instance: ModuleInstance, name: string): ModuleCall | undefined {
    const cached = validResult(this.calls.get(instance, name), this.workspace.revision);
    if (cached) return cached.result;
    const reads = new DependencyTracker();
    const result = this.readCall(instance, name, reads);
    this.calls.set(instance, name, { result, reads: reads.complete(), checkedAt: this.workspace.revision });
    return result;
  }

  /** Whether a block is known to call no Kubestack module, in any module with the same root. Only known after {@link call}. */
  isPlainCall(instance: ModuleInstance, name: string): boolean {
    const declaration = instance.folder?.declaration('module', name);
    const cached = declaration && validResult(this.interfaces.get(declaration), this.workspace.revision)?.result;
    return cached?.root === instance.root && !cached.module && !cached.installed;
  }

  /** Calls of Kubestack modules in a module. */
  *callsIn(instance: ModuleInstance): Iterable<ModuleCall> {
    for (const name of instance.folder?.namesInOrder('module') ?? []) {
      const call = this.call(instance, name);
      if (call) yield call;
    }
  }

  /** @param reads receives the inputs of the result */
  effectiveConfiguration(call: ModuleCall, reads?: DependencyTracker): EffectiveConfiguration {
    return reads ? this.includedConfiguration(call, reads) : this.cachedConfiguration(call).result;
  }

  /** The same object for all calls that share a configuration, see {@link sharedConfiguration}; for other calls, the call itself. */
  configurationIdentity(call: ModuleCall, reads: DependencyTracker): object {
    const { environments } = this.effectiveConfiguration(call, reads);
    return this.shared.get(call.declaration)?.result.environments === environments ? environments : call;
  }

  /** Names and domains of a cluster in an environment; parts can be unknown. */
  metadata(
    call: ModuleCall,
    environment: string,
    reads: DependencyTracker = new DependencyTracker(),
  ): Value | undefined {
    const { provider } = call.module;
    const configuration = this.includedConfiguration(call, reads).environments.get(environment)?.value;
    if (!configuration || !provider || call.module.kind !== 'cluster') return undefined;
    return metadataValue(
      configuration,
      provider,
      environment,
      clusterRegion(call, configuration, environment, this, reads),
    );
  }

  local(
    instance: ModuleInstance,
    name: string,
    environment: string,
    reads: DependencyTracker,
    usage: SourceRange,
  ): EvaluatedExpression | undefined {
    const declared = reads.read(this.sourcesOf(instance).local(name));
    if (!declared) return undefined;
    const key = keyOf(instance, name);
    const cached = this.memoizedLocal(instance, name, environment);
    if (cached) {
      reads.include(cached.reads);
      return cached.result;
    }
    const step = { key: `local ${key}`, what: `local.${name}`, range: usage };
    const refused = this.steps.refuse(step);
    if (refused) return refused;
    const own = new DependencyTracker();
    own.read(this.sourcesOf(instance).local(name));
    return this.steps.withBudget(budget => {
      const before = budget.spent;
      const result = this.steps.during(step, () =>
        evaluateIn(this, instance, declared.item, declared.attribute.value, environment, own),
      );
      reads.include(own);
      if (this.steps.isFinal(budget, before))
        this.locals.set(instance, result.usesWorkspace ? `${name} ${environment}` : name, {
          result,
          reads: own.complete(),
          checkedAt: this.workspace.revision,
        });
      return result;
    });
  }

  withBudget<T>(action: (budget: EvaluationBudget) => T): T {
    return this.steps.withBudget(action);
  }

  callOutput(
    instance: ModuleInstance,
    callName: string,
    output: string,
    environment: string,
    reads: DependencyTracker,
    usage: SourceRange,
  ): EvaluatedExpression | undefined {
    if (output !== 'current_config' && output !== 'current_metadata') return undefined;
    const call = this.call(instance, callName);
    // A reference to a call also depends on the called module.
    const recognized = this.calls.get(instance, callName);
    if (recognized) reads.include(recognized.reads);
    if (!call) return undefined;
    const what = `module.${callName}`;
    // Checks report it.
    if (!this.hasOutput(call, output, reads)) return undefined;
    const key = keyOf(instance, callName);
    const step = { key: `${output} ${key}`, what, range: usage };
    const refused = this.steps.refuse({ ...step, key: `call ${key}` }) ?? this.steps.refuse(step);
    if (refused) return refused;
    return this.steps.during(step, () => {
      const { environments, diagnostics } = this.includedConfiguration(call, reads);
      const value =
        output === 'current_metadata' ? this.metadata(call, environment, reads) : environments.get(environment)?.value;
      // Reports every declaration in a cycle, even if this environment has no value, since another environment can have one.
      return {
        value: value ?? unknown(),
        diagnostics: diagnostics.filter(({ code }) => code === 'KS001'),
        usesWorkspace: true,
        usesInputs: true,
      };
    });
  }

  private hasOutput({ module }: ModuleCall, output: string, reads: DependencyTracker): boolean {
    if (module.folderUri !== undefined) return reads.read(this.tree.outputOf(module.folderUri, output));
    return module.schema?.outputs.has(output) ?? true;
  }

  private includedConfiguration(call: ModuleCall, reads: DependencyTracker): EffectiveConfiguration {
    const cached = this.cachedConfiguration(call);
    reads.include(cached.reads);
    return cached.result;
  }

  private cachedConfiguration(call: ModuleCall): Cached<EffectiveConfiguration> {
    const { instance, name } = call;
    const existing = validResult(this.effective.get(instance, name), this.workspace.revision);
    if (existing && existing.result.call === call) return existing;
    const shared = this.sharedConfiguration(call);
    if (shared) {
      this.effective.set(instance, name, shared);
      return shared;
    }
    return this.steps.withBudget(budget => {
      const before = budget.spent;
      const cached = this.computedConfiguration(call);
      if (this.steps.isFinal(budget, before)) this.effective.set(instance, name, cached);
      return cached;
    });
  }

  /** The result of another call of the same local module, if it is the same for all of them. */
  private sharedConfiguration(call: ModuleCall): Cached<EffectiveConfiguration> | undefined {
    const shared = validResult(this.shared.get(call.declaration), this.workspace.revision);
    const other = shared?.result.call;
    if (!shared || other?.module !== call.module || other.instance.root !== call.instance.root) return undefined;
    return { ...shared, result: { ...shared.result, call } };
  }

  private computedConfiguration(call: ModuleCall): Cached<EffectiveConfiguration> {
    const { instance, name, declaration } = call;
    const reads = new DependencyTracker();
    const result = this.steps.during(
      { key: `call ${keyOf(instance, name)}`, what: call.address, range: labelRange(call.declaration) },
      () => computeEffectiveConfiguration(call, this, reads),
    );
    const cached = { result, reads: reads.complete(), checkedAt: this.workspace.revision };
    // Diagnostics can contain the address of the call.
    if (instance.parent && reads.areOfFolder && result.diagnostics.length === 0) this.shared.set(declaration, cached);
    return cached;
  }

  private readCall(instance: ModuleInstance, name: string, reads: DependencyTracker): ModuleCall | undefined {
    const sources = this.sourcesOf(instance);
    const declaration = reads.read(sources.declaration('module', name));
    if (!declaration || instance.isInside(calledFolder(instance, declaration) ?? '')) return undefined;
    const module = this.recognize(declaration, instance, reads);
    return module && { name, address: instance.addressOf(name), instance, declaration, module };
  }

  /** One interface for all calls of a local module, unless they are installed in different folders. */
  private recognize(
    declaration: Declaration,
    instance: ModuleInstance,
    reads: DependencyTracker,
  ): ModuleInterface | undefined {
    const cached = validResult(this.interfaces.get(declaration), this.workspace.revision);
    const isShared = !isCallComputed(declaration);
    if (isShared && cached && cached.result.root === instance.root) {
      const { module, installed } = cached.result;
      if (installed && instance.parent) reads.tieToInstance();
      if (!installed || this.installedFolder(instance, installed.call, reads) === installed.folder) {
        reads.include(cached.reads);
        return module;
      }
    }
    const own = new DependencyTracker();
    let installed: RecognizedModule['installed'];
    const module = moduleInterface(declaration, instance.folderUri, {
      ...this.interfaceContext(instance, own),
      text: (call, name) => {
        if (isShared) return callText(instance, call, name);
        if (instance.parent) reads.tieToInstance();
        return own.read(this.sourcesOf(instance).callText(instance, call.block.labels[0]?.name ?? '', name));
      },
      installedFolder: call => {
        if (instance.parent) reads.tieToInstance();
        const folder = this.installedFolder(instance, call, reads);
        installed = { call, folder };
        return folder;
      },
    });
    reads.include(own);
    // Each declaration in a root module has one call, which is cached.
    if (!isShared || !instance.parent) return module;
    this.interfaces.set(declaration, {
      result: { root: instance.root, module, installed },
      reads: own.complete(),
      checkedAt: this.workspace.revision,
    });
    return module;
  }

  private installedFolder(instance: ModuleInstance, call: string, reads: DependencyTracker): string | undefined {
    const sources = this.sourcesOf(instance);
    return reads.read(sources.hasInstalled()) ? reads.read(sources.installedFolder(instance, call)) : undefined;
  }

  private interfaceContext(
    instance: ModuleInstance,
    reads: DependencyTracker,
  ): Omit<InterfaceContext, 'installedFolder' | 'text'> {
    return {
      schemas: this.schemas,
      readFolder: uri => {
        const folder = this.tree.readFolder(uri);
        reads.read(this.tree.declarationsOf(uri));
        return folder;
      },
      platformRef: () => reads.read(this.platformRef(instance)),
    };
  }

  /** The newest ref of the platform's framework modules. */
  private platformRef(instance: ModuleInstance): TrackedInput<string | undefined> {
    let source = this.platformRefs.get(instance.rootUri);
    if (!source)
      this.platformRefs.set(instance.rootUri, (source = platformRefOf(() => this.workspace.folder(instance.rootUri))));
    return source;
  }

  private memoizedLocal(
    instance: ModuleInstance,
    name: string,
    environment: string,
  ): Cached<EvaluatedExpression> | undefined {
    const { revision } = this.workspace;
    const same = validResult(this.locals.get(instance, name), revision);
    return same ?? validResult(this.locals.get(instance, `${name} ${environment}`), revision);
  }
}

function platformRefOf(currentRoot: () => ModuleFolder | undefined): TrackedInput<string | undefined> {
  let cached: { root: ModuleFolder | undefined; revision: number | undefined; ref: string | undefined } | undefined;
  return {
    current: () => {
      const root = currentRoot();
      if (!cached || cached.root !== root || cached.revision !== root?.interfaceRevision) {
        cached = { root, revision: root?.interfaceRevision, ref: root && findPlatformRef(root) };
      }
      return cached.ref;
    },
  };
}

function findPlatformRef(root: ModuleFolder): string | undefined {
  for (const name of root.namesInOrder('module')) {
    const declaration = root.declaration('module', name);
    const parsed = parseModuleSource(staticString(root, declaration, 'source') ?? '');
    if (parsed.form === 'framework' && parsed.ref !== undefined) return parsed.ref;
  }
  return undefined;
}

const keyOf = (instance: ModuleInstance, name: string): string =>
  `${instance.rootUri}\n${instance.address}\n${instance.folderUri}\n${name}`;
