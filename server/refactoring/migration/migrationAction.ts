/** Migrations in the light bulb: of a cluster with what hangs on it, and of the whole platform. */
import type { Snapshot } from '../../semantics/requestContext';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { parseModuleSource } from '../../kubestack/modules/moduleSource';
import { allCalls, environmentsBelow } from '../../kubestack/platform/platform';
import { promotionOrder } from '../../kubestack/inheritance/promotionOrder';
import type { Refactoring } from '../refactoring';
import { clusterReference } from './referencedCluster';
import { migrate, migratePlatform } from './migrate';
import { isMapGeneration } from './migratedModule';

const IMAGE = 'The image in the Dockerfile keeps its version: set it with Kubestack: Set Framework Version….';

export const migration: Refactoring = {
  id: 'migration',
  offer: ({ snapshot, cursor }) => {
    if (!cursor || (cursor.kind !== 'module' && cursor.kind !== 'environment')) return [];
    if (!isMapGeneration(cursor.call, snapshot.model.schemas)) return [];
    const ref = shortRef(newRef(snapshot, cursor.call));
    const family = familyOf(snapshot, cursor.call);
    const others = ['', ' with its other module'][family.length - 1] ?? ` with its ${family.length - 1} other modules`;
    const cluster = (family.find(({ module }) => module.kind === 'cluster') ?? cursor.call).name;
    return [
      { title: `Migrate the platform to the object generation (${ref})`, kind: 'refactor.rewrite', choice: 'platform' },
      { title: `Migrate ${cluster}${others} to the object generation (${ref})`, kind: 'refactor.rewrite' },
    ];
  },
  apply: ({ snapshot, cursor }, choice) => {
    if (!cursor) return { problem: 'There is no module here.' };
    const to = newRef(snapshot, cursor.call);
    const result =
      choice === 'platform'
        ? migratePlatform(snapshot, cursor.call.instance.root, to)
        : migrate(snapshot, familyOf(snapshot, cursor.call), to);
    if ('problem' in result) return result;
    const { values, configurations } = result.compared;
    const { length } = result.differences;
    const proof = `${values} effective values of ${configurations} configurations compared: ${length === 0 ? 'all are the same' : `${length} differ`}.`;
    const notes = [proof, ...result.notes];
    const followUp = followUpOf(snapshot, cursor.call, choice);
    return {
      draft: result.draft,
      // The old and the new names can't be compared as they are; the migration has compared them by itself.
      isMeant: () => true,
      explanation: {
        label: 'Migrate to the object generation',
        description: [...notes, ...followUp].join('\n'),
      },
      next: { uri: cursor.call.instance.rootUri, notes, followUp },
    };
  },
};

/** What the module and the platform need beside the text. */
function followUpOf({ model, settings }: Snapshot, { instance }: ModuleCall, choice: string | undefined): string[] {
  const { keys, base } = environmentsBelow(instance.root, model);
  const environments = promotionOrder(keys, base, settings.environments);
  return [
    ...(choice === 'platform' ? [IMAGE] : []),
    'Install the modules: `tofu init -upgrade`.',
    'Commit the lock file with the change.',
    ...environments.map(name => `Read the plan of ${name}: nothing is to be replaced.`),
    'Open a pull request.',
  ];
}

/** A cluster, its node pools and its DNS records depend on each other's generation. */
function familyOf(snapshot: Snapshot, call: ModuleCall): ModuleCall[] {
  const cluster = call.module.kind === 'cluster' ? `module.${call.name}` : clusterReference(snapshot, call);
  const family = [...snapshot.model.callsIn(call.instance)].filter(
    each =>
      isMapGeneration(each, snapshot.model.schemas) &&
      (`module.${each.name}` === cluster ||
        (each.module.kind !== 'cluster' && clusterReference(snapshot, each) === cluster)),
  );
  return family.length > 0 ? family : [call];
}

/** The ref of the `object` generation that the platform uses already, else the newest that is known. */
function newRef({ model }: Snapshot, call: ModuleCall): string {
  for (const each of allCalls(call.instance.root, model)) {
    const parsed = parseModuleSource(each.module.source);
    if (parsed.form === 'framework' && parsed.ref !== undefined && !isMapGeneration(each, model.schemas))
      return parsed.ref;
  }
  return model.schemas.headCommit;
}

const shortRef = (ref: string): string => (/^[0-9a-f]{40}$/.test(ref) ? ref.slice(0, 7) : ref);
