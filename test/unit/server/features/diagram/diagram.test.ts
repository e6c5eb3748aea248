import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Diagram, DiagramDetail, DiagramNode, DiagramRoom } from '../../../../../common/diagram/diagram';
import { READABLE_SCALE } from '../../../../../common/diagram/measures';
import { drawArrow, drawNode, nodeText } from '../../../../../common/diagram/drawing';
import { diagramSvg } from '../../../../../common/diagram/svg';
import { svgText } from '../../../../../common/diagram/svgElement';
import { diagramWords } from '../../../../../common/diagram/words';
import { setLocale, t } from '../../../../../common/localization';
import { filledTexts } from '../../../../../common/texts';
import { computeDiagram, computeDiagramText } from '../../../../../server/features/diagram/diagram';
import type { DiagramContent } from '../../../../../server/features/diagram/diagramContent';
import { layOutDiagram } from '../../../../../server/features/diagram/diagramLayout';
import { mermaidText } from '../../../../../server/features/diagram/mermaid';
import { now } from '../../../../../common/now';
import { untranslated } from '../../../../support/localization/untranslated';
import { hostileText } from '../../../../support/hostileText';
import { workspaceOf, type TestWorkspace } from '../../../../support/testWorkspace';

const cluster = (ops: string): string => `
  module "eks_gc0_eu-west-1" {
    source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.18.2-beta.0"
    configuration = {
      apps = {
        name_prefix                = "gc0"
        base_domain                = "example.com"
        cluster_instance_type      = "t3.xlarge"
        cluster_min_size           = 3
        cluster_max_size           = 9
        cluster_desired_capacity   = 3
        cluster_availability_zones = "eu-west-1a,eu-west-1b"
      }
      ops = { ${ops} }
    }
  }
`;
const pool = `
  module "eks_gc0_eu-west-1_node_pool_gpu" {
    source       = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=v0.18.2-beta.0"
    cluster_name = module.eks_gc0_eu-west-1.current_metadata["name"]
    configuration = {
      apps = {
        name          = "gpu"
        instance_types = "p3.2xlarge"
        min_size      = 0
        max_size      = 2
        taints        = [{ key = "gpu", value = "true", effect = "NO_SCHEDULE" }]
      }
      ops = { taints = [] }
    }
  }
`;
const files = { 'cluster.tf': cluster('cluster_max_size = 4'), 'pool.tf': pool };

function diagramOf(
  workspace: TestWorkspace,
  detail: DiagramDetail = 'auto',
  toggled: string[] = [],
  room?: DiagramRoom,
): Diagram {
  const uri = workspace.files.root;
  const params = { uri, detail, toggled, ...(room ? { room } : {}) };
  const { diagram } = now(computeDiagram(workspace.snapshot, uri, params));
  assert.ok(diagram);
  return diagram;
}

const named = ({ nodes }: Diagram, id: string): DiagramNode => {
  const found = nodes.find(node => node.id === id);
  assert.ok(found, `${id} of ${nodes.map(each => each.id).join()}`);
  return found;
};

