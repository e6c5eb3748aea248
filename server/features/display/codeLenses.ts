/** Code lenses on Kubestack modules: the effective configuration of each environment, comparison, and plan, if the client has the commands. */
import { t } from '../../../common/localization';
import { RULES_FILE_ENDING } from '../../../common/rules/rules';
import type { CodeLens, Command } from 'vscode-languageserver-types';
import { promotionOrder } from '../../kubestack/inheritance/promotionOrder';
import { baseKeyOf, environmentKeys } from '../../kubestack/inheritance/environmentKeys';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { labelRange } from '../../kubestack/modules/moduleCall';
import { callsOfItem } from '../../semantics/moduleCalls';
import { isUntouched, rangeInFile } from '../../semantics/positionMapping';
import { fileOf, locationOf, type RequestContext } from '../../semantics/requestContext';
import { parentOf } from '../../workspace/uri';
import { PREVIEW_RULE, resolvedRulesLens, rulesLenses } from '../rulesFiles';
import { labelText } from '../../../common/messageText';

/** Commands of the client, in the order of their lenses. */
const COMMANDS = {
  effective: 'kubestack.showEffectiveConfiguration',
  compare: 'kubestack.compareEnvironments',
  plan: 'kubestack.plan',
} as const;
type LensKind = keyof typeof COMMANDS;
const KINDS = Object.keys(COMMANDS) as LensKind[];

/** Minimum number of environments of a lens. */
const NEEDED: Readonly<Record<LensKind, number>> = { effective: 1, compare: 2, plan: 1 };

interface LensData {
  readonly kind: LensKind;
  readonly uri: string;
  readonly module: string;
}

/**
 * Lenses without titles, which are computed on resolve. Null if they are turned off.
 * @param commands that the client supports
 */
export function codeLenses(request: RequestContext, uri: string, commands: readonly string[]): CodeLens[] | null {
  if (uri.endsWith(RULES_FILE_ENDING))
    return request.settings.codeLens && commands.includes(PREVIEW_RULE) ? rulesLenses(request, uri) : null;
  const file = fileOf(request, uri);
  const kinds = KINDS.filter(kind => commands.includes(COMMANDS[kind]));
  if (!file || !request.settings.codeLens || kinds.length === 0) return null;
  return file.items.flatMap(placed => {
    const [call] = callsOfItem(request, placed.item, 1);
    const label = call && labelRange(call.declaration);
    if (label?.item !== placed.item || !isUntouched(placed, label)) return [];
    const range = rangeInFile(file, placed, label);
    const { length } = environmentKeys(call!, request.model);
    const useful = kinds.filter(kind => length >= NEEDED[kind]);
    return useful.map((kind): CodeLens => ({ range, data: { kind, uri, module: call!.name } satisfies LensData }));
  });
}

/** The lens with its title and command; the command is empty if the lens is outdated. */
export function* resolveCodeLens(request: RequestContext, lens: CodeLens): Generator<undefined, CodeLens> {
  const { kind, uri, module } = lens.data as LensData;
  if (uri.endsWith(RULES_FILE_ENDING)) return yield* resolvedRulesLens(request, lens);
  const [call] = request.model.tree
    .instancesOf(parentOf(uri))
    .flatMap(instance => request.model.call(instance, module) ?? []);
  const command = call && KINDS.includes(kind) ? commandOf(request, call, kind) : undefined;
  return { ...lens, command: command ?? { title: '', command: '' } };
}

function commandOf(request: RequestContext, call: ModuleCall, kind: LensKind): Command | undefined {
  const keys = environmentKeys(call, request.model);
  const environments = promotionOrder(keys, baseKeyOf(call, request.model), request.settings.environments);
  const [first, second] = environments;
  // The platform is that of the document, which the client opens beside it.
  const target = { location: locationOf(request, labelRange(call.declaration)) };
  const platform = request.client.clientUri(call.instance.rootUri);
  const command = COMMANDS[kind];
  switch (kind) {
    case 'effective':
      return environments.length === 0
        ? undefined
        : {
            title: labelText(environments.join(' · ')),
            tooltip: t('Show the effective configuration of an environment'),
            command,
            arguments: [target],
          };
    case 'compare':
      return second === undefined
        ? undefined
        : { title: t('compare'), tooltip: t('Compare two environments'), command, arguments: [target] };
    case 'plan':
      return first === undefined
        ? undefined
        : { title: labelText(t('plan {0}', first)), command, arguments: [{ platform, environment: first }] };
  }
}
