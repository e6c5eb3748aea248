/**
 * Diagnostics of evaluation outside the module calls that they affect: in locals, variables files and arguments. Each is reported once, at its place,
 * with the calls that use it.
 */
import { sentences, t } from '../../../common/localization';
import { memoize } from '../../../common/memoize';
import { closestName } from '../../hcl/closestName';
import { Evaluation, Scope } from '../../hcl/evaluation/scope';
import type { EvaluationDiagnostic } from '../../hcl/evaluationDiagnostic';
import type { SourceRange } from '../../hcl/model';
import { InstanceReferences } from '../../kubestack/modules/instanceReferences';
import { readVariable } from '../../kubestack/modules/variableDeclaration';
import { labelRange, type ModuleCall } from '../../kubestack/modules/moduleCall';
import { calledOutputs, type CalledOutputs } from '../../kubestack/platform/calledOutputs';
import { DependencyTracker } from '../../kubestack/memoization/dependencyTracker';
import type { ModuleInstance } from '../../kubestack/modules/moduleInstance';
import { configurationDiagnostics, levelOfEvaluation } from '../../semantics/reportedDiagnostics';
import { findOccurrences, type Occurrence, type OccurrenceKind } from '../../semantics/occurrences';
import type { RequestContext } from '../../semantics/requestContext';
import { baseNameOf } from '../../workspace/uri';
import type { Block, Item } from '../../syntax/ast';
import { trimList } from '../../syntax/trimList';
import { isOverride, sourceSyntaxOf } from '../../workspace/fileNames';
import type { ModuleFolder } from '../../workspace/moduleFolder';
import { callConfiguration, perCall } from './perCall';
import { withoutInstances } from './withoutInstances';
import type { CheckContext } from './checkContext';

/** A diagnostic of evaluation, and the first call that it affects. */
export interface SharedDiagnostic {
  readonly diagnostic: EvaluationDiagnostic;
  readonly call: ModuleCall | undefined;
}

/** Maximum number of calls that a diagnostic lists. */
const MAX_USERS = 20;
/** Number of items between two pauses. */
const ITEMS_PER_PAUSE = 16;
/** Types of blocks that can name removed declarations. */
const HISTORY = new Set(['moved', 'removed', 'import']);

/** Diagnostics of the evaluation of a call's configuration. */
const diagnosticsOfCall = perCall('all', (call, model, reads) => model.effectiveConfiguration(call, reads).diagnostics);

/** All shared diagnostics of a platform by document. */
export function* sharedDiagnostics(
  request: RequestContext,
  context: CheckContext,
): Generator<undefined, ReadonlyMap<string, readonly SharedDiagnostic[]>> {
  const collected = new Collector(request);
  const configurations = new Set<unknown>();
  for (const call of context.calls) {
    yield;
    const configuration = callConfiguration(call, request.model);
    if (configurations.has(configuration)) continue;
    configurations.add(configuration);
    for (const diagnostic of configurationDiagnostics(request, call, diagnosticsOfCall))
      if (diagnostic.range.item !== call.declaration.item) collected.add(diagnostic, call);
  }
  const folders = new Set<unknown>();
  for (const instance of [context.root, ...context.modules.map(each => each.instance)]) {
    if (folders.has(instance.folder)) continue;
    folders.add(instance.folder);
    yield* inLocals(request, context, instance, collected);
    yield* inVariables(request, context, instance, collected);
    yield* inOtherBlocks(request, instance, context.declarations, collected);
  }
  return collected.byUri();
}

/** Errors in locals fail a plan even if no call uses them. */
function* inLocals(
  { model }: RequestContext,
  { base }: CheckContext,
  instance: ModuleInstance,
  collected: Collector,
): Generator<undefined, void> {
  let count = 0;
  for (const name of instance.folder?.locals() ?? []) {
    if (++count % ITEMS_PER_PAUSE === 0) yield;
    const declared = instance.folder?.local(name);
    if (!declared) continue;
    const { item, attribute } = declared;
    const range = { item, start: attribute.start, end: attribute.nameEnd };
    const evaluated = model.local(instance, name, base, new DependencyTracker(), range);
    for (const diagnostic of evaluated?.diagnostics ?? []) collected.add(diagnostic, undefined);
  }
}

