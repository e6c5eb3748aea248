/**
 * Removes the cluster itself: its module, and the providers for what runs on it. The cloud's provider stays until the removal is applied, since
 * what is in the state can't be destroyed without it ("Provider configuration not present").
 */
import { sentences, t } from '../../../common/localization';
import { runs, step, type Step } from '../../../common/steps';
import { columnOf, nameInCell } from '../../kubestack/readme/readmeTables';
import { removeRows } from '../../edits/readmeTableEdits';
import { removeValue } from '../../edits/entryText';
import type { Provider } from '../../../common/protocol';
import { moduleReferences } from '../../workspace/moduleReferences';
import { visitBlock } from '../../syntax/traversal';
import type { Item } from '../../syntax/ast';
import { isCloudProvider, localsOf, rootProviders } from './clusterParts';
import { editReadme } from '../editReadme';
import { followUpDefaults } from '../followUpDefaults';
import { quotedWord } from '../followUp';
import type { ScaffoldContext, ScaffoldOutcome } from '../scaffoldContext';
import { destroys, declarationItems, moduleItems, referenceTo, referenceToLocal, removeItems } from '../removedBlocks';

export function removeClusterModule(scaffoldContext: ScaffoldContext, cluster: string): ScaffoldOutcome | undefined {
  const { answers, changes, platform } = scaffoldContext;
  const described = platform?.described?.clusters.find(({ name }) => name === cluster);
  if (!platform || !described) return undefined;
  const locals = localsOf(scaffoldContext, cluster);
  const names = locals.map(({ name }) => name);
  const providers = rootProviders(scaffoldContext).filter(
    ({ type, alias, declaration }) =>
      !isCloudProvider(type) && (alias === cluster || reaches(declaration.block, cluster, names)),
  );
  const whole = locals
    .filter(({ declaration: { item } }) => isOnly(item, names))
    .map(({ declaration }) => declaration.item);
  const gone = new Set<Item>([
    ...moduleItems(scaffoldContext, [cluster]),
    ...providers.flatMap(({ declaration }) => declarationItems(declaration)),
    ...whole,
  ]);
  const changing = new Set([...gone, ...locals.map(({ declaration }) => declaration.item)]);
  const reference =
    referenceTo(scaffoldContext, cluster, changing) ??
    names.flatMap(name => referenceToLocal(scaffoldContext, name, changing) ?? [])[0];
  if (reference !== undefined)
    return answers.refuse(
      'cluster',
      t("{0} can't be removed because {1} refers to it. Change that reference first.", cluster, reference),
    );
  removeItems(scaffoldContext, gone);
  for (const { name, declaration } of locals)
    if (!gone.has(declaration.item)) changes.draft.edit(declaration.item, text => removeValue(text, [name]));
  editReadme(changes, (text, readme) =>
    removeRows(text, readme, 'clusters', ({ cells }) => {
      const table = readme.tables.clusters?.table;
      return nameInCell(cells[(table && columnOf(table, 'clusters', 0)) ?? 0]) === cluster;
    }),
  );
  return {
    notes: [
      t('Removes the cluster. Its cloud provider stays until this is applied in every environment.'),
      ...hazards(scaffoldContext, cluster, described.provider),
    ],
    followUp: followUpDefaults(scaffoldContext, {
      branch: `remove-cluster-${cluster}`,
      summary: t('Remove the cluster {0}', cluster),
      before: destroySteps(scaffoldContext, cluster, described.provider),
      after: [
        destroys(),
        step(t('When this is applied in every environment, remove {0} again to remove its cloud provider.', cluster)),
      ],
    }),
  };
}

/** Resources of EKS and GKE clusters that are managed through the cluster itself stay in the state when the module is removed, and the plan fails. */
const INNER: Readonly<Partial<Record<Provider, string>>> = {
  aws: 'kubernetes_config_map.current',
  google: 'kubernetes_cluster_role_binding.current',
};

/** AKS clusters of the map generation have their providers inside the module: the same applies to everything in them. */
const needsDestroy = ({ platform }: ScaffoldContext, provider: Provider): boolean =>
  INNER[provider] !== undefined || (provider === 'azurerm' && platform?.generation === 'map');

function hazards(scaffoldContext: ScaffoldContext, cluster: string, provider: Provider): string[] {
  if (!needsDestroy(scaffoldContext, provider)) return [];
  return [
    t(
      'When the module is gone, the pipeline can\'t destroy {0}: the plan fails with "Provider configuration not present". Do the first steps in every environment before merging.',
      cluster,
    ),
  ];
}

function destroySteps(scaffoldContext: ScaffoldContext, cluster: string, provider: Provider): Step[] {
  if (!needsDestroy(scaffoldContext, provider)) return [];
  const { platform } = scaffoldContext;
  const program = platform?.program ?? 'tofu';
  const inner = INNER[provider];
  const instead =
    inner === undefined
      ? undefined
      : t(
          'Alternatively, only run `{0} state rm {1}`; the pipeline then destroys the rest.',
          program,
          quotedWord(`module.${cluster}.${inner}`),
        );
  return (platform?.described?.environments ?? []).map(environment =>
    step(
      sentences(
        t(
          'Destroy the cluster in {2} manually while its module still exists: {0}, then {1}.',
          '{0}',
          '{1}',
          environment,
        ),
        instead,
      ),
      {
        commands: runs(
          `${program} workspace select ${environment}`,
          `${program} destroy ${quotedWord(`-target=module.${cluster}`)}`,
        ),
      },
    ),
  );
}

/** Whether the cluster's outputs configure a provider, directly or through a local. */
function reaches(block: Parameters<typeof moduleReferences>[0], cluster: string, locals: readonly string[]): boolean {
  if (moduleReferences(block).has(cluster)) return true;
  let found = false;
  visitBlock(block, expression => {
    found ||=
      expression.kind === 'attribute' &&
      locals.includes(expression.name) &&
      expression.target.kind === 'name' &&
      expression.target.name === 'local';
  });
  return found;
}

/** Whether a `locals` block declares only these. */
const isOnly = ({ node }: Item, names: readonly string[]): boolean =>
  node.kind === 'block' && node.body.every(entry => entry.kind === 'attribute' && names.includes(entry.name));
