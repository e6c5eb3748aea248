/** Additional attributes of a module by their own names: all attributes of the module's version are accepted as answers. */
import { t } from '../../common/localization';
import type { ModuleSchema } from '../kubestack/schemas/schemas';
import type { AnswerReader } from './answerReader';
import { configurationEntry, type ConfigurationEntry } from './configurationLines';
import { typedValue } from './typedValue';

/**
 * The answers that are attributes of a module, in the order of the answers. Undefined after a problem.
 * @param except attributes that are asked for otherwise
 */
export function extraEntries(
  answers: AnswerReader,
  schema: ModuleSchema,
  except: ReadonlySet<string>,
): ConfigurationEntry[] | undefined {
  const entries: ConfigurationEntry[] = [];
  let isWrong = false;
  answers.takesAttributesOf(schema.path);
  for (const name of answers.names()) {
    const attribute = except.has(name) || name.includes('.') ? undefined : schema.attributes.get(name);
    if (!attribute || !answers.has(name)) continue;
    const typed = typedValue(answers.raw(name), attribute.type, attribute.format);
    if ('wrong' in typed) {
      isWrong = true;
      answers.refuse(name, t('{0} is not valid: {1}.', JSON.stringify(answers.raw(name)), typed.wrong));
    } else entries.push(configurationEntry([name], typed.value));
  }
  return isWrong ? undefined : entries;
}