describe('the platform diagram', () => {
  it('shows the facts of each environment and marks differences from the base', async () => {
    const diagram = diagramOf(await workspaceOf(files));
    assert.deepEqual(named(diagram, 'apps/eks_gc0_eu-west-1').facts, [
      { text: 'aws · eu-west-1' },
      { text: '3–9 nodes × t3.xlarge' },
      { text: 'zones a, b' },
    ]);
    const inOps = named(diagram, 'ops/eks_gc0_eu-west-1');
    assert.deepEqual(inOps.facts, [
      { text: 'aws · eu-west-1' },
      { text: '3–4 nodes × t3.xlarge', differs: true },
      { text: 'zones a, b' },
    ]);
    assert.equal(inOps.differences, 1);
    assert.equal(named(diagram, 'apps').isBase, true);
    assert.equal(named(diagram, 'ops').differences, 2);
  });

  it('shows taints in Kubernetes notation, and environments without taints', async () => {
    const diagram = diagramOf(await workspaceOf(files));
    const facts = (environment: string) =>
      named(diagram, `${environment}/eks_gc0_eu-west-1/eks_gc0_eu-west-1_node_pool_gpu`).facts.at(-1);
    assert.deepEqual(facts('apps'), { text: 'taints gpu=true:NO_SCHEDULE' });
    assert.deepEqual(facts('ops'), { text: 'no taints', differs: true });
  });

  it('does not count an override that repeats the base value', async () => {
    const same = await workspaceOf({ 'cluster.tf': cluster('cluster_max_size = 9') });
    assert.equal(named(diagramOf(same), 'ops/eks_gc0_eu-west-1').differences, 0);
  });

  it('never shows sensitive values', async () => {
    const secret = cluster('cluster_instance_type = sensitive("hidden.large")');
    const text = JSON.stringify(diagramOf(await workspaceOf({ 'cluster.tf': secret })));
    assert.doesNotMatch(text, /hidden/);
    assert.match(text, /\(sensitive value\)/);
  });

  it('shows a collapsed cluster as a summary of its content', async () => {
    const workspace = await workspaceOf(files);
    const collapsed = diagramOf(workspace, 'collapsed');
    assert.deepEqual(named(collapsed, 'ops/eks_gc0_eu-west-1').facts, [
      { text: 'aws · eu-west-1' },
      { text: '1 node pool' },
    ]);
    assert.equal(collapsed.nodes.filter(({ kind }) => kind === 'nodePool').length, 0);
    assert.deepEqual(diagramOf(workspace, 'collapsed', ['eks_gc0_eu-west-1']), diagramOf(workspace));
  });

  it('is compact if this makes it readable in a narrow page, with collapsed clusters if it is too high', async () => {
    const three = 'cluster_max_size = 4 }\n apps-prod = {';
    const workspace = await workspaceOf({ 'cluster.tf': cluster(three), 'pool.tf': pool });
    const scaleIn = ({ width, height }: Diagram, room: DiagramRoom): number =>
      Math.min((room.width - 32) / width, (room.height - 32) / height);
    const isCollapsed = (diagram: Diagram) => named(diagram, 'ops/eks_gc0_eu-west-1').isCollapsed;
    const wide = diagramOf(workspace);
    assert.deepEqual(diagramOf(workspace, 'auto', [], { width: 1_000, height: 560 }), wide);
    const narrow = { width: 640, height: 560 };
    const compact = diagramOf(workspace, 'auto', [], narrow);
    assert.ok(scaleIn(wide, narrow) < READABLE_SCALE && scaleIn(compact, narrow) >= READABLE_SCALE);
    assert.equal(isCollapsed(compact), false);
    const arrow = { ...compact.arrows[0]!, waiting: 3 };
    assert.match(svgText(drawArrow(arrow, filledTexts(diagramWords(t)))), />3<\/text>/);
    const low = { width: 640, height: compact.height * 0.7 };
    const collapsed = diagramOf(workspace, 'auto', [], low);
    assert.ok(scaleIn(collapsed, low) >= READABLE_SCALE);
    assert.equal(isCollapsed(collapsed), true);
    const expandedByUser = diagramOf(workspace, 'auto', ['eks_gc0_eu-west-1'], low);
    assert.deepEqual([isCollapsed(expandedByUser), expandedByUser.width], [false, collapsed.width]);
    assert.deepEqual(diagramOf(workspace, 'expanded', [], low), wide);
    assert.deepEqual(diagramOf(workspace, 'auto', [], { width: 200, height: 560 }), wide);
  });

  it('has an arrow from each environment to the next, with the waiting changes', async () => {
    const { snapshot, files: all } = await workspaceOf(files);
    const uri = all.root;
    const waiting = [{ environment: 'apps', commits: 3 }];
    const { diagram } = now(computeDiagram(snapshot, uri, { uri, waiting }));
    assert.deepEqual(
      diagram?.arrows.map(({ from, to, waiting: commits }) => [from, to, commits]),
      [['ops', 'apps', 3]],
    );
  });

  describe('in another language', () => {
    const noTranslations = () => assert.fail('There are no translations.');
    /** Names and values of the platform. `(sensitive value)` is Terraform's text. */
    const NAMES = /^(?:aws|ops|apps|beta|xlarge|gpu|true|NO_SCHEDULE|eks_gc\S*|eu-west-1|sensitive|value)$/;
    const all = { ...files, 'cluster.tf': cluster('cluster_instance_type = sensitive("x"), cluster_max_size = 4') };

    before(() => setLocale('qps-ploc', noTranslations));
    after(() => setLocale(undefined, noTranslations));

    it('has no English word', async () => {
      const workspace = await workspaceOf({
        ...all,
        'other.tf': cluster('')
          .replace(/ops = .*/, '')
          .replaceAll('gc0', 'gc1'),
      });
      const words = filledTexts(diagramWords(t));
      const drawn = ['expanded', 'collapsed'].flatMap(detail => {
        const { nodes, arrows } = diagramOf(workspace, detail as DiagramDetail);
        return [
          ...nodes.flatMap(node => [svgText(drawNode(node, words)), ...nodeText(node, words)]),
          ...arrows.flatMap(arrow =>
            [{}, { waiting: 0 }, { waiting: 1 }, { waiting: 2 }].map(commits =>
              svgText(drawArrow({ ...arrow, ...commits }, words)),
            ),
          ),
        ];
      });
      const texts = drawn.flatMap(text => text.replace(/<[^>]*>/g, '\n').split('\n'));
      assert.deepEqual(
        [...new Set(texts.flatMap(untranslated))].filter(word => !NAMES.test(word)),
        [],
      );
    });

    it('is exported in English', async () => {
      const {
        snapshot,
        files: { root },
      } = await workspaceOf(all);
      const exported = (format: 'svg' | 'mermaid') =>
        now(computeDiagramText(snapshot, root, { uri: root, format, waiting: [{ environment: 'apps', commits: 2 }] }))
          .text;
      const inBrackets = [exported('svg'), exported('mermaid')];
      setLocale(undefined, noTranslations);
      assert.deepEqual(inBrackets, [exported('svg'), exported('mermaid')]);
      assert.match(inBrackets.join(), /2 commits waiting/);
    });
  });

  it('produces the same SVG and Mermaid text for the same platform', async () => {
    for (const format of ['svg', 'mermaid'] as const) {
      const [one, other] = await Promise.all(
        [1, 2].map(async () => {
          const { snapshot, files: all } = await workspaceOf(files);
          return now(computeDiagramText(snapshot, all.root, { uri: all.root, format })).text;
        }),
      );
      assert.ok(one);
      assert.equal(one, other);
    }
  });
});

