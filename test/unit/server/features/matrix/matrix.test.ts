import assert from 'node:assert/strict';
import type { Matrix, MatrixCell, MatrixScope } from '../../../../../common/matrix/matrix';
import { compareContexts } from '../../../../../server/comparison/compareContexts';
import { MAX_CELL_LENGTH, computeMatrix, MAX_CELLS } from '../../../../../server/features/matrix/matrix';
import { now } from '../../../../../common/now';
import { workspaceOf, type TestWorkspace } from '../../../../support/testWorkspace';

const cluster = (ops: string, apps = ''): string => `
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
        ${apps}
      }
      ops = { ${ops} }
    }
  }
`;
const pool = (ops = ''): string => `
  module "eks_gc0_eu-west-1_node_pool_gpu" {
    source       = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=v0.18.2-beta.0"
    cluster_name = module.eks_gc0_eu-west-1.current_metadata["name"]
    configuration = {
      apps = {
        name           = "gpu"
        instance_types = "p3.2xlarge"
        min_size       = 0
        max_size       = 4
      }
      ops = { ${ops} }
    }
  }
`;
const gke = (zones: string): string => `
  module "gke_gc0_europe-west1" {
    source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.18.2-beta.0"
    configuration = {
      apps = {
        name_prefix            = "gc0"
        base_domain            = "example.com"
        project_id             = "p"
        region                 = "europe-west1"
        cluster_min_node_count = 1
        cluster_max_node_count = 3
        ${zones}
      }
      ops = {}
    }
  }
`;

function matrixOf(workspace: TestWorkspace, scope?: MatrixScope, before?: TestWorkspace): Matrix {
  const { root } = workspace.files;
  const comparison = before && now(compareContexts(before.snapshot, workspace.snapshot, root));
  const { matrix } = now(computeMatrix(workspace.snapshot, root, scope ? { scope } : {}, comparison));
  assert.ok(matrix);
  return matrix;
}

function cells(matrix: Matrix, attribute: string, module?: string): Record<string, MatrixCell> {
  const row = matrix.rows.find(each => each.attribute === attribute && (!module || each.module === module));
  assert.ok(row, `${attribute} of ${matrix.rows.map(each => each.attribute).join()}`);
  return Object.fromEntries(matrix.environments.map((environment, index) => [environment, row.cells[index]!]));
}

