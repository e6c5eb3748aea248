/** Ten tasks that platform teams give to coding agents, with the calls that an agent chooses. Each returns whether the result is right. */
import type { Answer, Player } from './player';

export interface AgentTask {
  readonly title: string;
  readonly platform: string;
  readonly play: (player: Player) => Promise<boolean>;
}

const list = (answer: Answer, name: string): Answer[] => (answer[name] as Answer[] | undefined) ?? [];
const withoutErrors = async (player: Player): Promise<boolean> =>
  list(await player.call('kubestack_check', { severity: 'error' }), 'problems').length === 0;

/** The questions of a scaffold. Without the tool that lists them, a preview with too few answers says what is missing. */
async function questions(player: Player, name: string, answers: object): Promise<void> {
  const described = await player.call('kubestack_describe_scaffold', { name, answers });
  if (described.error !== undefined) await player.call('kubestack_preview_change', { kind: 'scaffold', name, answers });
}

export const AGENT_TASKS: readonly AgentTask[] = [
  {
    title: 'A cluster like another one, in another region',
    platform: 'multi-cloud',
    play: async player => {
      await player.call('kubestack_describe_platform', {});
      const answers = { mirror: 'eks_gc0_eu-west-1', region: 'eu-central-1' };
      await questions(player, 'cluster', answers);
      const { files = [] } = await player.change({ kind: 'scaffold', name: 'cluster', answers });
      return (files as string[]).includes('eks_gc0_eu-central-1_cluster.tf') && withoutErrors(player);
    },
  },
  {
    title: 'An environment added, and one renamed',
    platform: 'multi-cloud',
    play: async player => {
      await player.call('kubestack_describe_platform', {});
      await player.change({ kind: 'scaffold', name: 'environment', answers: { env: 'stage' } });
      await player.change({ kind: 'rename', name: 'apps', new_name: 'live' });
      const [platform] = list(await player.call('kubestack_describe_platform', {}), 'platforms');
      return String(platform?.environments) === 'ops,stage,live,apps-prod' && player.isValid();
    },
  },
  {
    title: 'One environment scaled',
    platform: 'three-environments',
    play: async player => {
      const input = { module: 'scw_web0_fr-par', attributes: ['default_node_pool.max_size'] };
      const before = await player.call('kubestack_get_effective_configuration', input);
      player.edit('scw_web0_fr-par_cluster.tf', /(ops = \{[^]*?max_size\s*= )\d+/, '$15');
      const changes = list(await player.call('kubestack_compare', { base: 'HEAD' }), 'effective_changes');
      return list(before, 'attributes').length === 1 && changes.length === 1 && withoutErrors(player);
    },
  },
  {
    title: 'Why a value is what it is',
    platform: 'multi-cloud',
    play: async player => {
      const answer = await player.call('kubestack_get_effective_configuration', {
        module: 'eks_gc0_eu-west-1',
        attributes: ['cluster_version'],
      });
      if (!JSON.stringify(answer).includes('"why"'))
        await player.all('kubestack_find_references', { name: 'var.kubernetes_version' });
      return list(answer, 'attributes').length === 1;
    },
  },
  {
    title: 'A branch reviewed against the main branch',
    platform: 'multi-cloud',
    play: async player => {
      player.git('switch', '--quiet', '--create', 'review');
      player.edit('eks_gc0_eu-west-1_cluster.tf', 'apps-prod = {', 'apps-prod = {\n      # reviewed');
      player.edit('state.tf', /$/, '# a comment\n');
      player.edit('locals.tf', /$/, 'locals {\n  unused = 1\n}\n');
      player.commit('A change');
      const answer = await player.all('kubestack_compare', { base: 'main...review' });
      if (answer.error !== undefined) await player.all('kubestack_compare', { base: 'main', head: 'review' });
      return true;
    },
  },
  {
    title: 'A new version of the framework',
    platform: 'released',
    play: async player => {
      await player.call('kubestack_describe_platform', {});
      await questions(player, 'frameworkVersion', {});
      const answers = { to: 'e70912c9678842452798826a9ae7d97bc7bb1f30' };
      const { files = [] } = await player.change({ kind: 'scaffold', name: 'frameworkVersion', answers });
      return (files as string[]).length > 3;
    },
  },
  {
    title: 'A node pool removed',
    platform: 'multi-cloud',
    play: async player => {
      const answers = { cluster: 'eks_gc0_eu-west-1', pool: 'batch' };
      await questions(player, 'removeNodePool', answers);
      await player.change({ kind: 'scaffold', name: 'removeNodePool', answers });
      const compared = await player.all('kubestack_compare', { base: 'HEAD' });
      return list(compared, 'modules').length === 1 && player.isValid();
    },
  },
  {
    title: 'A service from a Helm chart',
    platform: 'three-environments',
    play: async player => {
      const answers = {
        chart: 'ingress-nginx',
        chart_version: '4.12.1',
        namespace: 'ingress-nginx',
        repository_name: 'ingress-nginx',
        repository_url: 'https://kubernetes.github.io/ingress-nginx',
      };
      await questions(player, 'service', { chart: 'ingress-nginx' });
      const { files = [] } = await player.change({ kind: 'scaffold', name: 'service', answers });
      return (files as string[]).some(file => file.startsWith('modules/ingress_nginx/')) && withoutErrors(player);
    },
  },
  {
    title: 'A broken platform repaired',
    platform: 'three-environments',
    play: async player => {
      for (const file of ['scw_web0_fr-par_cluster.tf', 'gke_data0_europe-west4_cluster.tf'])
        player.edit(file, 'base_domain', 'base_domian');
      player.edit('scw_web0_fr-par_cluster.tf', /max_size(\s*)= \d+/, 'max_size$1= 1');
      for (let round = 0; round < 4; round++) {
        const found = list(
          await player.call('kubestack_check', { severity: 'warning', codes: ['KS302', 'KS307'] }),
          'problems',
        );
        const names = found.flatMap(({ fixes }) => (fixes as { id: string }[]).slice(0, 1).map(({ id }) => id));
        if (names.length === 0) return true;
        const all = await player.change({ kind: 'fix', names });
        if (all.error !== undefined) for (const name of names.reverse()) await player.change({ kind: 'fix', name });
      }
      return false;
    },
  },
  {
    title: 'What a promotion would change',
    platform: 'three-environments',
    play: async player => {
      player.git('tag', 'apps-deploy-2026-01-01-0');
      player.edit('scw_web0_fr-par_cluster.tf', '"PRO2-S"', '"PRO2-L"');
      player.commit('Larger machines');
      await player.call('kubestack_get_state', {});
      const input = { base: 'apps-deploy-2026-01-01-0', head: 'HEAD', environments: ['apps'] };
      return list(await player.all('kubestack_compare', input), 'effective_changes').length > 0;
    },
  },
];
