/**
 * Snippets of top-level blocks: clusters, node pools, services, providers, in the platform's style. Not offered in plain Terraform or inside of
 * blocks.
 */
import { t } from '../../../common/localization';
import { CompletionItemKind } from 'vscode-languageserver-types';
import { localized } from '../../../common/localization';
import { promotionOrder } from '../../kubestack/inheritance/promotionOrder';
import { MAX_ENVIRONMENTS } from '../../kubestack/inheritance/configurationEntries';
import { environmentType } from '../../kubestack/inheritance/environmentConversion';
import { kindOfPath, parseModuleSource } from '../../kubestack/modules/moduleSource';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { ModuleFolder } from '../../workspace/moduleFolder';
import type { Schemas } from '../../kubestack/schemas/schemas';
import type { CompletionContext } from './completionContext';
import { platformEnvironments } from './completionEnvironments';
import { snippetText, type Suggestion } from './completionItems';
import { printKey } from '../../semantics/hclPrinter';
import { ownSources, shownRef, usedRefs } from './completionSources';
import { withoutTabStops } from './plainSnippet';

/** One entry of the snippets file. */
export interface BlockSnippet {
  readonly prefix: string;
  readonly description: string;
  /** Lines. */
  readonly body: readonly string[];
}

/** Suffix of prefixes of blocks for releases up to v0.19.2; the same prefix without it is for later ones. */
const STRINGS = /-v0\.19$/;
const SOURCE = /github\.com\/kbst\/terraform-kubestack\/\/[^?"]+\?ref=\$\{(\d+):[^}]*\}/;
/** Maximum number of calls among which a cluster is searched. */
const MAX_CALLS = 50;

/** What snippets depend on in a platform. */
interface PlatformFacts {
  /** Whether configurations are typed, as after v0.19.2. */
  readonly isTyped: boolean;
  readonly ref: string;
  /** Path in the framework's repository → source in other modules. */
  readonly sources: ReadonlyMap<string, string>;
  /** Undefined for a new platform. */
  readonly environments: PlatformEnvironments | undefined;
}

interface PlatformEnvironments {
  readonly base: string;
  /** In promotion order. */
  readonly others: readonly string[];
}

/** Snippets that are valid at the cursor. */
export function blockSnippetSuggestions(context: CompletionContext, snippets: readonly BlockSnippet[]): Suggestion[] {
  const facts = snippets.length > 0 ? factsOf(context) : undefined;
  if (!facts) return [];
  const { schemas } = context.request.model;
  const both = new Set(snippets.filter(({ prefix }) => STRINGS.test(prefix)).map(({ prefix }) => plainPrefix(prefix)));
  return snippets
    .filter(isBlock)
    .filter(({ prefix }) => !both.has(plainPrefix(prefix)) || STRINGS.test(prefix) !== facts.isTyped)
    .flatMap((each): Suggestion[] => {
      const { prefix, body } = each;
      const path = frameworkPath(body);
      const own = path === undefined ? undefined : facts.sources.get(path);
      if (path !== undefined && own === undefined && !isThere(schemas, path, facts.ref)) return [];
      const snippet = withEnvironments(withSource(body, own, facts.ref), facts.environments).join('\n');
      const what = localized({ message: snippetTitle(each), values: [] });
      const version = path === undefined ? '' : own === undefined ? shownRef(facts.ref) : sourceVersion(own);
      return [
        {
          label: plainPrefix(prefix),
          kind: CompletionItemKind.Snippet,
          detail: version === '' ? what : `${what} · ${version}`,
          rowDetail: version,
          insert: withoutTabStops(snippet),
          snippet,
          rank: 2,
        },
      ];
    });
}

/** Whether a snippet begins with a block of Terraform. */
export const isBlock = ({ body }: BlockSnippet): boolean =>
  /^(?:module|provider|locals|terraform|variable) /.test(body[0] ?? '');

/** What a snippet inserts, in English and without its versions. `npm run l10n` finds these texts in the snippets. */
export const snippetTitle = ({ description }: BlockSnippet): string =>
  description.replace(/(?:, (?:typed configuration|configuration of strings))?[,:] releases .*/, '');

const plainPrefix = (prefix: string): string => prefix.replace(STRINGS, '');

/** Undefined in plain Terraform. */
function factsOf(context: CompletionContext): PlatformFacts | undefined {
  const { request, instance } = context;
  const { schemas } = request.model;
  const cluster = instance && representative(request.model.callsIn(instance.root));
  if (!cluster && isPlainTerraform(instance?.folder)) return undefined;
  const ref = usedRefs(context)[0] ?? schemas.releases.at(-1) ?? '';
  const sources = new Map<string, string>();
  for (const source of ownSources(context)) {
    const path = modulePath(source);
    if (path !== undefined && !sources.has(path)) sources.set(path, source);
  }
  const base = cluster && request.model.effectiveConfiguration(cluster).baseKey;
  const all = cluster ? promotionOrder(platformEnvironments(context), base, request.settings.environments) : [];
  const others = all.filter(name => name !== base).slice(0, MAX_ENVIRONMENTS);
  const environments = base === undefined ? undefined : { base, others };
  return { isTyped: cluster ? isTypedCall(cluster) : isTypedAt(schemas, ref), ref, sources, environments };
}

/** The first cluster, else the first call. */
function representative(calls: Iterable<ModuleCall>): ModuleCall | undefined {
  let first: ModuleCall | undefined;
  let count = 0;
  for (const call of calls) {
    if (call.module.kind === 'cluster') return call;
    first ??= call;
    if (++count === MAX_CALLS) break;
  }
  return first;
}

/** Whether a folder contains Terraform, but no Kubestack modules. */
const isPlainTerraform = (folder: ModuleFolder | undefined): boolean =>
  (folder?.sourceFiles() ?? []).some(({ items }) =>
    items.some(({ item: { node } }) => node.kind === 'block' && /^(?:module|resource|data)$/.test(node.type)),
  );

const isTypedCall = ({ module }: ModuleCall): boolean => environmentType(module.configurationType).kind === 'object';

const isTypedAt = (schemas: Schemas, ref: string): boolean =>
  (schemas.moduleFor('aws/cluster', ref) ?? schemas.head('aws/cluster'))?.generation === 'object';

const isThere = (schemas: Schemas, path: string, ref: string): boolean =>
  (schemas.knownRef(ref) === undefined ? schemas.head(path) : schemas.moduleFor(path, ref)) !== undefined;

function frameworkPath(body: readonly string[]): string | undefined {
  const line = body.find(each => SOURCE.test(each));
  return line === undefined ? undefined : /kubestack\/\/([^?"]+)/.exec(line)?.[1];
}

function modulePath(source: string): string | undefined {
  const parsed = parseModuleSource(source);
  if (parsed.form === 'framework') return parsed.path;
  return parsed.form === 'local' ? kindOfPath(parsed.path)?.path : undefined;
}

function sourceVersion(source: string): string {
  const parsed = parseModuleSource(source);
  if (parsed.form === 'local') return t('local copy');
  return parsed.form === 'framework' && parsed.ref !== undefined ? shownRef(parsed.ref) : source;
}

/** With the source of other modules, or else with the platform's version. */
const withSource = (body: readonly string[], own: string | undefined, ref: string): string[] =>
  body.map(line =>
    line.replace(SOURCE, (found, stop: string) =>
      own === undefined ? found.replace(/\$\{\d+:[^}]*\}$/, () => `\${${stop}:${snippetText(ref)}}`) : snippetText(own),
    ),
  );

/** In snippets, `apps` is the base and `ops` inherits from it. */
function withEnvironments(body: readonly string[], environments: PlatformEnvironments | undefined): string[] {
  if (!environments) return [...body];
  const { base, others } = environments;
  const first = others.includes('ops') ? 'ops' : others[0];
  const plain = others.filter(name => name !== first).reverse();
  const key = (name: string): string => snippetText(printKey(name));
  return body.flatMap(line => {
    if (line === '  configuration = {' && base !== 'apps')
      return [`  configuration_base_key = ${snippetText(JSON.stringify(base))}`, line];
    if (line === '    apps = {') return [`    ${key(base)} = {`];
    if (line !== '    ops = {' || first === undefined) return [line];
    return [...plain.flatMap(name => [`    ${key(name)} = {}`, '']), `    ${key(first)} = {`];
  });
}
