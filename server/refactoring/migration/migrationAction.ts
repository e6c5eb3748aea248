/** Code actions for migrations: of a cluster with its node pools and services, and of the whole platform. */
import { now } from '../../../common/now';
import { planStep, runs, step, stepText, type Step } from '../../../common/steps';
import { localizable, localized, t } from '../../../common/localization';
import type { RequestContext } from '../../semantics/requestContext';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { parseModuleSource } from '../../kubestack/modules/moduleSource';
import { allCalls, descendantEnvironments } from '../../kubestack/platform/platform';
import { promotionOrder } from '../../kubestack/inheritance/promotionOrder';
import type { Refactoring } from '../refactoring';
import { referencedCluster } from './referencedCluster';
import { migrate, migratePlatform } from './migrate';
import { isMapGeneration } from './migratedModule';

const IMAGE = localizable(
  'The image version in the Dockerfile is unchanged. Set it with Kubestack: Set Framework Version….',
);

export const migration: Refactoring = {
  id: 'migration',
  offer: ({ request, cursor }) => {
    if (!cursor || (cursor.kind !== 'module' && cursor.kind !== 'environment')) return [];
    if (!isMapGeneration(cursor.call, request.model.schemas)) return [];
    const ref = shortRef(newRef(request, cursor.call));
    const family = familyOf(request, cursor.call);
    const others = family.length - 1;
    const cluster = (family.find(({ module }) => module.kind === 'cluster') ?? cursor.call).name;
    return [
      {
        title: t('Migrate the platform to typed configuration ({0})', ref),
        kind: 'refactor.rewrite',
        choice: 'platform',
      },
      { title: familyTitle(cluster, others, ref), kind: 'refactor.rewrite' },
    ];
  },
  *apply({ request, cursor }, choice) {
    if (!cursor) return { problem: t('There is no module at this position.') };
    const to = newRef(request, cursor.call);
    const result = yield* choice === 'platform'
      ? migratePlatform(request, cursor.call.instance.root, to)
      : migrate(request, familyOf(request, cursor.call), to);
    if ('problem' in result) return result;
    const { values, configurations } = result.compared;
    const { length } = result.differences;
    const proof =
      length === 0
        ? t('{0} effective values of {1} configurations compared: all are the same.', values, configurations)
        : t('{0} effective values of {1} configurations compared: {2} differ.', values, configurations, length);
    const notes = [proof, ...result.notes];
    const followUp = followUpOf(request, cursor.call, choice);
    return {
      draft: result.draft,
      // Old and new names can't be compared directly; the migration has compared the values itself.
      isIntended: 'any',
      explanation: {
        label: t('Migrate to typed configuration'),
        description: [...notes, ...followUp.map(each => stepText(each))].join('\n'),
      },
      next: { uri: cursor.call.instance.rootUri, notes, followUp },
    };
  },
};

/** Changes that the module and the platform need besides the configuration. */
function followUpOf({ model, settings }: RequestContext, { instance }: ModuleCall, choice: string | undefined): Step[] {
  const { keys, base } = descendantEnvironments(instance.root, model);
  const environments = promotionOrder(keys, base, settings.environments);
  return [
    ...(choice === 'platform' ? [step(localized(IMAGE))] : []),
    step(t('Install the modules: {0}.'), { commands: runs('tofu init -upgrade'), by: 'agent' }),
    ...environments.slice(0, 1).map(planStep),
    step(t('Commit the lock file with the change.')),
    ...environments.map(name => step(t('Read the plan of {0}: nothing should be replaced.', name))),
    step(t('Create a pull request.'), { kind: 'pullRequest' }),
  ];
}

function familyTitle(cluster: string, others: number, ref: string): string {
  if (others === 0) return t('Migrate {0} to typed configuration ({1})', cluster, ref);
  return others === 1
    ? t('Migrate {0} with its other module to typed configuration ({1})', cluster, ref)
    : t('Migrate {0} with its {1} other modules to typed configuration ({2})', cluster, others, ref);
}

/** A cluster, its node pools and its DNS records must be of the same generation. */
function familyOf(request: RequestContext, call: ModuleCall): ModuleCall[] {
  const cluster = call.module.kind === 'cluster' ? `module.${call.name}` : referencedCluster(request, call);
  const family = [...request.model.callsIn(call.instance)].filter(
    each =>
      isMapGeneration(each, request.model.schemas) &&
      (`module.${each.name}` === cluster ||
        (each.module.kind !== 'cluster' && referencedCluster(request, each) === cluster)),
  );
  return family.length > 0 ? family : [call];
}

/** The ref of the `object` generation that the platform uses already, else the newest known one. */
function newRef({ model }: RequestContext, call: ModuleCall): string {
  for (const each of now(allCalls(call.instance.root, model))) {
    const parsed = parseModuleSource(each.module.source);
    if (parsed.form === 'framework' && parsed.ref !== undefined && !isMapGeneration(each, model.schemas))
      return parsed.ref;
  }
  return model.schemas.headCommit;
}

const shortRef = (ref: string): string => (/^[0-9a-f]{40}$/.test(ref) ? ref.slice(0, 7) : ref);
