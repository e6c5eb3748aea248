/** Document links: module sources, and files in paths with `path.module` or `path.root`. */
import { t } from '../../../common/localization';
import type { DocumentLink } from 'vscode-languageserver-types';
import { parseModuleSource } from '../../kubestack/modules/moduleSource';
import { visitExpression } from '../../syntax/traversal';
import type { Block, Attribute, Expression, Item, Span } from '../../syntax/ast';
import type { PlacedItem, SourceFile } from '../../syntax/sourceFileModel';
import { staticString } from '../../workspace/staticEvaluation';
import { findAttribute } from '../../workspace/declarations';
import { baseNameOf, parentOf, resolvePath } from '../../workspace/uri';
import { folderOfCall, mainRange } from '../../semantics/moduleCalls';
import { isUntouched, rangeInFile } from '../../semantics/positionMapping';
import { fileOf, type RequestContext } from '../../semantics/requestContext';
import { withoutTrailing } from '../../../common/withoutTrailing';

/** Links in the order of the text; null when there are none. @param tooltips whether the client shows them */
export function documentLinks(request: RequestContext, uri: string, tooltips: boolean): DocumentLink[] | null {
  const file = fileOf(request, uri);
  const links = file?.items.flatMap(placed => linksOf(request, file, placed, tooltips)) ?? [];
  return links.length > 0 ? links : null;
}

interface Link {
  readonly span: Span;
  readonly target: string;
  readonly tooltip: string;
}

function linksOf(request: RequestContext, file: SourceFile, placed: PlacedItem, tooltips: boolean): DocumentLink[] {
  const { node } = placed.item;
  const source = node.kind === 'block' && node.type === 'module' ? sourceLink(request, placed.item, node) : undefined;
  const found = [...(source ? [source] : []), ...pathLinks(request, file.uri, node)];
  return found
    .filter(({ span }) => isUntouched(placed, span))
    .map(({ span, target, tooltip }) => ({
      range: rangeInFile(file, placed, withoutQuotes(placed.item.text, span)),
      target,
      ...(tooltips ? { tooltip } : {}),
    }));
}

function withoutQuotes(text: string, { start, end }: Span): Span {
  return text[start] === '"' && text[end - 1] === '"' ? { start: start + 1, end: end - 1 } : { start, end };
}

function sourceLink(request: RequestContext, item: Item, block: Block): Link | undefined {
  const value = findAttribute(block, 'source')?.value;
  const { uri } = item;
  const declaration = { item, block, file: baseNameOf(uri) };
  const source = staticString(request.model.workspace.folder(parentOf(uri)), declaration, 'source');
  if (!value || source === undefined) return undefined;
  const parsed = parseModuleSource(source);
  if (parsed.form !== 'local') {
    const target = pageOf(source);
    return target === undefined
      ? undefined
      : { span: value, target, tooltip: parsed.form === 'catalog' ? t('Open the catalog page') : t('Open on GitHub') };
  }
  const folder = folderOfCall(request, parentOf(uri), block.labels[0]?.name ?? '');
  const main = folder && mainRange(folder);
  return main && { span: value, target: request.client.clientUri(main.item.uri), tooltip: t('Open the module') };
}

const GITHUB =
  /^(?:git::)?(?:https?:\/\/|ssh:\/\/)?(?:git@)?(?:www\.)?github\.com[/:](?<owner>[\w.-]+)\/(?<repository>[\w.-]+?)(?:\.git)?(?:\/\/(?<path>[^?]*))?(?:\?(?<query>.*))?$/;

/** The web page of a source: its folder on GitHub at its ref, or the catalog's page; undefined for other sources. */
export function pageOf(source: string): string | undefined {
  const parsed = parseModuleSource(source);
  if (parsed.form === 'catalog') return `https://www.kubestack.com/catalog/${parsed.entry}`;
  const parts = GITHUB.exec(source)?.groups;
  if (!parts) return undefined;
  const ref = /(?:^|&)ref=([^&]+)/.exec(parts.query ?? '')?.[1];
  const path = withoutTrailing(parts.path ?? '', '/');
  const repository = `https://github.com/${parts.owner}/${parts.repository}`;
  // GitHub shows the default branch for HEAD.
  return path === '' && ref === undefined ? repository : `${repository}/tree/${ref ?? 'HEAD'}${path && `/${path}`}`;
}

function pathLinks(request: RequestContext, uri: string, node: Block | Attribute): Link[] {
  if (node.kind === 'block') return node.body.flatMap(entry => pathLinks(request, uri, entry));
  const links: Link[] = [];
  visitExpression(node.value, expression => {
    const target = fileAt(request, uri, expression);
    if (target !== undefined) links.push({ span: expression, target, tooltip: t('Open the file') });
  });
  return links;
}

/** The existing file that `"${path.module}/name"` refers to. */
function fileAt(request: RequestContext, uri: string, expression: Expression): string | undefined {
  if (expression.kind !== 'template') return undefined;
  const [first, second, ...more] = expression.parts;
  if (first?.kind !== 'attribute' || first.target.kind !== 'name' || first.target.name !== 'path') return undefined;
  if (second?.kind !== 'text' || !second.value.startsWith('/') || more.length > 0) return undefined;
  const { tree, workspace } = request.model;
  const folder =
    first.name === 'module'
      ? parentOf(uri)
      : first.name === 'root'
        ? tree.instancesOf(parentOf(uri))[0]?.rootUri
        : undefined;
  const target = folder === undefined ? undefined : resolvePath(folder, `.${second.value}`);
  return target !== undefined && workspace.fileSystem.kind(target) === 'file'
    ? request.client.clientUri(target)
    : undefined;
}
