/** Errors of module blocks that do not depend on their arguments: duplicate names, missing labels, cycles. */
import { t } from '../../common/localization';
import type { EvaluationDiagnostic } from '../hcl/evaluationDiagnostic';
import { ModuleTree } from '../kubestack/modules/moduleTree';
import type { Block, Item } from '../syntax/ast';
import type { SourceFile } from '../syntax/sourceFileModel';
import { staticString } from '../workspace/staticEvaluation';
import { isOverride } from '../workspace/fileNames';
import { type ModuleFolder } from '../workspace/moduleFolder';
import { baseNameOf, parentOf } from '../workspace/uri';
import { levelOfEvaluation } from '../semantics/reportedDiagnostics';
import type { RequestContext } from '../semantics/requestContext';
import { MAX_DIAGNOSTICS } from './diagnostic';
import { findAttribute } from '../workspace/declarations';

/** Number of items between two pauses. */
const ITEMS_PER_PAUSE = 64;

/**
 * Diagnostics of a file's module blocks, Kubestack's or not, in the order of the text.
 * @param name limits the result to blocks of this name
 */
export function* callDiagnostics(
  request: RequestContext,
  file: SourceFile,
  name?: string,
): Generator<undefined, EvaluationDiagnostic[]> {
  const diagnostics: EvaluationDiagnostic[] = [];
  const declared = new DeclaredNames(request.model.workspace.folder(parentOf(file.uri)));
  for (const [index, { item, staleText }] of file.items.entries()) {
    if (index % ITEMS_PER_PAUSE === 0) yield;
    const { node } = item;
    if (staleText !== undefined || node.kind !== 'block' || node.type !== 'module') continue;
    if (name !== undefined && node.labels[0]?.name !== name) continue;
    for (const diagnostic of [withoutName(item, node), declared.before(item, node), inCircle(request, item, node)])
      if (diagnostic) diagnostics.push(diagnostic);
    if (diagnostics.length >= MAX_DIAGNOSTICS) break;
  }
  return diagnostics;
}

/**
 * Diagnostics of a file's module blocks that do not depend on their arguments.
 * @param name limits the result to blocks of this name
 */
export function* blockDiagnostics(
  request: RequestContext,
  file: SourceFile,
  name?: string,
): Generator<undefined, EvaluationDiagnostic[]> {
  const found = yield* callDiagnostics(request, file, name);
  return found.filter(diagnostic => levelOfEvaluation(request, diagnostic) !== 'off');
}

function withoutName(item: Item, node: Block): EvaluationDiagnostic | undefined {
  if (node.labels.length > 0) return undefined;
  const range = { item, start: node.start, end: node.start + node.type.length };
  return { code: 'KS003', message: t('This module block has no name. Write module "name" {.'), range };
}

/** Sorts module blocks of the same name. */
class DeclaredNames {
  private readonly byName = new Map<string, { readonly first: Item; readonly all: ReadonlySet<Item> } | undefined>();

  constructor(private readonly folder: ModuleFolder | undefined) {}

  /** Duplicate module blocks: terraform rejects the whole module. */
  before(item: Item, node: Block): EvaluationDiagnostic | undefined {
    const label = node.labels[0];
    const declared = label && this.declared(label.name);
    if (!declared || declared.first === item || !declared.all.has(item)) return undefined;
    const { first } = declared;
    return {
      code: 'KS003',
      message:
        first.uri === item.uri
          ? t('The module "{0}" is declared twice: the first one is above.', label.name)
          : t('The module "{0}" is declared twice: the first one is in {1}.', label.name, baseNameOf(first.uri)),
      range: { item, start: label.start, end: label.end },
      related: [
        {
          message: t('The first declaration'),
          range: { item: first, start: 0, end: first.text.split('\n', 1)[0]!.length },
        },
      ],
    };
  }

  private declared(name: string): { readonly first: Item; readonly all: ReadonlySet<Item> } | undefined {
    if (!this.byName.has(name)) {
      const all = (this.folder?.declarations('module', name) ?? []).filter(each => !isOverride(each.file));
      const items = all.map(each => each.item);
      this.byName.set(name, items[0] && { first: items[0], all: new Set(items) });
    }
    return this.byName.get(name);
  }
}

/** A local module that calls itself through others: terraform would never finish installing it. */
function inCircle(request: RequestContext, item: Item, node: Block): EvaluationDiagnostic | undefined {
  const source = findAttribute(node, 'source');
  const caller = parentOf(item.uri);
  const declaration = { item, block: node, file: baseNameOf(item.uri) };
  const text = staticString(request.model.workspace.folder(caller), declaration, 'source');
  const called = ModuleTree.localFolder(caller, text);
  const way = source && called !== undefined ? request.model.tree.wayBetween(called, caller) : undefined;
  if (!source || !way) return undefined;
  const names = [caller, ...way].map(baseNameOf).join(' → ');
  return {
    code: 'KS001',
    message: t('This module calls itself: {0}.', names),
    range: { item, start: source.value.start, end: source.value.end },
  };
}