/** Values of the wrong type fail a plan even if nothing uses the variable: defaults, and in variables files. */
function* inVariables(
  { model }: RequestContext,
  { base }: CheckContext,
  instance: ModuleInstance,
  collected: Collector,
): Generator<undefined, void> {
  const { folder } = instance;
  let count = 0;
  for (const name of folder?.names('variable') ?? []) {
    if (++count % ITEMS_PER_PAUSE === 0) yield;
    const declared = folder && readVariable(folder, name);
    if (!declared) continue;
    for (const diagnostic of declared.diagnostics) collected.add(diagnostic, undefined);
    // The values of other modules are arguments of their calls.
    if (instance.parent) continue;
    const evaluation = new Evaluation();
    const { declaration } = declared;
    const scope = new Scope(
      evaluation,
      declaration.item,
      new InstanceReferences(model, instance, base, new DependencyTracker()),
    );
    scope.references.attribute('var', name, scope, labelRange(declaration));
    for (const diagnostic of evaluation.staticDiagnostics) collected.add(diagnostic, undefined);
  }
}

/** Items whose names are all declared, as long as the declarations are the same. */
const declaredItems = memoize((_declarations: object) => new WeakSet<Item>());

/** Number of items between two pauses that need no search. */
const DECLARED_PER_PAUSE = 1_024;

/** Reports undeclared names in blocks other than `locals`, outputs that a called module doesn't have, and instances that a block doesn't have. */
function* inOtherBlocks(
  { model }: RequestContext,
  instance: ModuleInstance,
  declarations: object,
  collected: Collector,
): Generator<undefined, void> {
  const { folder } = instance;
  if (!folder || folder.hasDiagnostics) return;
  const declared = declaredItems(declarations);
  // Many blocks use the same call.
  const called = new Map<string, CalledOutputs | undefined>();
  const outputsOf = (call: string): CalledOutputs | undefined => {
    if (!called.has(call)) called.set(call, calledOutputs(instance, call, model));
    return called.get(call);
  };
  // They can add arguments to blocks of other files.
  const hasOverrides = folder.sourceFiles().some(({ uri }) => isOverride(baseNameOf(uri)));
  let resources: ReadonlySet<string> | undefined;
  let count = 0;
  for (const item of configurationItems(folder)) {
    if (++count % DECLARED_PER_PAUSE === 0) yield;
    if (item.node.kind !== 'block' || HISTORY.has(item.node.type) || declared.has(item)) continue;
    yield;
    let isDeclaredItem = true;
    for (const occurrence of namesToDeclare(item)) {
      if (occurrence.kind === 'calledOutput') {
        // The called module can change while this one doesn't.
        isDeclaredItem = false;
        const diagnostic = missingOutput(outputsOf, item, occurrence);
        if (diagnostic) collected.add(diagnostic, undefined);
        continue;
      }
      if (occurrence.role !== 'use') continue;
      if (occurrence.kind === 'resource') resources ??= yield* declaredResources(folder);
      if (isDeclared(folder, resources, item.node, occurrence)) continue;
      isDeclaredItem = false;
      const { kind, name, whole } = occurrence;
      const message = t('"{0}" is not declared in this module.', `${ROOTS[kind] ?? ''}${name}`);
      collected.add({ code: 'KS003', message, range: { item, start: whole.start, end: whole.end } }, undefined);
    }
    for (const diagnostic of hasOverrides ? [] : withoutInstances(item)) {
      isDeclaredItem = false;
      collected.add(diagnostic, undefined);
    }
    if (isDeclaredItem) declared.add(item);
  }
}

/** What a reference in a block can name that its module, or the called one, must declare. */
const DECLARED: ReadonlySet<OccurrenceKind> = new Set(['local', 'variable', 'module', 'resource', 'calledOutput']);

/**
 * The occurrences that can be undeclared, and the declarations of resources. Kept, since every item is visited after each edit. All occurrences of a
 * large platform would need much memory.
 */
const namesToDeclare = memoize((item: Item): readonly Occurrence[] => {
  const names = findOccurrences(item).filter(
    ({ kind, role }) => DECLARED.has(kind) && (role === 'use' || kind === 'resource'),
  );
  return names.length > 0 ? trimList(names) : NONE;
});

const NONE: readonly Occurrence[] = [];

