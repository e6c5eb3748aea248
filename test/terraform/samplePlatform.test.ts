import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SAMPLE_ADDITIONS } from '../../scripts/generateSample';
import { skipWithout } from '../support/skipWithout';
import { judgedBy, judges } from '../support/terraform/judgedBy';

const platforms = path.join(__dirname, '..', 'platforms');

interface Plan {
  readonly resource_changes: readonly {
    readonly address: string;
    readonly change: { readonly after: { input: { configuration: unknown } } };
  }[];
}

/** The sample platform must be usable with a real terraform, without providers and without a network. */
describe('the sample platform with a real terraform', function () {
  let folder = '';

  before(function () {
    skipWithout(this, judgedBy);
    folder = mkdtempSync(path.join(tmpdir(), 'sample-platform-'));
    cpSync(path.join(platforms, 'multi-cloud'), folder, { recursive: true });
    writeFileSync(path.join(folder, '.terraformrc'), '');
    terraform('init', '-input=false');
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  function terraform(...args: string[]): string {
    const env = { ...process.env, TF_CLI_CONFIG_FILE: path.join(folder, '.terraformrc'), TF_IN_AUTOMATION: '1' };
    return execFileSync(judgedBy, args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  function planned(environment: string): (address: string) => Record<string, unknown> {
    terraform('workspace', 'new', environment);
    terraform('plan', '-input=false', '-out=plan');
    const plan = JSON.parse(terraform('show', '-json', 'plan')) as Plan;
    return address => {
      const change = plan.resource_changes.find(resource => resource.address === address);
      return change?.change.after.input.configuration as Record<string, unknown>;
    };
  }

  it('is valid', () => {
    assert.match(terraform('validate', '-no-color'), /Success! The configuration is valid\.\s*$/);
  });

  it('plans the configuration of production', () => {
    const configuration = planned('apps-prod');
    const cluster = configuration('module.eks_gc0_eu-west-1.terraform_data.cluster');
    assert.equal(cluster['cluster_version'], '1.31');
    assert.deepEqual(cluster['cluster_public_access_cidrs'], ['185.71.208.0/24', '198.51.100.17/32', '212.24.96.0/22']);
    const pool = configuration('module.eks_gc0_eu-west-1_node_pool_batch.terraform_data.node_pool');
    assert.deepEqual(pool['labels'], {
      dedicated: 'batch',
      'halvard.example/team': 'data',
      'halvard.example/tier': 'critical',
    });
  });

  it('plans the middle environment with its own and inherited values', () => {
    const cluster = planned('apps')('module.eks_gc0_eu-west-1.terraform_data.cluster');
    const pool = cluster['default_node_pool'] as Record<string, unknown>;
    assert.deepEqual([pool['max_size'], pool['instance_types']], [9, ['m6i.xlarge', 'm6a.xlarge']]);
  });

  it('plans the inherited and overridden values of ops', () => {
    const configuration = planned('ops');
    const gke = configuration('module.gke_ml0_europe-west1.terraform_data.cluster');
    assert.deepEqual(gke['cluster_node_locations'], ['europe-west1-b']);
    assert.equal(gke['base_domain'], 'platform.halvard.example');
    const pool = gke['default_node_pool'] as Record<string, unknown>;
    assert.deepEqual([pool['machine_type'], pool['min_node_count'], pool['labels']], ['e2-standard-4', 1, {}]);
    const manifest = 'modules/ingress_nginx/manifests/upstream.yaml';
    const ingress = configuration(
      `module.eks_gc0_us-east-1_feature_ingress_nginx.module.ingress_nginx.terraform_data.resource["${manifest}"]`,
    );
    assert.deepEqual(ingress['common_labels'], {
      'app.kubernetes.io/managed-by': 'kubestack',
      'halvard.example/team': 'platform-ops',
    });
    assert.deepEqual(ingress['common_annotations'], {
      'external-dns.alpha.kubernetes.io/hostname': '*.gc0-ops-us-east-1.aws.platform.halvard.example',
    });
  });
});

describe('the states of the sample platform', () => {
  for (const program of judges)
    it(`have the earlier deployments: ${program} plans what waits in each environment`, function () {
      skipWithout(this, program);
      const folder = mkdtempSync(path.join(tmpdir(), 'sample-platform-'));
      const run = (environment: string, ...args: string[]): string => {
        const env = {
          ...process.env,
          TF_CLI_CONFIG_FILE: path.join(folder, '.terraformrc'),
          TF_WORKSPACE: environment,
        };
        return execFileSync(program, args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
      };
      const summary = (environment: string): string | undefined =>
        /^Plan: .*$/m.exec(run(environment, 'plan', '-input=false', '-no-color'))?.[0];
      try {
        cpSync(path.join(platforms, 'multi-cloud'), folder, { recursive: true });
        cpSync(SAMPLE_ADDITIONS, folder, { recursive: true });
        writeFileSync(path.join(folder, '.terraformrc'), '');
        run('ops', 'init', '-input=false');
        assert.equal(summary('ops'), 'Plan: 0 to add, 1 to change, 0 to destroy.');
        assert.equal(summary('apps'), 'Plan: 1 to add, 1 to change, 1 to destroy.');
        assert.equal(summary('apps-prod'), 'Plan: 1 to add, 2 to change, 1 to destroy.');
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
});

describe('the test platforms', () => {
  for (const platform of ['multi-cloud', 'minimal', 'released', 'three-environments', 'legacy']) {
    it(`${platform} is formatted`, function () {
      skipWithout(this, judgedBy);
      const folder = path.join(platforms, platform);
      assert.equal(
        execFileSync(judgedBy, ['fmt', '-check', '-recursive', '-list=true', folder], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        }),
        '',
      );
    });
  }

  it('are listed with what each one covers', () => {
    const list = readFileSync(path.join(platforms, 'README.md'), 'utf8');
    for (const name of [
      'multi-cloud',
      'minimal',
      'released',
      'three-environments',
      'legacy',
      'broken',
      'generate.ts',
    ]) {
      assert.ok(list.includes(`| \`${name}\` |`), name);
    }
  });
});
