/** The first stage for a node pool: one with the new values beside the old one, in every environment. */
import { t } from '../../../common/localization';
import { ownProperty } from '../../../common/ownProperty';
import type { Step } from '../../../common/steps';
import { entryNames, setValue, sourceTextAt } from '../../edits/entryText';
import type { ResolvedEnvironment } from '../../kubestack/inheritance/effectiveConfiguration';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { columnOf, nameInCell } from '../../kubestack/readme/readmeTables';
import { configurationTarget } from '../../refactoring/configurationTarget';
import { printHcl } from '../../semantics/hclPrinter';
import { effectiveAttributeAt, effectiveValueAt } from '../../semantics/effectiveParts';
import { isValid } from '../answerReader';
import { cloudOf } from '../cluster/clouds';
import { effectiveText } from '../effectiveStrings';
import { printValue } from '../hclFile';
import { nodePoolRow, putRows } from '../putRows';
import { withMarker } from './marker';
import type { ReplacementTarget } from './replacementTarget';
import { withWantedValues, type WantedValues } from './wantedValues';

/** A module that was added. */
export interface AddedPart {
  readonly label: string;
  /** Whether nothing else follows. */
  readonly isOnly?: boolean;
  readonly notes: readonly string[];
  /** Steps before the next stage. */
  readonly after: readonly Step[];
}

/** Attributes of subnets that a pool creates: two pools can't have the same ones. */
const SUBNETS = ['vpc_secondary_cidr', 'vpc_subnet_newbits', 'vpc_subnet_number_offset'];

/** Undefined after a problem. */
export function addSuccessor(target: ReplacementTarget, old: ModuleCall, wanted: WantedValues): AddedPart | undefined {
  const { scaffoldContext, platform } = target;
  const { answers, changes, request } = scaffoldContext;
  const cloud = cloudOf(old.module.provider);
  const configuration = configurationTarget(request, old);
  if (!cloud || !configuration)
    return answers.refuse(
      'name',
      t("{0} can't be copied: its configuration is computed, not a literal object.", old.name),
    );
  if (wanted.paths.length === 0 && wanted.keep.size === 0)
    return answers.require('values', t('use an object of the attributes that change, and their new values'));
  const written = sourceTextAt(lineFeeds(configuration.item.text), configuration.path) ?? '{}';
  const before = setValue(lineFeeds(old.declaration.item.text), ['configuration'], written) ?? '';
  const environments = entryNames(before, ['configuration']) ?? [];
  const named = environments.filter(
    each => sourceTextAt(before, ['configuration', each, cloud.poolName]) !== undefined,
  );
  const names = new Set(named.map(each => effectiveText(request, old, each, [cloud.poolName])));
  const [name] = names;
  if (name === undefined || names.size > 1)
    return answers.refuse(
      'name',
      t("{0} can't be replaced here: its {1} isn't the same text in every environment.", old.name, cloud.poolName),
    );
  const taken = (next: string): boolean =>
    labelAfter(old.name, name, next, label => isTaken(target, label)) === undefined;
  const next = nextName(name, text => isValid(cloud.pool, text), taken);
  const label = next === undefined ? undefined : labelAfter(old.name, name, next, () => false);
  if (next === undefined || label === undefined)
    return answers.refuse('name', t('There is no free name after {0}.', name));
  const sharesSubnets = SUBNETS.filter(each => isSetAnywhere(target, old, each));
  if (sharesSubnets.length > 0 && !SUBNETS.some(each => wanted.paths.includes(each)))
    return answers.refuse(
      'values',
      t(
        "{0} has subnets of its own ({1}), which the new node pool can't share: add other ones to the values.",
        old.name,
        sharesSubnets.join(', '),
      ),
    );
  let text: string | undefined = withLabel(before, label);
  for (const each of named) text = text && setValue(text, ['configuration', each, cloud.poolName], printValue(next));
  text = text && withWantedValues(answers, text, old, wanted.environment ?? platform.base, wanted.values);
  if (text === undefined || !keepsOldValues(target, old, wanted)) return undefined;
  const file = `${label}.tf`;
  if (changes.exists(file)) return answers.refuse('name', t('{0} already exists: use another name.', file));
  changes.write(file, `${withMarker(text, old.name)}\n`);
  putRows(changes, 'nodePools', [nodePoolRow(label, clusterOf(target, old.name) ?? '', notesOf(target, old.name))]);
  return { label, notes: [], after: [] };
}