/** A reference to an output that the called module doesn't have. */
function missingOutput(
  outputsOf: (call: string) => CalledOutputs | undefined,
  item: Item,
  { name, start, end }: Occurrence,
): EvaluationDiagnostic | undefined {
  const [call = '', output = ''] = name.split('.');
  const outputs = outputsOf(call);
  if (!outputs || outputs.has(output)) return undefined;
  const suggestion = closestName(output, outputs.names());
  const message = sentences(
    t('{0} has no output "{1}".', `module.${call}`, output),
    suggestion && t('Did you mean "{0}"?', suggestion),
  );
  return { code: 'KS003', message, range: { item, start, end }, ...(suggestion !== undefined && { suggestion }) };
}

/** The prefix of a name in a reference. */
const ROOTS: Partial<Record<OccurrenceKind, string>> = { local: 'local.', variable: 'var.', module: 'module.' };

function isDeclared(
  folder: ModuleFolder,
  resources: ReadonlySet<string> | undefined,
  block: Block,
  { kind, name }: Occurrence,
): boolean {
  if (kind === 'resource') return resources?.has(name) === true || !isResourceReference(block, name);
  // Evaluation of the locals reports the other names.
  if (block.type === 'locals') return true;
  if (kind === 'local') return folder.local(name) !== undefined;
  if (kind === 'variable' || kind === 'module') return folder.declaration(kind, name) !== undefined;
  return true;
}

/**
 * Whether a name like "aws_vpc.a" is a reference to a resource of the module, and not the iterator of a `dynamic` block or an attribute in
 * `ignore_changes`. `terraform` and `check` blocks have their own rules for references.
 */
function isResourceReference(block: Block, name: string): boolean {
  if (block.type === 'terraform' || block.type === 'check') return false;
  const [type = ''] = name.split('.').slice(name.startsWith('data.') ? 1 : 0);
  return type.includes('_') && !namedInside(block, type);
}

/** Whether a nested block has this name as a label, or sets `iterator` or `ignore_changes`. */
function namedInside(block: Block, name: string): boolean {
  return block.body.some(entry =>
    entry.kind === 'attribute'
      ? entry.name === 'iterator' || entry.name === 'ignore_changes'
      : entry.labels.some(label => label.name === name) || namedInside(entry, name),
  );
}

function* declaredResources(folder: ModuleFolder): Generator<undefined, ReadonlySet<string>> {
  const declared = new Set<string>();
  for (const item of configurationItems(folder)) {
    yield;
    for (const { kind, role, name } of namesToDeclare(item))
      if (kind === 'resource' && role === 'declaration') declared.add(name);
  }
  return declared;
}

function* configurationItems(folder: ModuleFolder): Generator<Item, void> {
  for (const file of folder.sourceFiles())
    if (sourceSyntaxOf(baseNameOf(file.uri))?.kind === 'configuration') for (const { item } of file.items) yield item;
}

interface Collected {
  readonly diagnostic: EvaluationDiagnostic;
  readonly calls: ModuleCall[];
}

/** Collects diagnostics without duplicates. */
class Collector {
  private readonly found = new Map<SourceRange['item'], Map<string, Collected>>();

  constructor(private readonly request: RequestContext) {}

  add(diagnostic: EvaluationDiagnostic, call: ModuleCall | undefined): void {
    const { code, message, range } = diagnostic;
    if (levelOfEvaluation(this.request, diagnostic) === 'off') return;
    const ofItem = this.found.get(range.item) ?? new Map<string, Collected>();
    const key = `${range.start} ${range.end} ${code} ${message}`;
    const cached = ofItem.get(key);
    if (cached) {
      if (call && !cached.calls.includes(call)) cached.calls.push(call);
      return;
    }
    this.found.set(range.item, ofItem.set(key, { diagnostic, calls: call ? [call] : [] }));
  }

  byUri(): Map<string, SharedDiagnostic[]> {
    const byUri = new Map<string, SharedDiagnostic[]>();
    for (const [{ uri }, ofItem] of this.found)
      byUri.set(uri, [...(byUri.get(uri) ?? []), ...[...ofItem.values()].map(withUsers)]);
    return byUri;
  }
}

function withUsers({ diagnostic, calls }: Collected): SharedDiagnostic {
  const users = calls
    .filter(({ declaration }) => declaration.item !== diagnostic.range.item)
    .slice(0, MAX_USERS)
    .map(call => ({ message: t('Used by module "{0}"', call.name), range: labelRange(call.declaration) }));
  const related = [...(diagnostic.related ?? []), ...users];
  return { diagnostic: related.length > 0 ? { ...diagnostic, related } : diagnostic, call: calls[0] };
}
