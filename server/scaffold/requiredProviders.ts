/** Adds required providers: an entry for each cloud, in the file with the others. */
import { ownProperty } from '../../common/ownProperty';
import { insertBlock } from '../edits/entryText';
import type { Block } from '../syntax/ast';
import type { Cloud } from './cluster/clouds';
import type { FileChanges } from './fileChanges';
import { boundsOf, breakingChange, workingMajors, type FrameworkModules } from '../kubestack/platform/providerMajors';
import type { Schemas } from '../kubestack/schemas/schemas';
import { attribute, block, GAP, hclFile, nested, type HclLine } from './hclFile';

export const VERSIONS = 'versions.tf';

/** Version constraints by the name of the provider. */
type Bounds = ReadonlyMap<string, string>;

/** `versions.tf` of a new platform. @param bounds of the providers at the framework's version */
export const versionsFile = (clouds: readonly Cloud[], bounds: Bounds): string =>
  hclFile([
    block(
      'terraform',
      [],
      [
        block(
          'required_providers',
          [],
          entriesOf(clouds, bounds).map(([name, source, bound]) =>
            nested(name, [attribute('source', source), ...(bound === undefined ? [] : [attribute('version', bound)])]),
          ),
        ),
        GAP,
        attribute('required_version', '>= 1.3.0'),
      ],
    ),
  ]);

/** `versions.tf` of a service's module. */
export const serviceVersionsFile = (): string =>
  hclFile([
    block(
      'terraform',
      [],
      [block('required_providers', [], [nested('kustomization', [attribute('source', 'kbst/kustomization')])])],
    ),
  ]);

type Entry = readonly [name: string, source: string, bound: string | undefined];

/** Those of the clouds, and what their modules work with: a module accepts any newer version, also one that lacks what it uses. */
function entriesOf(clouds: readonly Cloud[], bounds: Bounds): Entry[] {
  const sources = new Map([
    ['kubernetes', 'hashicorp/kubernetes'],
    ['kustomization', 'kbst/kustomization'],
    ...clouds.map(({ provider, source }): [string, string] => [provider, source]),
  ]);
  for (const name of bounds.keys()) if (!sources.has(name)) sources.set(name, `hashicorp/${name}`);
  return [...sources]
    .map(([name, source]): Entry => [name, source, bounds.get(name)])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * Makes constraints such as `~> 3.0` those of a version of the framework, if its modules don't work with them, and adds those without which `init` would
 * install a version that breaks the modules.
 */
export function updateBounds(changes: FileChanges, schemas: Schemas, modules: FrameworkModules): void {
  for (const [name, bound] of boundsOf(schemas, modules)) {
    const source = `hashicorp/${name}`;
    const newest = ownProperty(schemas.newestMajors, source);
    const isOpen = newest !== undefined && breakingChange(schemas, modules, source, newest) !== undefined;
    const working = workingMajors(schemas, modules, source).map(major => `~> ${major}.0`);
    for (const { path, names } of requiredProviders(changes)) {
      const entry = names.find(each => each.name === name);
      if (!entry || path.endsWith('.json')) continue;
      const text = changes.text(path)!;
      const written = withBound(text.slice(entry.start, entry.end), bound, present =>
        present === undefined ? isOpen : /^~> \d+\.0$/.test(present) && !working.includes(present),
      );
      changes.write(path, text.slice(0, entry.start) + written + text.slice(entry.end));
    }
    if (isOpen && requiredProviders(changes).length > 0) requireProvider(changes, name, source, bound);
  }
}

/** An entry of `required_providers` with another constraint. */
function withBound(entry: string, bound: string, isWanted: (present: string | undefined) => boolean): string {
  const present = /\bversion\s*=\s*"([^"]*)"/.exec(entry);
  if (!isWanted(present?.[1])) return entry;
  if (present)
    return entry.replace(
      present[0],
      present[0].replace(`"${present[1]!}"`, () => `"${bound}"`),
    );
  return entry.replace(/^([ \t]*)(source\s*=\s*"[^"]*")[ \t]*$/m, (_, indent: string, source: string) => {
    const line = source.replace(/^source(\s*)=.*$/, (__, gap: string) => `version${gap.slice(1) || ' '}= "${bound}"`);
    return `${indent}${source}\n${indent}${line}`;
  });
}

/**
 * Adds the missing entries for a cloud and its clusters; files without any get `versions.tf`. HashiCorp's own providers are found without an
 * entry: an entry that the platform omits for its existing clouds stays omitted.
 */