describe('the environment matrix', () => {
  it('has a cell per attribute and environment with the origin of its value', async () => {
    const matrix = matrixOf(await workspaceOf({ 'eks.tf': cluster('cluster_max_size = 4\ncluster_version = "1.30"') }));
    assert.deepEqual(matrix.environments, ['ops', 'apps']);
    assert.equal(matrix.baseEnvironment, 'apps');
    const size = cells(matrix, 'cluster_max_size');
    assert.deepEqual(
      { ...size['ops'], place: 0 },
      { text: '"4"', origin: 'overridden', differs: true, overrides: '"9"', place: 0 },
    );
    assert.deepEqual({ ...size['apps'], place: 0 }, { text: '"9"', origin: 'set', place: 0 });
    assert.equal(cells(matrix, 'base_domain')['ops']?.origin, 'inherited');
    assert.equal(cells(matrix, 'base_domain')['ops']?.text, '"example.com"');
    const version = cells(matrix, 'cluster_version');
    assert.deepEqual([version['ops']?.origin, version['ops']?.differs], ['set', true]);
    assert.deepEqual(version['apps'], { text: '' });
  });

  it('contains the location of each value; inherited values are located in the base', async () => {
    const text = cluster('cluster_max_size = 4');
    const matrix = matrixOf(await workspaceOf({ 'eks.tf': text }));
    const lineOf = (part: string): number => text.slice(0, text.indexOf(part)).split('\n').length - 1;
    assert.equal(matrix.files.length, 1);
    assert.match(matrix.files[0]!, /\/eks\.tf$/);
    const line = (cell: MatrixCell | undefined): number | undefined => cell?.place?.[1];
    assert.equal(line(cells(matrix, 'cluster_max_size')['ops']), lineOf('cluster_max_size = 4'));
    assert.equal(line(cells(matrix, 'base_domain')['ops']), lineOf('base_domain'));
  });

  it('does not mark an override that repeats the base value as a difference', async () => {
    const matrix = matrixOf(await workspaceOf({ 'eks.tf': cluster('cluster_max_size = 9') }));
    const { ops } = cells(matrix, 'cluster_max_size');
    assert.deepEqual([ops?.origin, ops?.differs], ['overridden', undefined]);
  });

  it('names the locals and variables that a value comes from', async () => {
    const matrix = matrixOf(
      await workspaceOf({
        'eks.tf': cluster('cluster_max_size = local.size', 'cluster_version = var.release'),
        'variables.tf':
          'variable "release" {\n  default = "1.31"\n}\nlocals {\n  size = max(4,\n    var.smallest)\n}\nvariable "smallest" {}\n',
        'terraform.tfvars': 'smallest = 5\n',
      }),
    );
    assert.equal(cells(matrix, 'cluster_max_size')['ops']?.why, 'local.size = max(4, var.smallest) · var.smallest = 5');
    assert.equal(cells(matrix, 'cluster_max_size')['apps']?.why, undefined);
    const release = cells(matrix, 'cluster_version');
    assert.deepEqual([release['ops']?.why, release['apps']?.why], Array(2).fill('var.release = "1.31"'));
  });

  it('shows the expression of a value that is unknown before plan, and hides sensitive values', async () => {
    const matrix = matrixOf(
      await workspaceOf({
        'eks.tf': cluster('cluster_max_size = data.x.y.size\ncluster_version = var.secret'),
        'variables.tf': 'variable "secret" {\n  sensitive = true\n  default = "hunter2"\n}\n',
      }),
    );
    const unknown = cells(matrix, 'cluster_max_size')['ops'];
    assert.deepEqual([unknown?.text, unknown?.unknown], ['data.x.y.size', true]);
    const secret = cells(matrix, 'cluster_version')['ops'];
    assert.deepEqual([secret?.text, secret?.unknown], ['(sensitive value)', undefined]);
    assert.doesNotMatch(JSON.stringify(matrix), /hunter2/);
  });

  it('can show a platform, a cluster with its node pools, or one module', async () => {
    const workspace = await workspaceOf({ 'eks.tf': cluster(''), 'pool.tf': pool(), 'gke.tf': gke('') });
    const modules = (scope?: MatrixScope): string[] => [
      ...new Set(matrixOf(workspace, scope).rows.map(({ module }) => module)),
    ];
    const [eks, gpu, google] = ['eks_gc0_eu-west-1', 'eks_gc0_eu-west-1_node_pool_gpu', 'gke_gc0_europe-west1'];
    assert.deepEqual(modules().sort(), [eks, gpu, google]);
    assert.deepEqual(modules({ kind: 'cluster', name: eks }).sort(), [eks, gpu]);
    assert.deepEqual(modules({ kind: 'module', name: gpu }), [gpu]);
    assert.deepEqual(modules({ kind: 'module', name: '__proto__' }), []);
    const known = matrixOf(workspace, { kind: 'module', name: gpu }).modules;
    assert.deepEqual(known.map(({ name, kind }) => `${kind} ${name}`).sort(), [
      `cluster ${eks}`,
      `cluster ${google}`,
      `nodePool ${gpu}`,
    ]);
  });

  it('is empty for a folder without a platform', async () => {
    const workspace = await workspaceOf({ 'eks.tf': cluster('') });
    assert.deepEqual(now(computeMatrix(workspace.snapshot, workspace.uri('other'), {})), {});
  });

  it('is limited in size and reports how much it omits', async () => {
    const environments = Array.from({ length: 29 }, (_, index) => `e${index} = {}`).join('\n');
    const wide = pool()
      .replace('min_size', `ami_type = "${'x'.repeat(5000)}"\nmin_size`)
      .replace('ops = {  }', environments);
    const count = MAX_CELLS / 30 / 4;
    const texts = Array.from({ length: count }, (_, index) => [`p${index}.tf`, wide.replace('_gpu"', `_p${index}"`)]);
    const { rows, omitted } = matrixOf(await workspaceOf(Object.fromEntries(texts) as Record<string, string>));
    assert.ok(rows.length > 100 && rows.length * rows[0]!.cells.length <= MAX_CELLS, String(rows.length));
    assert.ok(omitted > 0);
    for (const { cells: all } of rows) for (const cell of all) assert.ok(cell.text.length <= MAX_CELL_LENGTH);
  });

  it('reports problems of evaluation', async () => {
    const matrix = matrixOf(
      await workspaceOf({ 'eks.tf': cluster('', 'cluster_version = nosuch()'), 'pool.tf': pool() }),
    );
    assert.ok(
      matrix.problems.some(text => text.startsWith('eks_gc0_eu-west-1: ')),
      matrix.problems.join(),
    );
    cells(matrix, 'instance_types');
  });
});

