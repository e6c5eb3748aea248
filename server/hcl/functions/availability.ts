/**
 * The first releases with a function, for functions that some releases in use don't have: the framework's images up to v0.19.2 have Terraform 1.5,
 * later ones OpenTofu. Source: the changelogs of both, and `metadata functions -json` of Terraform 1.11 and OpenTofu 1.10.
 */
import { ownProperty } from '../../../common/ownProperty';
import { t } from '../../../common/localization';
import { PROGRAM_NAMES, type Program } from '../../../common/program';

/** By program. A program without an entry does not have the function. */
export type Availability = Readonly<Partial<Record<Program, string>>>;

const SINCE: Readonly<Record<string, Availability>> = {
  base64gunzip: { tofu: '1.7' },
  cidrcontains: { tofu: '1.7' },
  ephemeralasnull: { terraform: '1.10', tofu: '1.11' },
  issensitive: { terraform: '1.8', tofu: '1.7' },
  templatestring: { terraform: '1.9', tofu: '1.7' },
  urldecode: { tofu: '1.7' },
};

/** Undefined for functions that all releases have. */
export const availabilityOf = (name: string): Availability | undefined => ownProperty(SINCE, name);

/** Whether any release of a program has the function. */
export function hasFunction(program: Program, name: string): boolean {
  const since = availabilityOf(name);
  return since === undefined || since[program] !== undefined;
}

/** For example `In OpenTofu since 1.7, not in Terraform.` Undefined for functions that all releases have. */
export function availabilityText(name: string): string | undefined {
  const since = availabilityOf(name);
  if (!since) return undefined;
  const programs = ['terraform', 'tofu'] as const;
  const having = programs.filter(each => since[each] !== undefined);
  const missing = programs.filter(each => since[each] === undefined);
  const texts = having.map(each => t('{0} since {1}', PROGRAM_NAMES[each], since[each]!)).join(', ');
  const [other] = missing;
  return other ? t('Available in {0}, not in {1}.', texts, PROGRAM_NAMES[other]) : t('Available in {0}.', texts);
}
