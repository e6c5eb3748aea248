/** Adds a block to the rules of a platform (docs/rules.md): to its first file with rules, or to a new one. */
import { now } from '../../../common/now';
import { t } from '../../../common/localization';
import { RULES_FILE_ENDING } from '../../../common/rules/rules';
import { formatHcl } from '../../edits/formatItem';
import { ruleSetOf } from '../../kubestack/rules/ruleSet';
import { quoteString } from '../../semantics/hclPrinter';
import { oneOf, type TextRule } from '../answerReader';
import type { PlatformContext, ScaffoldContext } from '../scaffoldContext';

/** The file of the first rule. */
export const NEW_RULES_FILE = `team${RULES_FILE_ENDING}`;

const NAME: TextRule = {
  accepts: /^[a-z_][\w-]{0,59}$/i,
  advice: () => t('use letters, digits, "_" and "-", beginning with a letter, such as three_zones'),
};

const setOf = ({ request }: ScaffoldContext, { root }: PlatformContext) => root && ruleSetOf(root, request.model);

/** The answer `name`, which no block of the kind has. Undefined after a problem. */
export function blockName(
  scaffoldContext: ScaffoldContext,
  platform: PlatformContext,
  kind: 'rules' | 'freezes',
): string | undefined {
  const { answers } = scaffoldContext;
  const name = answers.text('name', NAME);
  const isTaken = setOf(scaffoldContext, platform)?.[kind].some(each => each.name.text === name);
  return isTaken && name !== undefined ? answers.refuse('name', t('The name "{0}" is used already.', name)) : name;
}

/** The attribute for the answer `environments`, as a line; no line for all of them. Undefined after a problem. */
export function environmentsLine(
  { answers }: ScaffoldContext,
  { environments }: PlatformContext,
): string[] | undefined {
  const chosen = answers.texts('environments', oneOf(environments), environments);
  if (!chosen) return undefined;
  return chosen.length === environments.length ? [] : [`environments = [${chosen.map(quoteString).join(', ')}]`];
}

/** The formatted text of a block. */
export const ruleBlockText = (type: string, name: string, lines: readonly string[]): string =>
  now(formatHcl(`${type} ${quoteString(name)} {\n${lines.join('\n')}\n}\n`));

/** Appends a block. */
export function addRuleBlock(scaffoldContext: ScaffoldContext, platform: PlatformContext, block: string): void {
  const { changes } = scaffoldContext;
  const files = setOf(scaffoldContext, platform)?.files ?? [];
  const path = files.flatMap(({ file }) => changes.pathOf(file.uri) ?? [])[0] ?? NEW_RULES_FILE;
  const present = changes.text(path)?.trimEnd() ?? '';
  changes.write(path, present === '' ? block : `${present}\n\n${block}`);
}
