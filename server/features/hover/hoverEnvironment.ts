/** Hover on an environment's key: what it inherits, overrides and adds, and its effective configuration. */
import { localized, t } from '../../../common/localization';
import { codeBlock, codeSpan, markdownName, markdownTable, strongName } from '../../../common/markdown';
import { shortened } from '../../../common/shortened';
import type { ResolvedAttribute } from '../../kubestack/inheritance/effectiveAttributes';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { printHcl, printShort } from '../../semantics/hclPrinter';
import { hoveredCall, notUnderstood } from './hoverCalls';
import { link, paragraphs, UNSET } from '../markdown';
import { locationOf, type RequestContext } from '../../semantics/requestContext';

const MAX_ROWS = 12;
const MAX_LINES = 40;
const MAX_LINE_LENGTH = 200;

export function environmentHover(
  request: RequestContext,
  calls: readonly ModuleCall[],
  environment: string,
): string | undefined {
  const hovered = hoveredCall(request, calls);
  if (!hovered) return undefined;
  const { effective, note } = hovered;
  const inEffect = effective.environments.get(environment);
  if (!inEffect) return paragraphs([strongName(environment), notUnderstood(hovered)]);
  const { attributes } = inEffect;
  const isBase = environment === effective.baseKey;
  const parts = [
    isBase
      ? heirs(hovered.environments, environment)
      : `${strongName(environment)} · ${counts(attributes, effective.baseKey)}`,
    isBase ? undefined : changes(request, attributes),
    `${
      attributes.length === 1
        ? t('Effective configuration (1 attribute)')
        : t('Effective configuration ({0} attributes)', attributes.length)
    }\n\n${codeBlock(bounded(printHcl(inEffect.value)), 'terraform')}`,
    note,
  ];
  return paragraphs(parts);
}

/** The first lines of a configuration, and the number of further lines. */
function bounded(hcl: string): string {
  const lines = hcl.split('\n');
  const more = lines.length - MAX_LINES;
  const shown = lines.slice(0, MAX_LINES).map(line => shortened(line, MAX_LINE_LENGTH));
  return [
    ...shown,
    ...(more > 0 ? [`# ${more === 1 ? t('… and 1 more line') : t('… and {0} more lines', more)}`] : []),
  ].join('\n');
}

function heirs(environments: readonly string[], base: string): string {
  const others = environments.filter(name => name !== base);
  const name = strongName(base);
  const names = others.map(markdownName).join(', ');
  if (others.length === 0) return t('{0} · the base environment: no other environment inherits from it.', name);
  return others.length === 1
    ? t('{0} · the base environment: {1} inherits from it.', name, names)
    : t('{0} · the base environment: {1} inherit from it.', name, names);
}

function counts(attributes: readonly ResolvedAttribute[], baseKey: string): string {
  const number = (origin: ResolvedAttribute['origin']): number =>
    attributes.filter(attribute => attribute.origin === origin).length;
  const inherited = number('inherited');
  const overridden = number('overridden');
  const added = number('set');
  const parts = [t('inherits {0} from {1}', inherited, markdownName(baseKey))];
  if (overridden > 0) parts.push(t('overrides {0}', overridden));
  if (added > 0) parts.push(t('adds {0}', added));
  return parts.join(', ');
}

function changes(request: RequestContext, attributes: readonly ResolvedAttribute[]): string | undefined {
  const own = attributes.filter(attribute => attribute.origin !== 'inherited');
  if (own.length === 0) return undefined;
  const rows = own.slice(0, MAX_ROWS).map(({ path, value, overrides, range }) => {
    const name = codeSpan(path.join('.'));
    const before = overrides ? codeSpan(printShort(overrides.value, 40, [value])) : localized(UNSET);
    return [
      range ? link(name, locationOf(request, range)) : name,
      codeSpan(printShort(value, 60, overrides ? [overrides.value] : [])),
      overrides?.range ? link(before, locationOf(request, overrides.range)) : before,
    ];
  });
  const table = markdownTable([t('Attribute'), t('Value'), t('Instead of')], rows);
  return own.length > MAX_ROWS ? `${table}\n\n${t('and {0} more', own.length - MAX_ROWS)}` : table;
}
