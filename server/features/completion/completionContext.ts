/** The context of completion: the text around the cursor, and its module call, even if incomplete. */
import type { Position } from 'vscode-languageserver-types';
import { usageKey } from '../../kubestack/modules/folderUsage';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { ModuleInstance } from '../../kubestack/modules/moduleInstance';
import { moduleInterface, type ModuleInterface } from '../../kubestack/modules/moduleInterface';
import { literalText } from '../../kubestack/modules/literalText';
import type { Attribute, Block, Expression, Item } from '../../syntax/ast';
import { cursorContext, type CursorContext, type OpenBlock } from '../../syntax/cursor/cursorContext';
import type { SourceFile } from '../../syntax/sourceFileModel';
import { isComputed } from '../../workspace/staticEvaluation';
import { isOverride } from '../../workspace/fileNames';
import { declaredAttribute, findAttribute } from '../../workspace/declarations';
import { parentOf, baseNameOf } from '../../workspace/uri';
import { callsOfItem } from '../../semantics/moduleCalls';
import { usagesAt } from '../../semantics/usages';
import { fileOf, type RequestContext } from '../../semantics/requestContext';

export interface ModuleAtCursor {
  readonly label: string;
  readonly block: OpenBlock;
  readonly interface: ModuleInterface;
  /** Under which calls of this module are counted. */
  readonly usageKey: string;
  /** The calls in their last valid state; empty for a block that has never parsed. */
  readonly calls: readonly ModuleCall[];
}

export interface CompletionContext {
  readonly request: RequestContext;
  readonly uri: string;
  readonly file: SourceFile;
  readonly context: CursorContext;
  /** The module that contains the file, in one of its instances. */
  readonly instance: ModuleInstance | undefined;
  /** The Kubestack module call around the cursor. */
  readonly module: ModuleAtCursor | undefined;
  /** Whether no other extension serves plain Terraform in this document. */
  readonly alone: boolean;
}

/**
 * Undefined for an unknown file and for JSON.
 * @param position zero-based, UTF-16
 */
export function completionContext(
  request: RequestContext,
  uri: string,
  position: Position,
): CompletionContext | undefined {
  const file = fileOf(request, uri);
  if (!file || baseNameOf(uri).endsWith('.json')) return undefined;
  const offset = file.lines.offsetAt(position);
  const context = cursorContext(file.text, offset);
  const instance = request.model.tree.instancesOf(parentOf(uri))[0];
  const module = instance && moduleAtCursor(request, file, context, offset, instance);
  return { request, uri, file, context, instance, module, alone: !request.client.servedByOtherExtension(uri) };
}

function moduleAtCursor(
  request: RequestContext,
  file: SourceFile,
  { blocks }: CursorContext,
  offset: number,
  instance: ModuleInstance,
): ModuleAtCursor | undefined {
  const block = blocks[0];
  if (block?.type !== 'module') return undefined;
  const label = block.labels[0] ?? '';
  const placed = file.items.findLast(each => each.offset <= offset && isModule(each.item, label));
  const calls = placed ? callsOfItem(request, placed.item) : [];
  // An override file omits what it does not change.
  const overridden = isOverride(baseNameOf(file.uri)) ? request.model.call(instance, label)?.module : undefined;
  const current = calls[0]?.module ?? overridden;
  const written = block.texts.get('source');
  const isComputedSource = written === undefined && isComputed(placed && sourceIn(placed.item));
  const source = written ?? (isComputedSource ? current : overridden)?.source ?? '';
  const texts = new Map([...block.texts, ...(source === '' ? [] : [['source', source] as const])]);
  // The current text has precedence, even if the rest of the block does not parse.
  const isCurrent =
    current?.source === source &&
    (placed?.staleText === undefined || isComputedSource || current.schema?.path.startsWith('catalog/') === true);
  const described = isCurrent ? current : readInterface(request, file.uri, { ...block, texts }, placed?.item, instance);
  const key = usageKey(source) ?? source;
  return described && { label, block, interface: described, usageKey: key, calls };
}

const isModule = ({ node }: Item, label: string): boolean =>
  node.kind === 'block' && node.type === 'module' && (node.labels[0]?.name ?? '') === label;

const sourceIn = ({ node }: Item): Expression | undefined =>
  node.kind === 'block' ? findAttribute(node, 'source')?.value : undefined;

/**
 * The interface of the block that is being written.
 * @param before the block in its last valid state
 */
function readInterface(
  request: RequestContext,
  uri: string,
  { labels, texts }: OpenBlock,
  before: Item | undefined,
  instance: ModuleInstance,
): ModuleInterface | undefined {
  const { model } = request;
  const writtenBefore = before?.node.kind === 'block' ? before.node.body : [];
  const written = [...texts].map(([name, value]): Attribute => ({
    kind: 'attribute',
    name,
    start: 0,
    nameEnd: 0,
    end: 0,
    value: { kind: 'text', value, start: 0, end: 0 },
  }));
  const body = [
    ...written,
    ...writtenBefore.filter(entry => entry.kind === 'attribute' && entry.name === 'configuration'),
  ];
  const block: Block = {
    kind: 'block',
    type: 'module',
    labels: labels.map(name => ({ name, start: 0, end: 0 })),
    body,
    start: 0,
    end: 0,
  };
  return moduleInterface({ item: { uri, text: '', node: block }, block, file: baseNameOf(uri) }, parentOf(uri), {
    schemas: model.schemas,
    text: (call, name) => literalText(declaredAttribute(call, name)?.attribute.value),
    readFolder: folder => model.tree.readFolder(folder),
    installedFolder: call => model.sourcesOf(instance).installedFolder(instance, call).current(),
    platformRef: () => usagesAt({ request, uri, instance })[0]?.frameworkRefs()[0],
  });
}