describe('the layout of a platform diagram', () => {
  const part = (kind: 'nodePool' | 'service', name: string, lines: number) => ({
    kind,
    name,
    label: name,
    environments: new Map(
      ['ops', 'apps', 'prod'].map((each, index) => [
        each,
        { facts: Array.from({ length: (lines + index) % 4 }, () => ({ text: 'fact' })), differences: 0 },
      ]),
    ),
  });
  const contents = fc
    .record({
      environments: fc.subarray(['ops', 'apps', 'prod'], { minLength: 1 }),
      clusters: fc.array(fc.array(fc.nat(3), { maxLength: 6 }), { maxLength: 40 }),
      services: fc.nat(4),
    })
    .map(({ environments, clusters, services }): DiagramContent => ({
      uri: 'file:///platform',
      environments,
      baseEnvironment: 'apps',
      frameworkVersions: [],
      clusters: clusters.map((parts, index) => ({
        ...part('nodePool', `cluster ${index}`, index),
        kind: 'cluster',
        isCollapsed: false,
        parts: parts.map((lines, each) => part(lines > 1 ? 'nodePool' : 'service', `part ${each}`, lines)),
      })),
      services: Array.from({ length: services }, (_, index) => part('service', `lone ${index}`, 1)),
    }));

  it('has no overlaps, and everything stays inside its container', () => {
    fc.assert(
      fc.property(fc.array(contents, { minLength: 1, maxLength: 3 }), all => {
        const { nodes, width, height } = layOutDiagram(all, content => String(all.indexOf(content)), []);
        const byId = new Map(nodes.map(node => [node.id, node]));
        assert.equal(byId.size, nodes.length);
        const groups = new Map<string | undefined, DiagramNode[]>();
        for (const node of nodes) {
          const parent = node.parent === undefined ? { x: 0, y: 0, width, height } : byId.get(node.parent);
          assert.ok(parent);
          assert.ok(node.x >= parent.x && node.x + node.width <= parent.x + parent.width, node.id);
          assert.ok(node.y >= parent.y && node.y + node.height <= parent.y + parent.height, node.id);
          for (const other of groups.get(node.parent) ?? [])
            assert.ok(
              node.x >= other.x + other.width ||
                other.x >= node.x + node.width ||
                node.y >= other.y + other.height ||
                other.y >= node.y + node.height,
              `${node.id} and ${other.id}`,
            );
          groups.set(node.parent, [...(groups.get(node.parent) ?? []), node]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('places a cluster at the same position in every environment', () => {
    fc.assert(
      fc.property(contents, content => {
        const { nodes } = layOutDiagram([content], () => 'p', []);
        const places = content.environments.map(environment => {
          const own = nodes.filter(node => node.environment === environment);
          return own.map(({ x, y, width, height }) => [x - own[0]!.x, y, width, height]);
        });
        for (const place of places) assert.deepEqual(place, places[0]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('an exported diagram', () => {
  it('escapes names, so that they never become markup', () => {
    fc.assert(
      fc.property(hostileText, text => {
        const content: DiagramContent = {
          uri: 'file:///platform',
          environments: [text],
          baseEnvironment: text,
          frameworkVersions: [text],
          clusters: [],
          services: [
            {
              kind: 'service',
              name: text,
              label: text,
              environments: new Map([[text, { facts: [{ text }], differences: 1 }]]),
            },
          ],
        };
        const lines = mermaidText([content], () => text, []).split('\n');
        assert.equal(lines.length, 7);
        for (const line of lines.slice(1, 3)) {
          const [, label = ''] = /^ *(?:subgraph )?n\d+[[(]"(.*)"[\])]$/.exec(line) ?? [];
          assert.match(label.replaceAll('<br>', ''), /^(?:[\p{L}\p{N} ,.:=/≠×–…·_-]|#\d+;)+$/u, line);
        }
        const svg = diagramSvg(layOutDiagram([content], () => text, []));
        const drawn = svg.slice(svg.indexOf('</style>'));
        const tags = [...drawn.matchAll(/<\/?([^\s>/]+)/g)].map(([, tag]) => tag);
        assert.deepEqual([...new Set(tags)].sort(), ['g', 'rect', 'style', 'svg', 'text', 'title']);
        assert.doesNotMatch(drawn, /&(?!amp;|lt;|gt;|quot;|#39;)/);
        assert.doesNotMatch(drawn, /[\0-\x09\x0b-\x1f\u202e\ud800-\udfff]/u);
      }),
    );
  });
});
