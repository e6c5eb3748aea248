/** Additional attributes of a module by their own names: all attributes of the module's version are accepted as answers. */
import { isRecord } from '../../common/isRecord';
import { t } from '../../common/localization';
import { refusal, type RefusedValue } from '../kubestack/schemas/constraint';
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
      continue;
    }
    const refused = refusedIn(schema, name, answers.raw(name));
    if (refused) {
      isWrong = true;
      answers.refuse(name, t('{0} is not valid: {1}.', refused.text, refused.advice));
    } else entries.push(configurationEntry([name], typed.value));
  }
  return isWrong ? undefined : entries;
}

/** The first value below an attribute that its provider refuses. */
function refusedIn(schema: ModuleSchema, path: string, json: unknown): (RefusedValue & { text: string }) | undefined {
  if (isRecord(json))
    return firstOf(Object.entries(json), ([name, each]) => refusedIn(schema, `${path}.${name}`, each));
  if (Array.isArray(json)) return firstOf(json, each => refusedIn(schema, isRecord(each) ? `${path}.*` : path, each));
  const attribute = schema.attributes.get(path);
  if (!attribute || (typeof json !== 'string' && typeof json !== 'number') || json === '') return undefined;
  const texts = attribute.format === 'list' ? String(json).split(',') : [String(json)];
  return firstOf(texts, text => {
    const refused = refusal(attribute.constraints, text);
    return refused && { ...refused, text };
  });
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
