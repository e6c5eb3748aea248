/**
 * Everything known of the workspace's platforms, computed when asked for and kept as long as what it was computed from stays the same:
 * an edit in one module call recomputes that call, and what refers to it.
 */
import type { Fault } from '../hcl/fault';
import { unknown, type Place, type Value } from '../hcl/value';
import { attributeOf, type Declaration } from '../workspace/moduleFolder';
import type { Workspace } from '../workspace/workspace';
import { metadataValue } from './clusterMetadata';
import { clusterRegion } from './clusterRegion';
import { computeEffectiveConfiguration, type EffectiveConfiguration } from './effectiveConfiguration';
import { InstanceSources } from './instanceSources';
import { evaluateIn, type Declarations, type Evaluated } from './instanceReferences';
import { labelPlace, type ModuleCall } from './moduleCall';
import { ModuleInstance } from './moduleInstance';
import { literalText, moduleInterface, type InterfaceContext } from './moduleInterface';
import { ModuleTree } from './moduleTree';
import { parseModuleSource } from './moduleSource';
import { Reads, validResult, type Cached } from './reads';
import type { Schemas } from './schemas';

/** Results that are kept at once; the oldest are computed again when needed. */
const MAX_KEPT = 20_000;

export class PlatformModel implements Declarations {
  readonly tree: ModuleTree;
  private readonly sources = new WeakMap<ModuleInstance, InstanceSources>();
  private readonly locals = new Map<string, Cached<Evaluated>>();
  private readonly effective = new Map<string, Cached<EffectiveConfiguration>>();
  private readonly calls = new Map<string, Cached<ModuleCall | undefined>>();
  private readonly inProgress: { key: string; what: string; place: Place }[] = [];

  constructor(
    readonly workspace: Workspace,
    readonly schemas: Schemas,
    private readonly workspaceFolders: () => readonly string[],
  ) {
    this.tree = new ModuleTree(workspace);
  }

  sourcesOf(instance: ModuleInstance): InstanceSources {
    let sources = this.sources.get(instance);
    if (!sources) this.sources.set(instance, (sources = new InstanceSources(instance, this.workspaceFolders)));
    return sources;
  }

  /** The call of a Kubestack module by its label; undefined for other modules. */
  call(instance: ModuleInstance, name: string): ModuleCall | undefined {
    const key = keyOf(instance, name);
    const known = validResult(this.calls.get(key), this.workspace.revision);
    if (known) return known.result;
    const reads = new Reads();
    const result = this.readCall(instance, name, reads);
    keep(this.calls, key, { result, reads, checkedAt: this.workspace.revision });
    return result;
  }

  /** Calls of Kubestack modules in a module. */
  *callsIn(instance: ModuleInstance): Iterable<ModuleCall> {
    for (const name of instance.folder?.names('module') ?? []) {
      const call = this.call(instance, name);
      if (call) yield call;
    }
  }

  effectiveConfiguration(call: ModuleCall): EffectiveConfiguration {
    return this.cachedConfiguration(call).result;
  }

  /** Name, domain and so on of a cluster in one environment; parts that are not known are unknown in it. */
  metadata(call: ModuleCall, environment: string, reads: Reads = new Reads()): Value | undefined {
    const { provider } = call.module;
    const configuration = this.includedConfiguration(call, reads).environments.get(environment)?.value;
    if (!configuration || !provider || call.module.kind !== 'cluster') return undefined;
    return metadataValue(configuration, provider, environment, clusterRegion(call, configuration, environment, this, reads));
  }

  local(instance: ModuleInstance, name: string, environment: string, reads: Reads, asked: Place): Evaluated | undefined {
    const declared = reads.read(this.sourcesOf(instance).local(name));
    if (!declared) return undefined;
    const key = keyOf(instance, name);
    const known = this.keptLocal(key, environment);
    if (known) {
      reads.include(known.reads);
      return known.result;
    }
    const cycle = this.cycle(`local ${key}`, `local.${name}`, asked);
    if (cycle) return cycle;
    const own = new Reads();
    own.read(this.sourcesOf(instance).local(name));
    const result = this.during({ key: `local ${key}`, what: `local.${name}`, place: asked }, () =>
      evaluateIn(this, instance, declared.item, declared.attribute.value, environment, own),
    );
    reads.include(own);
    // A cycle's faults depend on where it was entered.
    const cyclic = result.faults.some(fault => fault.code === 'KS001');
    if (!cyclic || this.inProgress.length === 0) {
      keep(this.locals, result.usesWorkspace ? `${key} ${environment}` : key, { result, reads: own, checkedAt: this.workspace.revision });
    }
    return result;
  }

