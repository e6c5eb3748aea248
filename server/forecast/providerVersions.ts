/**
 * What another major version of a provider changes, although no argument of a module does: names that the framework's modules use and the version
 * doesn't have, arguments that it requires, and other defaults. The version is that of the lock file, or the newest one that `required_providers` allows
 * if the lock file has none that fits. The facts are those of the providers' upgrade guides (scripts/schemas/providers.json).
 */
import { sentences, t } from '../../common/localization';
import { ownProperty } from '../../common/ownProperty';
import { allowsVersion, haveCommonVersion, parseConstraint } from '../../common/versionConstraint';
import { labelRange } from '../kubestack/modules/moduleCall';
import { lockedSources, lockedVersion } from '../kubestack/platform/lockedVersion';
import { platformCalls } from '../kubestack/platform/platformCalls';
import { changedProviderBlocks, providerBlockText } from '../kubestack/platform/providerBlockChanges';
import { breakingChanges, workingMajors } from '../kubestack/platform/providerMajors';
import { majorProblem } from '../kubestack/platform/majorProblem';
import { writtenConstraints } from '../kubestack/platform/writtenConstraints';
import { exactSchema } from '../kubestack/schemas/exactSchema';
import type { ProviderChange } from '../kubestack/schemas/schemas';
import { hasResourcesOf } from '../workspace/providerUse';
import { isWithin } from '../workspace/uri';
import type { ForecastProblem, ForecastSide } from './forecastSide';
import type { ResourceFacts } from './resourceFacts';

export interface ProviderNotes {
  /** What makes a plan fail. */
  readonly cannotPlan: readonly ForecastProblem[];
  /** What changes beside. */
  readonly providers: readonly ForecastProblem[];
}

const NONE: ProviderNotes = { cannotPlan: [], providers: [] };

/** Pauses. @returns what holds in each environment that both sides have: they share the lock file and the constraints */
export function* providerNotes(
  before: ForecastSide | undefined,
  after: ForecastSide | undefined,
  facts: ResourceFacts,
): Generator<undefined, ProviderNotes> {
  if (!before || !after) return NONE;
  const sources = [...new Set([...sourcesOf(before), ...sourcesOf(after)])].sort();
  const changed = sources.flatMap((source): ChangedMajor[] => {
    const [from, to] = [majorOf(before, source), majorOf(after, source)];
    return from === undefined || to === undefined || from === to ? [] : [{ source, from, to }];
  });
  if (changed.length === 0) return NONE;
  const { calls } = yield* platformCalls(after.root, after.model);
  const { schemas } = after.model;
  const cannotPlan: ForecastProblem[] = [];
  const providers: ForecastProblem[] = [];
  for (const major of changed) {
    providers.push(...versionNotes(major, after));
    for (const call of calls) {
      yield;
      const schema = exactSchema(call, schemas);
      if (schema?.ref === undefined) continue;
      const { source, to } = major;
      const [address, range] = [`module.${call.name}`, labelRange(call.declaration)];
      const modules = { paths: [schema.path], ref: schema.ref };
      for (const change of breakingChanges(schemas, modules, source, to))
        cannotPlan.push({
          message: sentences(
            `${address}: ${majorProblem(change, modules.ref, schemas, String(to))}`,
            change.kind === 'removed' && change.to !== undefined ? t('It has "{0}" instead.', change.to) : undefined,
          ),
          range,
        });
      for (const change of schemas.providerChanges(schema.path, schema.ref))
        if (change.provider === source && change.kind === 'default' && isCrossed(change, major))
          providers.push({ message: `${address}: ${defaultText(change, major, facts)}`, range });
    }
    const found = blockNotes(major, after);
    cannotPlan.push(...found.cannotPlan);
    providers.push(...found.providers);
  }
  return { cannotPlan, providers };
}

/**
 * The facts for a platform whose state has arguments that the provider filled in although no code sets them: whether they equal what the code sets later
 * is unknown. Pauses.
 */
export function* factsWithStored(
  before: ForecastSide | undefined,
  facts: ResourceFacts,
): Generator<undefined, ResourceFacts> {
  if (!before) return facts;
  const { calls } = yield* platformCalls(before.root, before.model);
  const stored = new Map<string, Set<string>>();
  for (const call of calls) {
    const schema = exactSchema(call, before.model.schemas);
    if (schema?.ref === undefined) continue;
    const modules = { paths: [schema.path], ref: schema.ref };
    for (const { kind, name, major, provider } of before.model.schemas.providerChanges(schema.path, schema.ref)) {
      if (kind !== 'stored') continue;
      const used = majorOf(before, provider);
      const possible = used === undefined ? workingMajors(before.model.schemas, modules, provider) : [used];
      if (possible.some(each => each >= major)) continue;
      const [type = '', ...path] = name.split('.');
      stored.set(type, (stored.get(type) ?? new Set()).add(path.join('.')));
    }
  }
  if (stored.size === 0) return facts;
  const changed = new Map(
    [...stored].map(([type, names]) => [type, facts.resource(type)?.withComputed([...names])] as const),
  );
  return { ...facts, resource: type => (changed.has(type) ? changed.get(type) : facts.resource(type)) };
}

