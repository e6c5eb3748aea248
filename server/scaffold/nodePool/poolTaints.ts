/** Taints and labels of a node pool in its cloud's notation. */
import { alternatives, t } from '../../../common/localization';
import { type AnswerReader } from '../answerReader';
import type { Cloud } from '../cluster/clouds';
import { configurationEntry, type ConfigurationEntry } from '../configurationLines';
import { attribute, type HclValue } from '../hclFile';
import type { ModuleSchema } from '../../kubestack/schemas/schemas';

/** The attribute of the taints: `taint` for GKE in releases without `taints`. */
export const taintsName = ({ taints }: Cloud, { attributes }: Pick<ModuleSchema, 'attributes'>): string =>
  !attributes.has(taints.name) && attributes.has('taint') ? 'taint' : taints.name;

/** Taints in the cloud's notation; effects in other notations are converted. */
export function readTaints(answers: AnswerReader, { taints }: Cloud, ownName: string): readonly ConfigurationEntry[] {
  const name = [ownName, taints.name].find(each => answers.has(each)) ?? 'taints';
  const parts = taintParts(answers, name);
  const written = parts.flatMap((part): HclValue[] => {
    const key = part.text('key', {
      accepts: /^[\w./-]{1,253}$/,
      advice: () => t('use a key of letters, digits, dots and dashes'),
    });
    const value =
      part.optionalText('value', {
        accepts: /^[\w.-]{0,63}$/,
        advice: () => t('use letters, digits, dots and dashes'),
      }) ?? '';
    const effect = part.text('effect', {
      accepts: text => inNotation(text, taints.effects) !== undefined,
      advice: () => t('use {0}', alternatives(taints.effects)),
    });
    const own = effect && inNotation(effect, taints.effects);
    if (key === undefined || own === undefined) return [];
    if (taints.areTexts) return [`${key}=${value}:${own}`];
    return [{ object: [attribute('key', key), attribute('value', value), attribute('effect', own)] }];
  });
  return written.length > 0 ? [configurationEntry([ownName], written)] : [];
}

/** Objects, or strings of the form `key=value:Effect`. */
function taintParts(answers: AnswerReader, name: string): readonly AnswerReader[] {
  const given = answers.raw(name);
  const texts = typeof given === 'string' ? given.split(',').map(each => each.trim()) : given;
  if (!Array.isArray(texts) || !texts.every(each => typeof each === 'string')) return answers.list(name) ?? [];
  const parts = texts.map(text => /^([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(text));
  const wrong = parts.findIndex(part => part === null);
  if (wrong >= 0) {
    answers.refuse(name, t('{0} is not valid: write it as key=value:Effect.', JSON.stringify(texts[wrong])));
    return [];
  }
  return answers.inside(
    name,
    parts.map(part => ({ key: part![1], value: part![2] ?? '', effect: part![3] })),
  );
}

const inNotation = (effect: string, effects: readonly string[]): string | undefined => {
  const plain = (text: string): string => text.replace(/[_\s-]/g, '').toLowerCase();
  return effects.find(each => plain(each) === plain(effect));
};

export function readLabels(answers: AnswerReader, { labels, title }: Cloud): ConfigurationEntry[] {
  const name = labels !== undefined && answers.has(labels) ? labels : 'labels';
  if (!answers.has(name)) return [];
  if (labels === undefined) {
    answers.refuse(name, t("{0} doesn't support labels on node pools: use taints or tags.", title));
    return [];
  }
  const entries = Object.entries(answers.map(name) ?? {});
  return entries.length === 0
    ? []
    : [configurationEntry([labels], { object: entries.map(([key, value]) => attribute(key, value)) })];
}
