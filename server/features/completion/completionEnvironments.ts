/** Completion of `configuration`'s keys and of the base key: the environments of the platform. */
import { now } from '../../../common/now';
import { t } from '../../../common/localization';
import { CompletionItemKind } from 'vscode-languageserver-types';
import { environmentsOf } from '../../kubestack/platform/platform';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { Suggestion } from './completionItems';
import type { CompletionContext } from './completionContext';
import { usagesAt } from '../../semantics/usages';
import { distinct } from '../../../common/lists';
import { printKey } from '../../semantics/hclPrinter';
import { strongName } from '../../../common/markdown';

/** Maximum number of calls that are evaluated for computed environments. */
const MAX_COMPUTED = 20;
const USUAL = ['apps', 'ops'];

/** Environments that the module lacks, as `ops = {}`. */
export function environmentKeySuggestions(completionContext: CompletionContext): Suggestion[] {
  const { context } = completionContext;
  const base = baseKeyAt(completionContext);
  return platformEnvironments(completionContext)
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
export function baseKeySuggestions(context: CompletionContext): Suggestion[] {
  const own = context.module?.block.keys.get('configuration');
  const names = own && own.size > 0 ? [...own] : platformEnvironments(context);
  return names.map(name => ({
    label: name,
    kind: CompletionItemKind.EnumMember,
    detail: t('environment'),
    insert: context.context.quoted ? name : `"${name}"`,
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
export const platformBaseAt = (context: CompletionContext): string =>
  usagesAt(context).find(usage => usage.baseEnvironment !== undefined)?.baseEnvironment ?? baseKeyAt(context);

/** All environments of the platform: the base with a body to fill in, the others empty. */
export function configurationSnippet(context: CompletionContext, base = baseKeyAt(context)): string {
  const names = distinct(platformEnvironments(context), [base]);
  const first = [base, ...names.filter(name => name !== base)];
  return `{\n${first.map(name => `  ${printKey(name)} = ${name === base ? '{\n    $0\n  }' : '{}'}`).join('\n\n')}\n}`;
}

/** Those of most calls; in a platform with computed keys, those of some calls. */
export function platformEnvironments(
  context: Pick<CompletionContext, 'request' | 'uri' | 'instance' | 'module'>,
): string[] {
  const written = distinct(...usagesAt(context).map(usage => usage.environments));
  if (written.length > 0) return distinct(written, context.request.settings.environments);
  const computed = now(environmentsOf(someCalls(context), context.request.model)).keys;
  const environments = distinct(computed, context.request.settings.environments);
  return environments.length > 0 ? environments : USUAL;
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