interface ChangedMajor {
  /** `hashicorp/azurerm`. */
  readonly source: string;
  readonly from: number;
  readonly to: number;
}

const isCrossed = ({ major }: { readonly major: number }, { from, to }: ChangedMajor): boolean =>
  Math.min(from, to) < major && major <= Math.max(from, to);

const lockFileOf = ({ model, root }: ForecastSide): string =>
  model.workspace.texts.file(`${root.folderUri}/.terraform.lock.hcl`)?.text ?? '';

const sourcesOf = (side: ForecastSide): string[] => [
  ...lockedSources(lockFileOf(side)),
  ...writtenConstraints(side.root.folder).map(({ source }) => source),
];

/** The major version that a plan uses; undefined if neither the lock file nor a constraint decides it. */
function majorOf(side: ForecastSide, source: string): number | undefined {
  const constraints = writtenConstraints(side.root.folder).flatMap(each =>
    each.source === source ? [each.constraint] : [],
  );
  const locked = lockedVersion({ text: lockFileOf(side) }, source)?.version;
  const isRelease = locked !== undefined && /^\d+\.\d+\.\d+$/.test(locked);
  if (locked !== undefined && (!isRelease || constraints.every(each => allowsVersion(each, locked))))
    return Number(locked.split('.')[0]);
  if (constraints.length === 0) return undefined;
  const newest = ownProperty(side.model.schemas.newestMajors, source);
  if (newest === undefined) return undefined;
  const allows = (major: string): boolean => haveCommonVersion([...constraints, parseConstraint(major)!]);
  const majors = Array.from({ length: newest + 1 }, (_, index) => newest - index);
  const allowed = majors.find(major => allows(`>= ${major}, < ${major + 1}`));
  return allowed ?? (allows(`>= ${newest + 1}`) ? newest + 1 : undefined);
}

const nameOf = (source: string): string => source.slice(source.indexOf('/') + 1);

function versionNotes({ source, from, to }: ChangedMajor, { model, root }: ForecastSide): ForecastProblem[] {
  const newest = ownProperty(model.schemas.newestMajors, source) ?? 0;
  const name = nameOf(source);
  const isUsedElsewhere = [...model.workspace.allFolders()].some(
    folder =>
      isWithin(folder.uri, root.folderUri) && !folder.uri.includes('/.terraform/') && hasResourcesOf(folder, name),
  );
  return [
    ...(to < from
      ? [
          t(
            '{0}: version {1} instead of {2}. An older version of a provider can refuse a state that a newer one has written.',
            name,
            String(to),
            String(from),
          ),
        ]
      : []),
    ...(Math.max(from, to) > newest ? [t("What version {0} of {1} changes isn't known.", String(to), name)] : []),
    ...(isUsedElsewhere
      ? [
          t(
            "What version {0} of {1} changes in resources outside of the framework's modules isn't known. See the provider's upgrade guide.",
            String(to),
            name,
          ),
        ]
      : []),
  ].map(message => ({ message }));
}

/** The default of the version that a plan uses. A downgrade has the one before. */
function defaultText(
  { name, value, provider, major }: ProviderChange,
  { to }: ChangedMajor,
  facts: ResourceFacts,
): string {
  const [type = '', ...path] = name.split('.');
  const argument = path.join('.');
  const known = facts.resource(type);
  const values = [type, argument, String(to), nameOf(provider)] as const;
  const text =
    to < major
      ? t('{0} has another default for {1} in version {2} of {3}, and the module leaves it out.', ...values)
      : t(
          '{0} has the default {4} for {1} in version {2} of {3}, and the module leaves it out.',
          ...values,
          JSON.stringify(value),
        );
  const effect = !known
    ? t('Whether this replaces the resource is unknown.')
    : known.replace.has(argument)
      ? t('A plan can replace the resource.')
      : t('A plan can update the resource.');
  return sentences(text, effect);
}

/** What concerns the provider blocks of the root module. */
function blockNotes(major: ChangedMajor, { model, root }: ForecastSide): ProviderNotes {
  const cannotPlan: ForecastProblem[] = [];
  const providers: ForecastProblem[] = [];
  for (const { change, declaration, written } of changedProviderBlocks(root.folder, model.schemas, major.source)) {
    if (!isCrossed(change, major) || major.to < change.major) continue;
    const { item, block } = declaration;
    const range = written ?? { item, start: block.start, end: block.end };
    const problem = { message: providerBlockText(change), range };
    if (change.kind === 'removed' ? written : !written)
      (change.kind === 'removed' ? cannotPlan : providers).push(problem);
  }
  return { cannotPlan, providers };
}
