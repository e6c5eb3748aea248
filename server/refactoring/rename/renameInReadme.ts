/** Renames symbols in the Platform tables of a README. Columns for notes are not changed. */
import type { Draft } from '../../edits/draft';
import type { RequestContext } from '../../semantics/requestContext';
import type { MarkdownCell } from '../../kubestack/readme/markdownTable';
import { columnOf, readmeSetting, readReadmePlatform, type ReadmePlatform } from '../../kubestack/readme/readmeTables';
import { childOf } from '../../workspace/uri';
import { renamedAfter } from './namedAfter';

const ROWS = ['clusters', 'nodePools', 'features'] as const;
/** A name in a cell, also as part of a link: `[eks_a](eks_a_cluster.tf)`. */
const NAME = /[\p{L}\p{N}_-]+/gu;

/** Renames modules in the tables of clusters, node pools and features, with the files named after them. @param names old → new */
export function renameModulesInReadme(
  request: RequestContext,
  draft: Draft,
  folderUri: string,
  names: ReadonlyMap<string, string>,
): void {
  const modules = request.model.tree.readFolder(folderUri)?.names('module') ?? [];
  const renamed = renamedAfter(names, modules);
  rewriteCells(request, draft, folderUri, renamed, platform =>
    ROWS.flatMap(name => {
      const table = platform.tables[name]?.table;
      // A cluster's row contains its name once; other rows contain the cluster's name too.
      const columns = table
        ? [0, ...(name === 'clusters' ? [] : [1])].map(column => columnOf(table, name, column))
        : [];
      return columns.flatMap(column =>
        column === undefined ? [] : table!.rows.flatMap(({ cells }) => cells[column] ?? []),
      );
    }),
  );
}

/** Renames an environment in the Configuration table. */
export function renameEnvironmentInReadme(
  request: RequestContext,
  draft: Draft,
  folderUri: string,
  old: string,
  newName: string,
): void {
  const renamed = (name: string): string => (name === old ? newName : name);
  rewriteCells(request, draft, folderUri, renamed, platform =>
    (['environmentNames', 'baseEnvironment'] as const).flatMap(setting => readmeSetting(platform, setting) ?? []),
  );
}

function rewriteCells(
  { model }: RequestContext,
  draft: Draft,
  folderUri: string,
  renamed: (name: string) => string,
  cellsOf: (platform: ReadmePlatform) => readonly MarkdownCell[],
): void {
  const uri = childOf(folderUri, 'README.md');
  const text = model.workspace.texts.file(uri)?.text;
  const platform = text === undefined ? undefined : readReadmePlatform(text);
  if (text === undefined || !platform) return;
  for (const { start, end } of cellsOf(platform)) {
    const before = text.slice(start, end);
    const after = before.replace(NAME, renamed);
    if (after !== before) draft.replaceText(uri, { start, end }, after);
  }
}
