/** Completion of `source` and `version`: framework modules at the platform's version, catalog services, local modules. */
import { localized, t } from '../../../common/localization';
import { CompletionItemKind } from 'vscode-languageserver-types';
import { shortVersion } from '../../../common/shortNames';
import { callText } from '../../kubestack/modules/callText';
import { kindOfPath, parseModuleSource } from '../../kubestack/modules/moduleSource';
import type { Schemas } from '../../kubestack/schemas/schemas';
import type { Declaration } from '../../workspace/declarations';
import { parentOf, relativePath } from '../../workspace/uri';
import { MODULE_KINDS } from '../display/moduleDetail';
import { SERVICES } from '../hover/hoverModule';
import type { CompletionContext } from './completionContext';
import { usagesAt } from '../../semantics/usages';
import { distinct } from '../../../common/lists';
import type { Suggestion } from './completionItems';
import { labelMeaning, type LabelMeaning } from './labelMeaning';

const FRAMEWORK = 'github.com/kbst/terraform-kubestack//';
const CATALOG = 'kbst.xyz/catalog/';

export function sourceSuggestions(completionContext: CompletionContext): Suggestion[] {
  const { context } = completionContext;
  if (context.inTemplate) return [];
  const ref = /\?(?:[^"?]*&)?ref=/.exec(context.typed);
  if (ref)
    return /[?&]ref=[^&?]*$/.test(context.typed)
      ? refSuggestions(completionContext, context.start + context.typed.lastIndexOf('ref=') + 'ref='.length)
      : [];
  const own = ownSources(completionContext);
  const isMeant = isMeantBy(labelMeaning(context.blocks[0]?.labels[0] ?? ''));
  return [
    ...frameworkSources(completionContext, own),
    ...localSources(completionContext),
    ...catalogSources(completionContext),
  ].map(({ source, ...each }) => ({
    ...each,
    insert: context.quoted ? source : `"${source}"`,
    filter: context.quoted ? source : `"${source}"`,
    rank: isMeant(source) ? (own.has(source) ? 0 : 1) : own.has(source) ? 2 : 3 + each.rank,
  }));
}

/** A possible source, and how it is listed. */
interface SourceSuggestion {
  readonly source: string;
  readonly label: string;
  readonly kind: CompletionItemKind;
  readonly detail: string;
  readonly rank: number;
}

/** Maximum number of module blocks whose sources are read. */
const MAX_BLOCKS = 200;

/** Sources of other modules of the platform. */
export function ownSources(context: CompletionContext): ReadonlySet<string> {
  const root = context.instance?.root;
  const own = ownDeclaration(context);
  const names = root?.folder?.namesInOrder('module').slice(0, MAX_BLOCKS) ?? [];
  return new Set(
    names.flatMap(name => {
      const declaration = root?.folder?.declaration('module', name);
      return root && declaration && declaration !== own ? (callText(root, declaration, 'source') ?? []) : [];
    }),
  );
}

/** Whether a source matches the module's label. */
function isMeantBy(meaning: LabelMeaning | undefined): (source: string) => boolean {
  if (!meaning) return () => false;
  const { kind, provider, name } = meaning;
  if (kind === 'feature') return source => source === `./modules/${name!}`;
  if (kind === 'service') return source => source === `${CATALOG}${name!}/kustomization`;
  const wanted = `${provider}/cluster${kind === 'nodePool' ? '/node-pool' : ''}`;
  return source => {
    const parsed = parseModuleSource(source);
    if (parsed.form === 'framework') return parsed.path === wanted;
    return parsed.form === 'local' && kindOfPath(parsed.path)?.path === wanted;
  };
}

/** Versions in use first, then the newest release, then older ones. */
function refSuggestions(context: CompletionContext, from: number): Suggestion[] {
  const { schemas } = context.request.model;
  const parsed = parseModuleSource(context.context.typed);
  const path = parsed.form === 'framework' ? parsed.path : undefined;
  const used = usedRefs(context);
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
    used.includes(ref) ? t('in use') : undefined,
    ref === schemas.releases.at(-1) ? t('the newest release') : undefined,
    schemas.knownRef(ref) === 'head' ? t('unreleased: typed configuration') : undefined,
  ].filter(fact => fact !== undefined);
  return facts.length > 0 ? facts.join(' · ') : undefined;
}

/** Framework versions of other modules, the most frequent first. */
export const usedRefs = (context: CompletionContext): string[] =>
  distinct(...usagesAt(context).map(usage => usage.frameworkRefs(ownDeclaration(context))));

/** The call at the cursor, which is being written. */
const ownDeclaration = ({ instance, context }: CompletionContext): Declaration | undefined =>
  instance?.folder?.declaration('module', context.blocks[0]?.labels[0] ?? '');

/**
 * In the notation of the platform's other modules, or else in the platform's version; modules that do not exist in it are not offered.
 * @param own sources of other modules
 */
function frameworkSources(context: CompletionContext, own: ReadonlySet<string>): SourceSuggestion[] {
  const { schemas } = context.request.model;
  const ref = usedRefs(context)[0] ?? schemas.releases.at(-1) ?? '';
  const written = new Map(
    [...own].reverse().flatMap(source => {
      const parsed = parseModuleSource(source);
      return parsed.form === 'framework' && parsed.ref === ref ? [[parsed.path, source] as const] : [];
    }),
  );
  return schemas.paths.flatMap((path): SourceSuggestion[] => {
    const isThere = schemas.knownRef(ref) === undefined ? schemas.head(path) : schemas.moduleFor(path, ref);
    const what = whatIs(path);
    if (!isThere || what === undefined) return [];
    // Local development ended with v0.19.2, so its modules are rarely wanted.
    const rank = /^kind\/|-local\b/.test(path) ? 3 : 0;
    return [
      {
        source: written.get(path) ?? `${FRAMEWORK}${path}?ref=${ref}`,
        label: path,
        kind: CompletionItemKind.Module,
        detail: `${what} · ${shownRef(ref)}`,
        rank,
      },
    ];
  });
}

/** "GKE cluster" for `google/cluster`; undefined for other paths. */
function whatIs(path: string): string | undefined {
  const framework = kindOfPath(path);
  if (!framework) return undefined;
  const service = framework.provider === undefined ? undefined : SERVICES[framework.provider];
  const kind = localized(MODULE_KINDS[framework.kind]);
  return service === undefined ? kind : `${service} ${kind}`;
}

/** `v0.19.2` for `v0.19.2-beta.0`, since all releases are betas; an abbreviated commit. */
export const shownRef = (ref: string): string => shortVersion(ref).replace(/^(v\d+(?:\.\d+)*)-beta\.\d+$/, '$1');

function catalogSources(context: CompletionContext): SourceSuggestion[] {
  return [...context.request.model.schemas.catalogEntries]
    .filter(([, entry]) => !entry.retired)
    .map(([name, entry]) => ({
      source: `${CATALOG}${name}/kustomization`,
      label: `catalog/${name}`,
      kind: CompletionItemKind.Module,
      detail: entry.newest === undefined ? t('catalog service') : `${t('catalog service')} · ${entry.newest}`,
      rank: 2,
    }));
}

/** Folders with configuration below the file's: copies of framework modules by their kind, others by their path. */
function localSources(context: CompletionContext): SourceSuggestion[] {
  const { workspace } = context.request.model;
  const here = parentOf(context.uri);
  const found: string[] = [];
  for (const folder of workspace.allFolders()) {
    const path = folder.uri === here ? undefined : relativePath(here, folder.uri);
    if (path !== undefined && !path.includes('.terraform/')) found.push(`./${path}`);
  }
  const withoutModulePath = (source: string): string => source.slice(0, -(kindOfPath(source)?.path.length ?? 0) - 1);
  const prefixes = new Set(found.filter(source => kindOfPath(source)).map(withoutModulePath));
  return found.sort().map(source => {
    const copy = kindOfPath(source);
    // The list has little room, so where a copy is matters only if there are several.
    const where = prefixes.size > 1 ? withoutModulePath(source) : t('local copy');
    const [label, detail] = copy ? [copy.path, `${whatIs(copy.path)} · ${where}`] : [source, t('local module')];
    return { source, label, kind: CompletionItemKind.Folder, detail, rank: 1 };
  });
}

/** Versions of a catalog service: those in use, and the newest. */
export function versionSuggestions(completionContext: CompletionContext): Suggestion[] {
  const { context, request } = completionContext;
  const parsed = parseModuleSource(context.blocks[0]?.texts.get('source') ?? '');
  if (parsed.form !== 'catalog' || context.inTemplate) return [];
  const newest = request.model.schemas.catalogEntries.get(parsed.entry)?.newest;
  const used = distinct(
    ...usagesAt(completionContext).map(usage =>
      usage.versionsOf(`catalog/${parsed.entry}`, ownDeclaration(completionContext)),
    ),
  );
  return distinct(used, newest === undefined ? [] : [newest]).map((version, index) => ({
    label: version,
    kind: CompletionItemKind.Constant,
    detail: [used.includes(version) ? t('in use') : undefined, version === newest ? t('the newest version') : undefined]
      .filter(fact => fact !== undefined)
      .join(' · '),
    insert: context.quoted ? version : `"${version}"`,
    rank: index === 0 ? 0 : 1,
  }));
}