export function requireProviders(
  changes: FileChanges,
  cloud: Cloud,
  { isNew, isReached, bounds }: { readonly isNew: boolean; readonly isReached: boolean; readonly bounds: Bounds },
): void {
  const wanted = [
    ...(isReached ? ['kustomization'] : []),
    ...(isNew || cloud.provider === 'scaleway' ? [cloud.provider] : []),
    ...(isNew ? bounds.keys() : []),
  ];
  for (const [name, source, bound] of entriesOf([cloud], bounds)) {
    if (!wanted.includes(name) && requiredProviders(changes).length > 0) continue;
    if (requiredProviders(changes).length === 0 && !changes.exists(VERSIONS)) {
      changes.write(VERSIONS, versionsFile([cloud], bounds));
      return;
    }
    requireProvider(changes, name, source, bound);
  }
}

/** Adds the missing entry for applying services. */
export const requireKustomization = (changes: FileChanges): void =>
  requireProvider(changes, 'kustomization', 'kbst/kustomization');

/**
 * Whether a module requires a provider.
 * @param folder relative to the platform's; empty for the root module
 */
export const requiresProvider = (changes: FileChanges, folder: string, name: string): boolean =>
  requiredProviders(changes, folder).some(({ names }) => names.some(each => each.name === name));

function requireProvider(changes: FileChanges, name: string, source: string, bound?: string): void {
  if (requiresProvider(changes, '', name)) return;
  const block = requiredProviders(changes)[0];
  // A second block would be an error, and JSON files are not edited: KS406 reports the missing entry.
  if (block?.path.endsWith('.json')) return;
  const lines = [attribute('source', source), ...(bound === undefined ? [] : [attribute('version', bound)])];
  if (block) addEntry(changes, block, name, lines);
  else addBlock(changes, name, lines);
}

interface RequiredProviders {
  readonly path: string;
  /** Of the block's closing brace. */
  readonly close: number;
  readonly isEmpty: boolean;
  readonly names: readonly { readonly name: string; readonly start: number; readonly end: number }[];
}

/** Every `required_providers` block of a module; offsets in the file. */
function requiredProviders(changes: FileChanges, folder = ''): RequiredProviders[] {
  return changes.configurationFiles(folder, { json: true }).flatMap(path => {
    const source = changes.source(path);
    return (source?.items ?? []).flatMap(({ item, offset }) => {
      if (item.node.kind !== 'block' || item.node.type !== 'terraform') return [];
      return item.node.body.flatMap((entry): RequiredProviders[] => {
        if (entry.kind !== 'block' || entry.type !== 'required_providers') return [];
        return [
          { path, close: offset + entry.end - 1, isEmpty: entry.body.length === 0, names: namesIn(entry, offset) },
        ];
      });
    });
  });
}

const namesIn = ({ body }: Block, offset: number): { name: string; start: number; end: number }[] =>
  body.flatMap(entry =>
    entry.kind === 'attribute' ? [{ name: entry.name, start: offset + entry.start, end: offset + entry.end }] : [],
  );

/** Before the first entry that is later in the alphabet, separated by a blank line if the others are. */
function addEntry(
  changes: FileChanges,
  { path, close, names }: RequiredProviders,
  name: string,
  lines: readonly HclLine[],
): void {
  const text = changes.text(path)!;
  const entry = hclFile([block('x', [], [nested(name, lines)])])
    .split('\n')
    .slice(1, -2)
    .map((line, index) => (index === 0 ? line.trim() : `  ${line}`))
    .join('\n');
  const isSpread = names.length < 2 || text.slice(names[0]!.end, names[1]!.start).includes('\n\n');
  const gap = isSpread ? '\n\n' : '\n';
  const next = names.find(each => each.name > name);
  const last = names.at(-1);
  const at = next ? next.start : (last?.end ?? close);
  const added = next ? `${entry}${gap}    ` : last ? `${gap}    ${entry}` : `\n    ${entry}\n  `;
  changes.write(path, text.slice(0, at) + added + text.slice(at));
}

/** If there are no required providers, they are added to the `terraform` block of `versions.tf`, or to a new block. */
function addBlock(changes: FileChanges, name: string, lines: readonly HclLine[]): void {
  const text = (changes.text(VERSIONS) ?? '').trimEnd();
  const entries = block('required_providers', [], [nested(name, lines)]);
  const present = changes
    .source(VERSIONS)
    ?.items.find(({ item: { node } }) => node.kind === 'block' && node.type === 'terraform');
  const opened = present && insertBlock(present.item.text, hclFile([entries]), { before: 'required_version' });
  if (present && opened !== undefined) {
    const end = present.offset + present.item.text.length;
    changes.write(VERSIONS, `${text.slice(0, present.offset)}${opened}${text.slice(end)}\n`);
    return;
  }
  const added = hclFile([block('terraform', [], [entries])]);
  changes.write(VERSIONS, text === '' ? added : `${text}\n\n${added}`);
}
