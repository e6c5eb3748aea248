/** Removes blocks from a platform, with their files if nothing else is in them, and only if nothing refers to them. */
import { t } from '../../common/localization';
import { step, type Step } from '../../common/steps';
import { removeRows } from '../edits/readmeTableEdits';
import { columnOf, nameInCell, type ReadmeTableName } from '../kubestack/readme/readmeTables';
import { editReadme } from './editReadme';
import type { ScaffoldContext } from './scaffoldContext';
import { fileOf } from '../semantics/requestContext';
import { moduleReferences } from '../workspace/moduleReferences';
import { visitBlock } from '../syntax/traversal';
import type { Item } from '../syntax/ast';
import type { ModuleFolder } from '../workspace/moduleFolder';
import type { Declaration } from '../workspace/declarations';

/** The root module's folder, also after its last Kubestack call was removed. */
export const rootFolder = ({ request, folder }: ScaffoldContext): ModuleFolder | undefined =>
  request.model.workspace.folder(folder);

/** Every top-level item of the root module. */
export function rootItems(scaffoldContext: ScaffoldContext): Item[] {
  const folder = rootFolder(scaffoldContext);
  return folder ? folder.sourceFiles().flatMap(({ items }) => items.map(({ item }) => item)) : [];
}

/** Removes the items, and files that become empty. */
export function removeItems({ request, changes }: ScaffoldContext, items: Iterable<Item>): void {
  const gone = new Set(items);
  const uris = new Set([...gone].map(({ uri }) => uri));
  for (const uri of uris) {
    const kept = fileOf(request, uri)?.items.filter(({ item }) => !gone.has(item)) ?? [];
    const path = changes.pathOf(uri);
    if (kept.length === 0 && path !== undefined) changes.remove(path);
    else for (const item of gone) if (item.uri === uri) changes.draft.remove(item);
  }
}

/** What the plan of a removal contains. */
export const destroys = (): Step =>
  step(t('The plan shows resources being destroyed, which is expected for this change.'));

/**
 * Removes modules of the root and their rows in a README table; false if something else refers to one.
 *
 * @param items all items to remove: the modules themselves, and what exists only for them
 * @param answer that the problem belongs to
 */
export function removeModules(
  scaffoldContext: ScaffoldContext,
  labels: readonly string[],
  { items, table: name, answer }: { items: ReadonlySet<Item>; table: ReadmeTableName; answer: string },
): boolean {
  for (const label of labels) {
    const reference = referenceTo(scaffoldContext, label, items);
    if (reference === undefined) continue;
    scaffoldContext.answers.refuse(
      answer,
      t("{0} can't be removed because {1} refers to it. Change that reference first.", label, reference),
    );
    return false;
  }
  removeItems(scaffoldContext, items);
  editReadme(scaffoldContext.changes, (text, readme) =>
    removeRows(text, readme, name, ({ cells }) => {
      const table = readme.tables[name]?.table;
      return labels.includes(nameInCell(cells[(table && columnOf(table, name, 0)) ?? 0]));
    }),
  );
  return true;
}

/** The first item that refers to a module, except for those that are removed, too; with its location. */
export function referenceTo(
  scaffoldContext: ScaffoldContext,
  module: string,
  except: ReadonlySet<Item>,
): string | undefined {
  return firstItem(
    scaffoldContext,
    except,
    item => item.node.kind === 'block' && moduleReferences(item.node).has(module),
  );
}

/** The first item that refers to a local, except for those that are removed, too. */
export function referenceToLocal(
  scaffoldContext: ScaffoldContext,
  local: string,
  except: ReadonlySet<Item>,
): string | undefined {
  return firstItem(scaffoldContext, except, ({ node }) => {
    let found = false;
    visitBlock(node, expression => {
      found ||=
        expression.kind === 'attribute' &&
        expression.name === local &&
        expression.target.kind === 'name' &&
        expression.target.name === 'local';
    });
    return found;
  });
}

function firstItem(
  scaffoldContext: ScaffoldContext,
  except: ReadonlySet<Item>,
  holds: (item: Item) => boolean,
): string | undefined {
  const found = rootItems(scaffoldContext).find(item => !except.has(item) && holds(item));
  return found && titleOf(scaffoldContext, found);
}

/** `module.a in a.tf`, for a message. */
export function titleOf({ changes }: Pick<ScaffoldContext, 'changes'>, { node, uri }: Item): string {
  const name = node.kind === 'block' ? [node.type, ...node.labels.map(label => label.name)].join('.') : node.name;
  return t('{0} in {1}', name, changes.pathOf(uri) ?? uri);
}

/**
 * The items that declare modules of the root, by label, with the `moved` blocks of their earlier names: a move to a removed module has no effect,
 * and what still has the old name is destroyed anyway. Missing modules are ignored.
 */
export const moduleItems = (scaffoldContext: ScaffoldContext, labels: readonly string[]): Item[] => [
  ...labels.flatMap(label => rootFolder(scaffoldContext)?.declaration('module', label)?.item ?? []),
  ...rootItems(scaffoldContext).filter(item => labels.some(label => isMovedTo(item, label))),
];

function isMovedTo({ node }: Item, label: string): boolean {
  if (node.kind !== 'block' || node.type !== 'moved') return false;
  const to = node.body.filter(each => each.kind === 'attribute' && each.name === 'to');
  return moduleReferences({ ...node, body: to }).has(label);
}

/** A declaration with its overrides. */
export const declarationItems = ({ item, overrides = [] }: Declaration): Item[] => [
  item,
  ...overrides.map(each => each.item),
];