describe('changes in the environment matrix', () => {
  const changed = async (before: Record<string, string>, after: Record<string, string>): Promise<Matrix> =>
    matrixOf(await workspaceOf(after), undefined, await workspaceOf(before));

  it('mark every environment that they reach, with the previous value', async () => {
    const matrix = await changed(
      { 'eks.tf': cluster('cluster_max_size = 4') },
      { 'eks.tf': cluster('cluster_max_size = 5', 'cluster_version = "1.30"') },
    );
    assert.deepEqual(cells(matrix, 'cluster_max_size')['ops']?.change, { before: '"4"' });
    assert.equal(cells(matrix, 'cluster_max_size')['apps']?.change, undefined);
    assert.deepEqual(cells(matrix, 'cluster_version')['ops']?.change, {});
    assert.deepEqual(cells(matrix, 'cluster_version')['apps']?.change, {});
    assert.equal(cells(matrix, 'base_domain')['ops']?.change, undefined);
  });

  it('include removed attributes and modules', async () => {
    const matrix = await changed(
      { 'eks.tf': cluster('cluster_version = "1.29"'), 'pool.tf': pool() },
      { 'eks.tf': cluster('') },
    );
    assert.deepEqual(cells(matrix, 'cluster_version')['ops'], { text: '', change: { before: '"1.29"' } });
    assert.deepEqual(cells(matrix, 'max_size', 'eks_gc0_eu-west-1_node_pool_gpu')['apps'], {
      text: '',
      change: { before: '"4"' },
    });
  });
});

describe('node counts of the environment matrix', () => {
  it('add up clusters and node pools and distribute them over zones', async () => {
    const { nodes, environments } = matrixOf(
      await workspaceOf({ 'eks.tf': cluster('cluster_max_size = 4'), 'pool.tf': pool('max_size = 1') }),
    );
    assert.deepEqual(environments, ['ops', 'apps']);
    assert.deepEqual(nodes, [
      {
        ...{ min: 3, max: 5, unknown: 0 },
        // The node pool has no zones of its own, so it is in those of its cluster.
        zones: [
          { zone: 'eu-west-1a', min: 1, max: 3 },
          { zone: 'eu-west-1b', min: 1, max: 3 },
        ],
      },
      {
        ...{ min: 3, max: 13, unknown: 0 },
        zones: [
          { zone: 'eu-west-1a', min: 1, max: 7 },
          { zone: 'eu-west-1b', min: 1, max: 7 },
        ],
      },
    ]);
  });

  it('count each zone if sizes are per zone', async () => {
    const { nodes } = matrixOf(
      await workspaceOf({ 'gke.tf': gke('cluster_node_locations = "europe-west1-b,europe-west1-c"') }),
    );
    assert.deepEqual(nodes[0], {
      ...{ min: 2, max: 6, unknown: 0 },
      zones: [
        { zone: 'europe-west1-b', min: 1, max: 3 },
        { zone: 'europe-west1-c', min: 1, max: 3 },
      ],
    });
  });

  it('report unknown counts instead of guessing', async () => {
    const inRegion = matrixOf(await workspaceOf({ 'gke.tf': gke('') })).nodes[0];
    assert.deepEqual(inRegion, { min: 1, max: 3, unknown: 1, zones: [] });
    const unknownSize = matrixOf(await workspaceOf({ 'eks.tf': cluster('cluster_max_size = data.x.y.z') })).nodes[0];
    assert.deepEqual(unknownSize, { min: 0, max: 0, unknown: 1, zones: [] });
    for (const size of ['-1', '1.5', '1e30', '"many"'])
      assert.equal(
        matrixOf(await workspaceOf({ 'eks.tf': cluster(`cluster_max_size = ${size}`) })).nodes[0]?.unknown,
        1,
      );
  });
});
