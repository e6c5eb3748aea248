/** Completion of `source` and `version`: framework modules at the platform's version, catalog services, local modules. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { kindOfPath, parseModuleSource } from '../../kubestack/modules/moduleSource';
import type { Schemas } from '../../kubestack/schemas/schemas';
import type { Declaration } from '../../workspace/declarations';
import { parentOf, relativePath } from '../../workspace/uri';
import { distinct, usagesAt, type CompletionContext } from './completionContext';
import type { Suggestion } from './completionItems';
import { labelMeaning, type LabelMeaning } from './labelMeaning';

const FRAMEWORK = 'github.com/kbst/terraform-kubestack//';
const CATALOG = 'kbst.xyz/catalog/';
const KINDS = { cluster: 'cluster', nodePool: 'node pool', service: 'platform service', other: 'module' } as const;

export function sourceSuggestions(site: CompletionContext): Suggestion[] {
  const { context } = site;
  if (context.inTemplate) return [];
  const ref = /\?(?:[^"]*&)?ref=/.exec(context.typed);
  if (ref)
    return /[?&]ref=[^&]*$/.test(context.typed)
      ? refSuggestions(site, context.start + context.typed.lastIndexOf('ref=') + 'ref='.length)
      : [];
  const all = [...frameworkSources(site), ...localSources(site), ...catalogSources(site)];
  const isMeant = isMeantBy(labelMeaning(context.blocks[0]?.labels[0] ?? ''));
  return all.map(each => ({ ...each, rank: isMeant(each.label) ? 0 : (each.rank ?? 0) + 1 }));
}

/** Whether a source is what the module's label speaks of. */
function isMeantBy(meaning: LabelMeaning | undefined): (source: string) => boolean {
  if (!meaning) return () => false;
  const { kind, provider, name } = meaning;
  if (kind === 'feature') return source => source === `./modules/${name!}`;
  if (kind === 'service') return source => source === `${CATALOG}${name!}/kustomization`;
  return source => {
    const parsed = parseModuleSource(source);
    return (
      parsed.form === 'framework' && parsed.path === `${provider}/cluster${kind === 'nodePool' ? '/node-pool' : ''}`
    );
  };
}

/** Versions in use first, then the newest release, then the older ones. */
function refSuggestions(site: CompletionContext, from: number): Suggestion[] {
  const { schemas } = site.request.model;
  const parsed = parseModuleSource(site.context.typed);
  const path = parsed.form === 'framework' ? parsed.path : undefined;
  const used = usedRefs(site);
  const newest = schemas.releases.at(-1);
  const has = (ref: string): boolean =>
    path === undefined || schemas.knownRef(ref) === undefined || schemas.moduleFor(path, ref) !== undefined;
  return distinct(used, newest === undefined ? [] : [newest], [schemas.headCommit], [...schemas.releases].reverse())
    .filter(has)
    .map((ref, index): Suggestion => ({
      label: ref,
      kind: CompletionItemKind.Constant,
      detail: refFacts(schemas, ref, used),
      from,
      rank: used.includes(ref) ? 0 : ref === newest ? 1 : index < 50 ? 2 : 3,
    }));
}

function refFacts(schemas: Schemas, ref: string, used: readonly string[]): string | undefined {
  const facts = [
    used.includes(ref) ? 'in use' : undefined,
    ref === schemas.releases.at(-1) ? 'the newest release' : undefined,
    schemas.knownRef(ref) === 'head' ? 'unreleased: typed configuration' : undefined,
  ].filter(fact => fact !== undefined);
  return facts.length > 0 ? facts.join(' · ') : undefined;
}

const usedRefs = (site: CompletionContext): string[] =>
  distinct(...usagesAt(site).map(usage => usage.frameworkRefs(ownDeclaration(site))));

/** The call around the cursor, which is being written. */
const ownDeclaration = ({ instance, context }: CompletionContext): Declaration | undefined =>
  instance?.folder?.declaration('module', context.blocks[0]?.labels[0] ?? '');

/** At the platform's version; a module that does not exist there is not offered. */
function frameworkSources(site: CompletionContext): Suggestion[] {
  const { schemas } = site.request.model;
  const ref = usedRefs(site)[0] ?? schemas.releases.at(-1) ?? '';
  return schemas.paths.flatMap((path): Suggestion[] => {
    const isThere = schemas.knownRef(ref) === undefined ? schemas.head(path) : schemas.moduleFor(path, ref);
    const known = kindOfPath(path);
    if (!isThere || !known) return [];
    // Local development ended with v0.19.2: what it has is seldom what is looked for.
    const rank = /^kind\/|-local\b/.test(path) ? 3 : 0;
    return [whole(site, `${FRAMEWORK}${path}?ref=${ref}`, CompletionItemKind.Module, KINDS[known.kind], rank)];
  });
}

function catalogSources(site: CompletionContext): Suggestion[] {
  return [...site.request.model.schemas.catalogEntries]
    .filter(([, entry]) => !entry.retired)
    .map(([name, entry]) =>
      whole(
        site,
        `${CATALOG}${name}/kustomization`,
        CompletionItemKind.Module,
        `catalog service${entry.newest === undefined ? '' : ` · newest ${entry.newest}`}`,
        2,
      ),
    );
}

/** Folders with configuration below the file's own. */
function localSources(site: CompletionContext): Suggestion[] {
  const { workspace } = site.request.model;
  const here = parentOf(site.uri);
  const found: string[] = [];
  for (const folder of workspace.allFolders()) {
    const path = folder.uri === here ? undefined : relativePath(here, folder.uri);
    if (path !== undefined && !path.includes('.terraform/')) found.push(`./${path}`);
  }
  return found.sort().map(path => whole(site, path, CompletionItemKind.Folder, 'local module', 1));
}

const whole = (
  { context }: CompletionContext,
  source: string,
  kind: CompletionItemKind,
  detail: string,
  rank: number,
): Suggestion => ({
  label: source,
  kind,
  detail,
  insert: context.quoted ? source : `"${source}"`,
  rank,
});

/** Versions of a catalog service: those in use, and the newest. */
export function versionSuggestions(site: CompletionContext): Suggestion[] {
  const { context, request } = site;
  const parsed = parseModuleSource(context.blocks[0]?.texts.get('source') ?? '');
  if (parsed.form !== 'catalog' || context.inTemplate) return [];
  const newest = request.model.schemas.catalogEntries.get(parsed.entry)?.newest;
  const used = distinct(
    ...usagesAt(site).map(usage => usage.versionsOf(`catalog/${parsed.entry}`, ownDeclaration(site))),
  );
  return distinct(used, newest === undefined ? [] : [newest]).map((version, index) => ({
    label: version,
    kind: CompletionItemKind.Constant,
    detail: [used.includes(version) ? 'in use' : undefined, version === newest ? 'the newest version' : undefined]
      .filter(fact => fact !== undefined)
      .join(' · '),
    insert: context.quoted ? version : `"${version}"`,
    rank: index === 0 ? 0 : 1,
  }));
}
