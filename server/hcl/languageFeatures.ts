/**
 * Which version of Terraform and OpenTofu brings a part of the language: one table for evaluation, checks, completion, hovers, forecasts and
 * docs/opentofu.md. Only what some release in use lacks is listed: images of the framework up to v0.19.2 have Terraform 1.5 and older, later ones
 * OpenTofu.
 *
 * Source of a version: the section of that release in the program's `CHANGELOG.md` (hashicorp/terraform, opentofu/opentofu), unless `source` names
 * another one.
 */
import { sentences, t } from '../../common/localization';
import { PROGRAM_NAMES, type Program } from '../../common/program';
import { compareVersionParts, versionParts, versionText, type ProgramVersion } from '../../common/programVersion';

/** By program. A program without an entry does not have the feature. */
export type Availability = Readonly<Partial<Record<Program, string>>>;

export interface LanguageFeature extends Availability {
  readonly source?: string;
}

/** Functions. */
const FUNCTION_FEATURES = {
  assumeequal: { tofu: '1.13' },
  assumelistlength: { tofu: '1.13' },
  assumelistlengthmax: { tofu: '1.13' },
  assumelistlengthmin: { tofu: '1.13' },
  assumemaplength: { tofu: '1.13' },
  assumemaplengthmax: { tofu: '1.13' },
  assumemaplengthmin: { tofu: '1.13' },
  assumenotnull: { tofu: '1.13' },
  assumesetlength: { tofu: '1.13' },
  assumesetlengthmax: { tofu: '1.13' },
  assumesetlengthmin: { tofu: '1.13' },
  assumestringprefix: { tofu: '1.13' },
  base64gunzip: { tofu: '1.7' },
  cidrcontains: { tofu: '1.7' },
  convert: { terraform: '1.15', tofu: '1.13' },
  ephemeralasnull: { terraform: '1.10', tofu: '1.11' },
  issensitive: { terraform: '1.8', tofu: '1.7' },
  templatestring: { terraform: '1.9', tofu: '1.7' },
  urldecode: { tofu: '1.7' },
} satisfies Readonly<Record<string, LanguageFeature>>;

/** Blocks and arguments: the types of the blocks from the outermost to the innermost, and the name. */
const BLOCK_FEATURES = {
  action: { terraform: '1.14' },
  ephemeral: { terraform: '1.10', tofu: '1.11' },
  language: { tofu: '1.12' },
  removed: { terraform: '1.7', tofu: '1.7' },
  'data lifecycle enabled': { tofu: '1.11' },
  'import for_each': { terraform: '1.7', tofu: '1.7' },
  'import identity': { terraform: '1.12', tofu: '1.12' },
  'module lifecycle': { tofu: '1.11' },
  'module lifecycle enabled': { tofu: '1.11' },
  'output deprecated': { terraform: '1.15', tofu: '1.10' },
  'output ephemeral': { terraform: '1.10', tofu: '1.11' },
  'output type': { terraform: '1.15' },
  'provider for_each': { tofu: '1.9' },
  'removed lifecycle': { terraform: '1.7', tofu: '1.10' },
  'removed provisioner': { terraform: '1.9', tofu: '1.10' },
  'resource lifecycle action_trigger': { terraform: '1.14' },
  'resource lifecycle destroy': { terraform: '1.16', tofu: '1.12' },
  'resource lifecycle enabled': { tofu: '1.11' },
  'resource store': { terraform: '1.16' },
  'terraform encryption': { tofu: '1.7' },
  'variable const': { terraform: '1.15', tofu: '1.12' },
  'variable deprecated': { terraform: '1.15', tofu: '1.10' },
  'variable ephemeral': { terraform: '1.10', tofu: '1.11' },
} satisfies Readonly<Record<string, LanguageFeature>>;

/**
 * Blocks and arguments of test files (`*.tftest.hcl`): the type of the innermost block, and the name. Source: `internal/configs/test_file.go` and
 * `mock_provider.go` of both programs at the tags of their releases; for `…_ephemeral`, hashicorp/terraform#38928.
 */
const TEST_FEATURES = {
  mock_provider: { terraform: '1.7', tofu: '1.8' },
  override_data: { terraform: '1.7', tofu: '1.8' },
  override_module: { terraform: '1.7', tofu: '1.8' },
  override_resource: { terraform: '1.7', tofu: '1.8' },
  test: { terraform: '1.12' },
  variable: { terraform: '1.13' },
  'mock_data override_during': { terraform: '1.11' },
  'mock_provider for_each': { tofu: '1.11' },
  'mock_provider mock_ephemeral': { terraform: '1.17' },
  'mock_provider override_data': { terraform: '1.7', tofu: '1.9' },
  'mock_provider override_during': { terraform: '1.11' },
  'mock_provider override_ephemeral': { terraform: '1.17' },
  'mock_provider override_resource': { terraform: '1.7', tofu: '1.9' },
  'mock_provider source': { terraform: '1.7' },
  'mock_resource override_during': { terraform: '1.11' },
  'override_data override_during': { terraform: '1.11' },
  'override_module override_during': { terraform: '1.11' },
  'override_resource override_during': { terraform: '1.11' },
  'run override_data': { terraform: '1.7', tofu: '1.8' },
  'run override_module': { terraform: '1.7', tofu: '1.8' },
  'run override_resource': { terraform: '1.7', tofu: '1.8' },
  'run parallel': { terraform: '1.12' },
  'run state_key': { terraform: '1.11' },
} satisfies Readonly<Record<string, LanguageFeature>>;

