/** Completion of `configuration`'s keys and of the base key: the environments of the platform. */
import { t } from '../../../common/localization';
import { CompletionItemKind } from 'vscode-languageserver-types';
import { environmentsOf } from '../../kubestack/platform/platform';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { Suggestion } from './completionItems';
import { distinct, usagesAt, type CompletionContext } from './completionContext';
import { printKey } from '../../semantics/hclPrinter';
import { strongName } from '../../../common/markdown';

/** Maximum number of calls that are evaluated for computed environments. */
const MAX_COMPUTED = 20;
const USUAL = ['apps', 'ops'];

/** Environments that the module lacks, as `ops = {}`. */
export function environmentKeySuggestions(site: CompletionContext): Suggestion[] {
  const { context } = site;
  const base = baseKeyAt(site);
  return platformEnvironments(site)
    .filter(name => !context.siblings.has(name))
    .map(name => ({
      label: name,
      kind: CompletionItemKind.Struct,
      detail: name === base ? t('base environment that the others inherit from') : t('inherits from {0}', base),
      documentation:
        name === base
          ? t('{0} has the complete configuration.', strongName(name))
          : t(
              "`{}` inherits everything from {0}. A module can't be planned in an environment that it doesn't have.",
              strongName(base),
            ),
      rank: name === base ? 0 : 1,
      ...(context.quoted
        ? {}
        : context.hasValue
          ? { insert: printKey(name) }
          : {
              insert: `${printKey(name)} = {}`,
              snippet: name === base ? `${printKey(name)} = {\n  $0\n}` : `${printKey(name)} = {$0}`,
            }),
    }));
}

/** Environments that the base key can name: those that the module has, else those of the platform. */
export function baseKeySuggestions(site: CompletionContext): Suggestion[] {
  const own = site.module?.block.keys.get('configuration');
  const names = own && own.size > 0 ? [...own] : platformEnvironments(site);
  return names.map(name => ({
    label: name,
    kind: CompletionItemKind.EnumMember,
    detail: t('environment'),
    insert: site.context.quoted ? name : `"${name}"`,
    rank: 0,
  }));
}

export function baseKeyAt({ module }: CompletionContext): string {
  const input = module?.interface.baseKeyInput;
  return (
    (input === undefined ? undefined : module?.block.texts.get(input)) ?? module?.interface.defaultBaseKey ?? 'apps'
  );
}

/** The base of the platform's other calls; of the call itself if there are none. */
export const platformBaseAt = (site: CompletionContext): string =>
  usagesAt(site).find(usage => usage.baseEnvironment !== undefined)?.baseEnvironment ?? baseKeyAt(site);

/** All environments of the platform: the base with a body to fill in, the others empty. */
export function configurationSnippet(site: CompletionContext, base = baseKeyAt(site)): string {
  const names = distinct(platformEnvironments(site), [base]);
  const first = [base, ...names.filter(name => name !== base)];
  return `{\n${first.map(name => `  ${printKey(name)} = ${name === base ? '{\n    $0\n  }' : '{}'}`).join('\n\n')}\n}`;
}

/** Those of most calls; in a platform with computed keys, those of some calls. */
export function platformEnvironments(
  site: Pick<CompletionContext, 'request' | 'uri' | 'instance' | 'module'>,
): string[] {
  const written = distinct(...usagesAt(site).map(usage => usage.environments));
  if (written.length > 0) return distinct(written, site.request.settings.environments);
  const computed = environmentsOf(someCalls(site), site.request.model).keys;
  const known = distinct(computed, site.request.settings.environments);
  return known.length > 0 ? known : USUAL;
}

function someCalls({
  instance,
  request,
  module,
}: Pick<CompletionContext, 'request' | 'instance' | 'module'>): ModuleCall[] {
  const calls: ModuleCall[] = [];
  if (!instance) return calls;
  for (const call of request.model.callsIn(instance.root)) {
    if (call.name !== module?.label) calls.push(call);
    if (calls.length >= MAX_COMPUTED) break;
  }
  return calls;
}
