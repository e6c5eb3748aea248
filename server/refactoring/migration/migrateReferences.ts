/** Migrates references to a cluster's configuration, where strings have become lists or maps, or have moved. */
import type { Draft } from '../../edits/draft';
import { itemsInFolder } from '../../semantics/symbolIndex';
import type { RequestContext } from '../../semantics/requestContext';
import { literalText } from '../../kubestack/modules/literalText';
import { rangeIn } from '../../kubestack/modules/moduleCall';
import type { ModuleInstance } from '../../kubestack/modules/moduleInstance';
import { childrenOf } from '../../syntax/traversal';
import type { Attribute, Block, Expression, Item, Span } from '../../syntax/ast';
import type { MigratedModule } from './migratedModule';
import { forEachPausing } from '../../scheduling/pausing';

/**
 * Pauses between the items.
 * @param clusters label of the call → its migrated module
 */
export function* migrateReferences(
  request: RequestContext,
  draft: Draft,
  instance: ModuleInstance,
  clusters: ReadonlyMap<string, MigratedModule>,
): Generator<undefined, void> {
  const folder = request.model.tree.readFolder(instance.folderUri);
  yield* forEachPausing(folder ? itemsInFolder(folder) : [], item => {
    if (!item.text.includes('current_config')) return;
    for (const { span, text } of changesIn(item, clusters)) draft.replace(rangeIn(item, span), text);
  });
}

interface Replacement {
  readonly span: Span;
  readonly text: string;
}

function changesIn(item: Item, clusters: ReadonlyMap<string, MigratedModule>): Replacement[] {
  const found: Replacement[] = [];
  const visit = (expression: Expression, around: Expression | undefined): void => {
    const read = readOf(expression, clusters);
    if (read) {
      const change = replacement(item.text, expression, around, read);
      if (change) found.push(change);
      return;
    }
    for (const child of childrenOf(expression)) visit(child, expression);
  };
  const entries = (node: Block | Attribute): void => {
    if (node.kind === 'attribute') visit(node.value, undefined);
    else node.body.forEach(entries);
  };
  entries(item.node);
  return found;
}

interface ConfigurationRead {
  readonly label: string;
  readonly name: string;
  readonly module: MigratedModule;
}

/** `module.a.current_config["name"]` or `module.a.current_config.name`. */
function readOf(expression: Expression, clusters: ReadonlyMap<string, MigratedModule>): ConfigurationRead | undefined {
  if (expression.kind !== 'attribute' && expression.kind !== 'index') return undefined;
  const name = expression.kind === 'attribute' ? expression.name : literalText(expression.key);
  const { target } = expression;
  if (name === undefined || target.kind !== 'attribute' || target.name !== 'current_config') return undefined;
  const call = target.target;
  if (call.kind !== 'attribute' || call.target.kind !== 'name' || call.target.name !== 'module') return undefined;
  const module = clusters.get(call.name);
  return module && { label: call.name, name, module };
}

function replacement(
  source: string,
  expression: Expression,
  around: Expression | undefined,
  { label, name, module }: ConfigurationRead,
): Replacement | undefined {
  const path = module.newPath(name);
  if (!path) return undefined;
  const type = module.newType(path)?.kind;
  const isCollection = type === 'list' || type === 'set' || type === 'map';
  const moved = path.length > 1 || path[0] !== name;
  if (!isCollection && !moved) return undefined;
  const reference = moved
    ? `module.${label}.current_config.${path.join('.')}`
    : source.slice(expression.start, expression.end);
  if (!isCollection || !module.wasText(name)) return { span: expression, text: reference };
  const isSplit = around?.kind === 'call' && around.name === 'split' && literalText(around.args[0]) === ',';
  if (isSplit && type !== 'map') return { span: around, text: reference };
  const list = type === 'map' ? `[for key, value in ${reference} : "\${key}=\${value}"]` : reference;
  return { span: expression, text: `join(",", ${list})` };
}
