/** The base domain of the platform's clusters, as one of their configurations has it. */
import { sourceTextAt } from '../../edits/entryText';
import { BASE_DOMAIN } from '../answerRules';
import { effectiveText } from '../effectiveStrings';
import { readmeValue, type ScaffoldContext, type PlatformContext } from '../scaffoldContext';
import type { HclValue } from '../hclFile';

/** Keeps a reference to a variable; undefined if neither a cluster nor the README has a domain. */
export function baseDomainOf({ request }: ScaffoldContext, platform: PlatformContext): HclValue | undefined {
  const { calls, base, readme } = platform;
  for (const call of calls) {
    if (call.module.kind !== 'cluster') continue;
    const written = sourceTextAt(call.declaration.item.text, ['configuration', base, 'base_domain']);
    if (written !== undefined && /^(?:var|local)\.\w+$/.test(written)) return { expression: written };
    const domain = effectiveText(request, call, base, ['base_domain']);
    if (domain !== undefined) return domain;
  }
  const noted = readmeValue(readme, 'baseDomain');
  return noted !== undefined && isDomain(noted) ? noted : undefined;
}

const isDomain = (text: string): boolean =>
  typeof BASE_DOMAIN.accepts === 'function' ? BASE_DOMAIN.accepts(text) : BASE_DOMAIN.accepts.test(text);