/** What a program accepts or does although its syntax is older. */
const BEHAVIORS = {
  /** Test files, and the command `test`. */
  testFiles: { terraform: '1.6', tofu: '1.6' },
  /** Query files (`*.tfquery.hcl`), and the command `query`. */
  queryFiles: { terraform: '1.14' },
  /** References in `source` and `version` of a module call. */
  computedSources: { terraform: '1.15', tofu: '1.8' },
  /** References and functions in the `backend` of the root module. */
  computedBackends: { tofu: '1.8' },
  /** References in `destroy` of a lifecycle. Both programs evaluate it without a scope. */
  computedDestroy: {
    source: '`decodeResourceBlock` of Terraform 1.16, `skipDestroyValueFromConstantExpression` of OpenTofu 1.12',
  },
  /** References in `prevent_destroy`. */
  computedPreventDestroy: { tofu: '1.12' },
  /** References in `required_providers`. */
  computedProviderVersions: {
    terraform: '1.17',
    source: 'the release notes of Terraform 1.17, whose changelog was not complete when this was written',
  },
  /** `import` blocks in modules other than the root module. */
  importInModules: { terraform: '1.16' },
  /** `before_destroy` and `after_destroy` in the `events` of an `action_trigger`. */
  destroyEvents: { terraform: '1.16' },
  /** `replace_triggered_by` also replaces if the other resource is replaced, not only if it is updated. */
  replacedTriggers: { terraform: '1.2', tofu: '1.12' },
  /** One side of `&&` or `||` can decide, and errors of the other side are ignored. */
  shortCircuit: { terraform: '1.12', tofu: '1.10' },
  /** `contains` finds null. */
  containsNull: { terraform: '1.16', tofu: '1.13' },
  /** `merge` accepts null of an object type as its only argument. */
  mergeNull: { terraform: '1.16', tofu: '1.13' },
  /** `yamldecode` merges lists of mappings into a mapping. */
  yamlMergeLists: { tofu: '1.12' },
  /** `cidrsubnets` extends IPv6 prefixes by more than 32 bits. */
  wideSubnets: { tofu: '1.13' },
  /** The result of `== null` is sensitive only if the whole value is. */
  plainNullComparison: { terraform: '1.15', tofu: '1.12' },
} satisfies Readonly<Record<string, LanguageFeature>>;

export type Behavior = keyof typeof BEHAVIORS;

const features = (table: Readonly<Record<string, LanguageFeature>>): ReadonlyMap<string, LanguageFeature> =>
  new Map(Object.entries(table));

/** By the name of the function. Functions that all releases have are missing. */
export const functionFeatures = features(FUNCTION_FEATURES);
/** By the types of the blocks and the name, separated by blanks: `variable const`. */
export const blockFeatures = features(BLOCK_FEATURES);
/** By the type of the innermost block and the name, separated by a blank, or by the type of a block at the top of the file. */
export const testFeatures = features(TEST_FEATURES);
export const behaviors: Readonly<Record<Behavior, LanguageFeature>> = BEHAVIORS;

/**
 * Whether a platform's program has a feature: the newest version that the platform accepts decides.
 *
 * @param version undefined if nothing is known
 * @returns undefined if the program is unknown, and not all versions of both agree
 */
export function hasFeature(feature: LanguageFeature, version: ProgramVersion | undefined): boolean | undefined {
  if (version?.program) return hasSince(feature[version.program], version) ?? true;
  const [inTerraform, inOpenTofu] = [feature.terraform, feature.tofu].map(since =>
    hasSince(since, version ?? { program: undefined }),
  );
  return inTerraform === inOpenTofu ? inTerraform : undefined;
}

/** Whether a version of the program has it; undefined if it depends on the version. */
function hasSince(since: string | undefined, { oldest, newest }: ProgramVersion): boolean | undefined {
  if (since === undefined) return false;
  const first = versionParts(since);
  if (newest && compareVersionParts(newest, first) < 0) return false;
  return oldest && compareVersionParts(oldest, first) >= 0 ? true : undefined;
}

/** The program of a platform, with its version if a newer one has the feature: `Terraform 1.5.7`. */
export const lackingText = (feature: LanguageFeature, version: ProgramVersion): string =>
  versionText(version.program && feature[version.program] === undefined ? { program: version.program } : version);

/** What a version that lacks a feature says. @param name as written in a file */
export const unsupportedText = (feature: LanguageFeature, version: ProgramVersion, name: string): string =>
  sentences(t('{0} does not support {1}.', lackingText(feature, version), name), availabilityText(feature));

/** For example `Available in OpenTofu since 1.7, not in Terraform.` */
export function availabilityText(since: LanguageFeature): string {
  const programs = ['terraform', 'tofu'] as const;
  const having = programs.filter(each => since[each] !== undefined);
  const [other] = programs.filter(each => since[each] === undefined);
  const texts = having.map(each => t('{0} since {1}', PROGRAM_NAMES[each], since[each]!)).join(', ');
  if (having.length === 0) return t('No version of {0} and {1} has it.', PROGRAM_NAMES.terraform, PROGRAM_NAMES.tofu);
  return other ? t('Available in {0}, not in {1}.', texts, PROGRAM_NAMES[other]) : t('Available in {0}.', texts);
}