  callOutput(
    instance: ModuleInstance,
    callName: string,
    output: string,
    environment: string,
    reads: Reads,
    asked: Place,
  ): Evaluated | undefined {
    if (output !== 'current_config' && output !== 'current_metadata') return undefined;
    const call = this.call(instance, callName);
    reads.read(this.sourcesOf(instance).declaration('module', callName));
    if (!call) return undefined;
    const key = keyOf(instance, callName);
    const cycle = this.cycle(`call ${key}`, `module.${callName}`, asked);
    if (cycle) return cycle;
    return this.during({ key: `call ${key}`, what: `module.${callName}`, place: asked }, () => {
      const value =
        output === 'current_metadata' ? this.metadata(call, environment, reads) : this.includedConfiguration(call, reads).environments.get(environment)?.value;
      // Also where this environment has none: in another one it may have.
      return { value: value ?? unknown(), faults: [], usesWorkspace: true };
    });
  }

  private includedConfiguration(call: ModuleCall, reads: Reads): EffectiveConfiguration {
    const cached = this.cachedConfiguration(call);
    reads.include(cached.reads);
    return cached.result;
  }

  private cachedConfiguration(call: ModuleCall): Cached<EffectiveConfiguration> {
    const key = keyOf(call.instance, call.name);
    const known = validResult(this.effective.get(key), this.workspace.revision);
    if (known && known.result.call === call) return known;
    const reads = new Reads();
    const result = this.during({ key: `call ${key}`, what: call.address, place: labelPlace(call.declaration) }, () =>
      computeEffectiveConfiguration(call, this, reads),
    );
    const cached = { result, reads, checkedAt: this.workspace.revision };
    keep(this.effective, key, cached);
    return cached;
  }

  private readCall(instance: ModuleInstance, name: string, reads: Reads): ModuleCall | undefined {
    const sources = this.sourcesOf(instance);
    const declaration = reads.read(sources.declaration('module', name));
    if (!declaration || instance.isInside(calledFolder(instance, declaration) ?? '')) return undefined;
    const module = moduleInterface(declaration, instance.folderUri, this.interfaceContext(instance, reads));
    return module && { name, address: instance.addressOf(name), instance, declaration, module };
  }

  private interfaceContext(instance: ModuleInstance, reads: Reads): InterfaceContext {
    const sources = this.sourcesOf(instance);
    return {
      schemas: this.schemas,
      folder: uri => {
        const folder = this.tree.folder(uri);
        reads.read(this.tree.declarationsOf(uri));
        return folder;
      },
      installedFolder: callName => reads.read(sources.installedFolder(callName)),
      platformRef: () => this.platformRef(instance),
    };
  }

  /** The newest ref that framework modules of the platform name. */
  private platformRef(instance: ModuleInstance): string | undefined {
    const root = this.workspace.folder(instance.rootUri);
    for (const name of root?.names('module') ?? []) {
      const declaration = root?.declaration('module', name);
      const parsed = parseModuleSource(literalText(declaration && attributeOf(declaration, 'source')?.attribute.value) ?? '');
      if (parsed.form === 'framework' && parsed.ref !== undefined) return parsed.ref;
    }
    return undefined;
  }

  private keptLocal(key: string, environment: string): Cached<Evaluated> | undefined {
    const { revision } = this.workspace;
    return validResult(this.locals.get(key), revision) ?? validResult(this.locals.get(`${key} ${environment}`), revision);
  }

  /** Runs an evaluation that must not need itself. */
  private during<T>(step: { key: string; what: string; place: Place }, action: () => T): T {
    this.inProgress.push(step);
    try {
      return action();
    } finally {
      this.inProgress.pop();
    }
  }

  private cycle(key: string, what: string, asked: Place): Evaluated | undefined {
    const from = this.inProgress.findIndex(each => each.key === key);
    if (from < 0) return undefined;
    const chain = [...this.inProgress.slice(from).map(each => each.what), what];
    const fault: Fault = {
      code: 'KS001',
      message: `${what} depends on itself: ${chain.join(' → ')}.`,
      place: asked,
      related: this.inProgress.slice(from + 1).map(each => ({ message: `${each.what} is used here`, place: each.place })),
    };
    return { value: unknown(), faults: [fault], usesWorkspace: false };
  }
}

/** Folder of a local module that a call names. */
export function calledFolder(instance: ModuleInstance, declaration: Declaration): string | undefined {
  return ModuleTree.localFolder(instance.folderUri, literalText(attributeOf(declaration, 'source')?.attribute.value));
}

const keyOf = (instance: ModuleInstance, name: string): string => `${instance.rootUri}\n${instance.address}\n${instance.folderUri}\n${name}`;

function keep<T>(cache: Map<string, Cached<T>>, key: string, entry: Cached<T>): void {
  cache.delete(key);
  cache.set(key, entry);
  if (cache.size > MAX_KEPT) cache.delete(cache.keys().next().value!);
}
