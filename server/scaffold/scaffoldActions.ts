/**
 * What can be added where the cursor is, with the usual answers, so that any editor has it: beside a cluster another pool, service or
 * cluster; in a `terraform` block and in an empty file what the platform as a whole lacks. The edit is computed when it is wanted.
 */
import type { CodeAction, Range } from 'vscode-languageserver-types';
import type { ScaffoldKind } from '../protocol';
import { fileOf, type Snapshot } from '../features/snapshot';
import type { Item } from '../syntax/ast';
import { Answers } from './answers';
import { boundServices } from './boundServices';
import { groundOf, type Ground, type PlatformGround } from './ground';
import { PIPELINES } from './pipeline/updatePipelines';
import type { Regions } from './regions';
import { scaffold } from './scaffold';

export const ADD_KIND = 'refactor.add.kubestack';

/** Says what an action does, so that it can be done later. */
export interface ScaffoldActionData {
  readonly source: 'scaffold';
  readonly uri: string;
  readonly kind: ScaffoldKind;
  readonly answers: Readonly<Record<string, unknown>>;
}

/** Nothing here is asked of another region. */
const NO_REGIONS: Regions = {
  clouds: {
    aws: { regions: {}, types: [] },
    google: { regions: {}, types: [] },
    azurerm: { regions: {}, types: [] },
    scaleway: { regions: {}, types: [] },
  },
};

/** @param only kinds that are wanted; all, when left out */
export function scaffoldActions(
  snapshot: Snapshot,
  uri: string,
  range: Range,
  only: readonly string[] | undefined,
): CodeAction[] {
  const isWanted = only?.some(each => ADD_KIND === each || ADD_KIND.startsWith(`${each}.`)) ?? true;
  const file = isWanted ? fileOf(snapshot, uri) : undefined;
  if (!file) return [];
  const at = file.lines.offsetAt(range.start);
  const placed = file.items.find(({ item, offset }) => offset <= at && at <= offset + item.text.length);
  const { node } = placed?.item ?? {};
  const isModule = node?.kind === 'block' && node.type === 'module';
  const isWhole = file.text.trim() === '' || (node?.kind === 'block' && node.type === 'terraform');
  if (!isModule && !isWhole) return [];
  const ground = groundOf(snapshot, uri, new Answers({}), NO_REGIONS);
  const { platform } = ground;
  if (!platform?.described || ground.changes.pathOf(uri)?.includes('/')) return [];
  return isModule ? clusterActions(ground, platform, placed!.item) : platformActions(ground);
}

/** @returns the action with its edit; a sentence that says why it can't be done */
export function resolveScaffoldAction(snapshot: Snapshot, action: CodeAction): CodeAction | string {
  const { uri, kind, answers } = action.data as ScaffoldActionData;
  const result = scaffold(snapshot, { uri, kind, answers }, NO_REGIONS);
  return 'edit' in result ? { ...action, edit: result.edit } : result.problems.map(({ message }) => message).join(' ');
}

function clusterActions(ground: Ground, platform: PlatformGround, { node }: Item): CodeAction[] {
  const label = node.kind === 'block' ? node.labels[0]?.name : undefined;
  const cluster = platform.described?.clusters.find(({ name }) => name === label);
  if (!cluster) return [];
  const pools = cluster.nodePools.map(({ name }) => name);
  const pool = ['extra', ...Array.from({ length: 9 }, (_, index) => `extra${index + 2}`)].find(
    name => !pools.includes(`${cluster.name}_node_pool_${name}`),
  );
  const open = boundServices(platform).filter(
    ({ kind, bindings }) => kind === 'feature' && !bindings.some(binding => binding.cluster === cluster.name),
  );
  return [
    ...(pool === undefined
      ? []
      : [action(ground, `Add node pool ${pool} to ${cluster.name}`, 'nodePool', { cluster: cluster.name, pool })]),
    ...open.map(({ name }) =>
      action(ground, `Add platform service ${name} to ${cluster.name}`, 'service', {
        feature: name,
        clusters: [cluster.name],
      }),
    ),
    ...(cluster.region === undefined
      ? []
      : [
          action(ground, `Add a cluster like ${cluster.name} beside it`, 'cluster', {
            mirror: cluster.name,
            region: cluster.region,
          }),
        ]),
  ];
}

const SYSTEMS: Readonly<Record<keyof typeof PIPELINES, string>> = { github: 'GitHub Actions', gitlab: 'GitLab CI' };

function platformActions(ground: Ground): CodeAction[] {
  const { changes } = ground;
  const hasPipeline = Object.values(PIPELINES).some(({ path }) => changes.exists(path));
  const systems = hasPipeline ? [] : (Object.keys(PIPELINES) as (keyof typeof PIPELINES)[]);
  return [
    ...systems.map(ci => action(ground, `Add a pipeline for ${SYSTEMS[ci]}`, 'pipeline', { ci })),
    action(ground, 'Bring the README’s tables up to the platform', 'readme', {}),
  ];
}

function action(
  { folder }: Ground,
  title: string,
  kind: ScaffoldKind,
  answers: Readonly<Record<string, unknown>>,
): CodeAction {
  const data: ScaffoldActionData = { source: 'scaffold', uri: folder, kind, answers };
  return { title, kind: ADD_KIND, data };
}