/** Writes the values that the old part keeps, where the code already has new ones. Other environments keep what they inherit from the base. */
export function keepsOldValues(
  { scaffoldContext, platform }: ReplacementTarget,
  old: ModuleCall,
  { keep }: WantedValues,
): boolean {
  const { answers, changes, request } = scaffoldContext;
  const inBase = keep.get(platform.base);
  const { environments } = request.model.effectiveConfiguration(old);
  if (keep.size === 0) return true;
  const configuration = configurationTarget(request, old);
  // The functions for texts expect the object to be the argument of a block.
  if (!configuration || configuration.item !== old.declaration.item)
    return answers.refuse('keep', t("The configuration is computed, so it can't be changed here.")) ?? false;
  const isWritten = changes.draft.edit(configuration.item, before => {
    let text: string | undefined = before;
    for (const [environment, inEffect] of inBase ? environments : [])
      for (const name of Object.keys(inBase ?? {})) {
        const attribute = effectiveAttributeAt(inEffect, name.split('.'));
        const isGiven = ownProperty(keep.get(environment) ?? {}, name) !== undefined;
        if (environment === platform.base || isGiven || attribute?.origin !== 'inherited') continue;
        text = text && setValue(text, ['configuration', environment, ...name.split('.')], printHcl(attribute.value));
      }
    for (const [environment, values] of keep) {
      // What an environment inherits needs no entry of its own.
      const own = Object.entries(values).filter(([name, value]) => {
        const inherits = originOf(environments.get(environment), name) === 'inherited';
        return environment === platform.base || !inherits || !isSame(ownProperty(inBase ?? {}, name), value);
      });
      text = text && withWantedValues(answers, text, old, environment, Object.fromEntries(own));
      for (const [name, value] of own)
        if (
          value === null &&
          environment !== platform.base &&
          originOf(environments.get(environment), name) === 'inherited'
        )
          text = text && setValue(text, ['configuration', environment, ...name.split('.')], 'null');
    }
    return text;
  });
  return isWritten && answers.problems.length === 0;
}

const originOf = (inEffect: ResolvedEnvironment | undefined, name: string): string | undefined =>
  inEffect && effectiveAttributeAt(inEffect, name.split('.'))?.origin;

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const lineFeeds = (text: string): string => text.replace(/\r\n/g, '\n');

/** The block with another label; what it refers to stays. */
const withLabel = (block: string, label: string): string =>
  block.replace(/^(\s*module\s+)"[^"]*"/, (_, head: string) => `${head}"${label}"`);

/** `extra` → `extra2` → `extra3`; shortened where a cloud allows no longer name. */
export function nextName(
  name: string,
  isAllowed: (name: string) => boolean,
  isUsed: (name: string) => boolean,
): string | undefined {
  const [, stem = name, digits = ''] = /^(.*?)(\d*)$/.exec(name) ?? [];
  const first = digits === '' ? 2 : Number(digits) + 1;
  for (let number = first; number < first + MAX_TRIED; number++) {
    const lengths = Array.from({ length: stem.length }, (_, cut) => stem.length - cut);
    const fitting = lengths.map(length => `${stem.slice(0, length)}${number}`).find(isAllowed);
    if (fitting !== undefined && !isUsed(fitting)) return fitting;
  }
  return undefined;
}
const MAX_TRIED = 50;

/** The label with the new name in place of the old one; undefined if it is taken. */
function labelAfter(label: string, name: string, next: string, isUsed: (label: string) => boolean): string | undefined {
  const renamed = label.endsWith(name) ? `${label.slice(0, -name.length)}${next}` : `${label}_${next}`;
  return isUsed(renamed) ? undefined : renamed;
}

const isTaken = ({ root, scaffoldContext: { changes } }: ReplacementTarget, label: string): boolean =>
  root.folder?.declaration('module', label) !== undefined || changes.exists(`${label}.tf`);

function isSetAnywhere(
  { scaffoldContext: { request } }: ReplacementTarget,
  call: ModuleCall,
  attribute: string,
): boolean {
  const environments = [...request.model.effectiveConfiguration(call).environments.values()];
  return environments.some(
    inEffect =>
      effectiveAttributeAt(inEffect, [attribute]) !== undefined &&
      effectiveValueAt(inEffect, [attribute]) !== undefined,
  );
}

export const clusterOf = ({ platform }: ReplacementTarget, pool: string): string | undefined =>
  [...(platform.shape?.clusters.values() ?? [])].find(({ nodePools }) => nodePools.some(({ name }) => name === pool))
    ?.name;

/** What the README says about the old pool is true of the new one. */
function notesOf({ platform: { readme } }: ReplacementTarget, pool: string): string | undefined {
  const table = readme?.tables.nodePools?.table;
  if (!table) return undefined;
  const row = table.rows.find(({ cells }) => nameInCell(cells[columnOf(table, 'nodePools', 0) ?? 0]) === pool);
  const text = row?.cells[columnOf(table, 'nodePools', 2) ?? 2]?.text;
  return text === '' ? undefined : text;
}
