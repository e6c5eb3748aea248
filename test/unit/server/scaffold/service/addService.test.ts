import { now } from '../../../../../common/now';
import assert from 'node:assert/strict';
import { formatHcl } from '../../../../../server/edits/formatItem';
import { readSamplePlatform } from '../../../../support/scaffold/platformFiles';
import { answerProblems, scaffolded, type Texts } from '../../../../support/scaffold/scaffolded';

const HEAD = 'e70912c9678842452798826a9ae7d97bc7bb1f30';
const METRICS = {
  feature: 'metrics-server',
  project_url: 'https://github.com/kubernetes-sigs/metrics-server',
  manifest_url: 'https://github.com/kubernetes-sigs/metrics-server/releases/download/v0.7.2/components.yaml',
};

describe('adding a service from manifests', () => {
  it('writes a module with an overlay, and a call', async () => {
    const { texts, changed, followUp } = await scaffolded(readSamplePlatform('minimal'), 'service', {
      ...METRICS,
      overrides: {
        apps: { replicas: [{ name: 'metrics-server', count: 2 }] },
        ops: { replicas: [{ name: 'metrics-server', count: '1' }] },
      },
    });
    assert.deepEqual(changed, [
      'README.md',
      'eks_web0_eu-central-1_feature_metrics_server.tf',
      'modules/metrics_server/README.md',
      'modules/metrics_server/main.tf',
      'modules/metrics_server/manifests/upstream.yaml',
      'modules/metrics_server/versions.tf',
    ]);
    assert.equal(
      texts['modules/metrics_server/main.tf'],
      `module "metrics_server" {
  providers = {
    kustomization = kustomization
  }

  source = "github.com/kbst/terraform-kubestack//kustomization/overlay?ref=${HEAD}"

  configuration = {
    apps = {
      resources = [
        "\${path.module}/manifests/upstream.yaml",
      ]

      replicas = [
        {
          name  = "metrics-server"
          count = 2
        }
      ]
    }

    ops = {
      replicas = [
        {
          name  = "metrics-server"
          count = 1
        }
      ]
    }
  }
}
`,
    );
    assert.equal(
      texts['eks_web0_eu-central-1_feature_metrics_server.tf'],
      `module "eks_web0_eu-central-1_feature_metrics_server" {
  providers = {
    kustomization = kustomization.eks_web0_eu-central-1
  }

  source = "./modules/metrics_server"
}
`,
    );
    assert.equal(texts['modules/metrics_server/manifests/upstream.yaml'], '');
    assert.match(texts['modules/metrics_server/README.md']!, /\| Version \| v0\.7\.2 \|/);
    assert.match(followUp[0]!, /curl -fsSL --output modules\/metrics_server\/manifests\/upstream\.yaml '/);
  });

  it("uses the catalog's custom manifests in a released version", async () => {
    const { texts } = await scaffolded(readSamplePlatform('released'), 'service', {
      ...METRICS,
      namespace: 'kube-system',
      clusters: ['gke_gc0_europe-north1'],
    });
    const text = texts['modules/metrics_server/main.tf']!;
    assert.match(text, /source {2}= "kbst\.xyz\/catalog\/custom-manifests\/kustomization"\n\s+version = "0\.4\.0"/);
    assert.match(text, /namespace = "kube-system"/);
    assert.deepEqual(
      Object.keys(texts).filter(path => path.endsWith('_feature_metrics_server.tf')),
      ['gke_gc0_europe-north1_feature_metrics_server.tf'],
    );
  });

  it("uses the path to the platform's copy of the framework as seen from the module", async () => {
    const { texts } = await scaffolded(readSamplePlatform('multi-cloud'), 'service', METRICS);
    const text = texts['modules/metrics_server/main.tf']!;
    assert.match(text, /source = "\.\.\/\.\.\/vendor\/terraform-kubestack\/kustomization\/overlay"/);
    assert.match(text, /apps = \{\}\n\n\s+ops = \{\}/);
  });
});

describe('adding a service from a Helm chart', () => {
  it('writes the values, the namespace and the command that renders the chart', async () => {
    const { texts, changed, followUp } = await scaffolded(readSamplePlatform('three-environments'), 'service', {
      chart: 'oci://quay.io/jetstack/charts/cert-manager',
      chart_version: 'v1.17.1',
      namespace: 'cert-manager',
      values: 'crds:\n  enabled: true\n',
      clusters: 'scw_web0_fr-par',
    });
    assert.deepEqual(
      changed.filter(path => path.startsWith('modules/')),
      [
        'modules/cert_manager/README.md',
        'modules/cert_manager/main.tf',
        'modules/cert_manager/manifests/namespace.yaml',
        'modules/cert_manager/manifests/upstream.yaml',
        'modules/cert_manager/values.yaml',
        'modules/cert_manager/versions.tf',
      ],
    );
    assert.match(
      texts['modules/cert_manager/main.tf']!,
      /resources = \[\n\s+"\$\{path\.module\}\/manifests\/namespace\.yaml",\n\s+"\$\{path\.module\}\/manifests\/upstream\.yaml",\n/,
    );
    const command =
      'helm template cert-manager oci://quay.io/jetstack/charts/cert-manager --version v1.17.1 --values modules/cert_manager/values.yaml --namespace cert-manager --create-namespace --include-crds > modules/cert_manager/manifests/upstream.yaml';
    assert.ok(followUp[0]!.includes(command), followUp[0]);
    assert.ok(texts['modules/cert_manager/README.md']!.replace(/ \\\n +/g, ' ').includes(command));
  });

  it('from a repository adds the repository first', async () => {
    const { texts } = await scaffolded(readSamplePlatform('minimal'), 'service', {
      feature: 'ingress',
      chart: 'ingress-nginx/ingress-nginx',
      repository_url: 'https://kubernetes.github.io/ingress-nginx',
      chart_version: '4.12.1',
      namespace: 'ingress-nginx',
    });
    assert.match(
      texts['modules/ingress/README.md']!,
      /helm repo add ingress-nginx 'https:\/\/kubernetes\.github\.io\/ingress-nginx'\n\s+helm template ingress ingress-nginx\/ingress-nginx \\/,
    );
    assert.equal(texts['modules/ingress/values.yaml'], '{}\n');
  });
});

describe('adding a catalog service', () => {
  it('adds a missing provider of a cluster, and passes it', async () => {
    const cluster = 'gke_ml0_europe-west1';
    const { texts, changed, notes } = await scaffolded(readSamplePlatform('multi-cloud'), 'service', {
      entry: 'sealed-secrets',
      clusters: [cluster],
    });
    assert.deepEqual(notes, [
      `${cluster} gets a kustomization provider, which applies the services. It stays when services are removed, because it is also needed to destroy them.`,
    ]);
    const binding = `${cluster}_service_sealed-secrets.tf`;
    assert.deepEqual(changed, ['README.md', `${cluster}_providers.tf`, binding, 'versions.tf']);
    assert.equal(
      texts[`${cluster}_providers.tf`],
      `provider "kustomization" {
  alias          = "${cluster}"
  kubeconfig_raw = module.${cluster}.kubeconfig
}
`,
    );
    assert.match(texts[binding]!, /kustomization = kustomization\.gke_ml0_europe-west1\n/);
    assert.match(
      texts['versions.tf']!,
      /required_providers \{\n {4}kustomization = \{\n {6}source = "kbst\/kustomization"\n {4}\}\n {2}\}\n\n {2}required_version/,
    );
    const again = await scaffolded(texts, 'service', { entry: 'flux', clusters: [cluster] });
    assert.deepEqual(again.changed, ['README.md', `${cluster}_service_flux.tf`]);
    assert.deepEqual(again.notes, []);
  });

  it("passes no providers if the platform's copy of the overlay takes none, also for the first service", async () => {
    let texts: Texts = readSamplePlatform('multi-cloud');
    for (const feature of ['cert_manager', 'ingress_nginx'])
      texts = (await scaffolded(texts, 'removeService', { feature, remove_module: true })).texts;
    const clusters = ['eks_gc0_us-east-1'];
    const { texts: after, changed } = await scaffolded(texts, 'service', { ...METRICS, clusters });
    assert.ok(changed.includes('modules/metrics_server/main.tf'));
    assert.doesNotMatch(after['modules/metrics_server/main.tf']!, /providers/);
    assert.equal(after['eks_gc0_us-east-1_providers.tf'], undefined);
  });

  it('is refused if no provider can reach the cluster', async () => {
    assert.deepEqual(
      await answerProblems(readSamplePlatform('legacy'), 'service', { entry: 'flux', clusters: ['gke_zero'] }),
      [
        "clusters: gke_zero can't have a kustomization provider: the cluster module has no kubeconfig output. Set a newer framework version first.",
      ],
    );
  });

  it('for an ingress on GKE and AKS uses the address that the cluster reserves, unless it reserves none', async () => {
    const common = { base_domain: 'infra.acme.example', version: 'v0.19.2-beta.0', agents_file: false };
    const gke = { project_id: 'acme-platform', cluster_min_master_version: '1.31', region: 'europe-west1' };
    for (const answers of [
      { layout: 'gke', ...gke },
      { layout: 'aks', resource_group: 'platform', region: 'northeurope' },
    ]) {
      const { texts } = await scaffolded({}, 'platform', { ...common, ...answers });
      const cluster = Object.keys(texts).find(path => path.endsWith('_cluster.tf'))!;
      const name = cluster.replace('_cluster.tf', '');
      const service = `${name}_service_nginx.tf`;
      const added = (await scaffolded(texts, 'service', { entry: 'nginx' })).texts[service]!;
      assert.equal(now(formatHcl(added)), added);
      assert.ok(
        added.includes(`name: ingress-nginx-controller
            namespace: ingress-nginx
          spec:
            loadBalancerIP: \${module.${name}.default_ingress_ip}
`),
        added,
      );
      const off = texts[cluster]!.replace(/( +)name_prefix/, '$1disable_default_ingress = true\n\n$1name_prefix');
      const without = await scaffolded({ ...texts, [cluster]: off }, 'service', { entry: 'nginx' });
      assert.doesNotMatch(without.texts[service]!, /patches/);
    }
  });

  it('for an ingress on EKS annotates the load balancer with its name', async () => {
    const { texts } = await scaffolded(readSamplePlatform('minimal'), 'service', {
      entry: 'nginx',
      variant: 'default-ingress',
    });
    const text = texts['eks_web0_eu-central-1_service_nginx.tf']!;
    assert.match(text, /variant = "default-ingress"/);
    assert.match(text, /module "eks_web0_eu-central-1_dns_zone" \{/);
    assert.match(text, /metadata = module\.eks_web0_eu-central-1\.current_metadata\n/);
    assert.match(text, /depends_on = \[module\.eks_web0_eu-central-1, module\.eks_web0_eu-central-1_service_nginx\]/);
  });
});

describe('adding any service', () => {
  for (const [what, answers] of [
    ['manifests', METRICS],
    ['a chart', { chart: 'oci://quay.io/x/app', chart_version: '1.2.3', namespace: 'app' }],
    ['the catalog', { entry: 'flux' }],
  ] as const) {
    it(`from ${what} keeps the platform formatted, and is rejected a second time`, async () => {
      for (const name of ['minimal', 'released', 'three-environments', 'multi-cloud']) {
        const own =
          name === 'three-environments' && 'feature' in answers ? { ...answers, feature: 'metrics' } : answers;
        const { texts, changed } = await scaffolded(readSamplePlatform(name), 'service', own);
        for (const path of changed.filter(each => each.endsWith('.tf')))
          assert.equal(now(formatHcl(texts[path]!)), texts[path]);
        assert.match(
          (await answerProblems(texts, 'service', own)).join('\n'),
          /^clusters: Every cluster already has .*\.$/,
        );
      }
    });
  }
});

describe('invalid answers about a service', () => {
  for (const [what, answers, problem] of [
    ['no answers', {}, /^feature: An answer is missing/],
    ['no manifests', { feature: 'x' }, /^manifest_url: An answer is missing/],
    [
      'a branch',
      { feature: 'x', manifest_url: 'https://a.org/main/x.yaml' },
      /^manifest_url: "https:\/\/a\.org\/main\/x\.yaml" is not valid/,
    ],
    ['no https', { feature: 'x', manifest_url: 'http://a.org/v1.0.0/x.yaml' }, /^manifest_url: /],
    [
      'another version',
      { ...METRICS, app_version: '9.9.9' },
      /^app_version: "9\.9\.9" is not valid: use the version in the URL/,
    ],
    ['a feature that is no name', { ...METRICS, feature: '9lives' }, /^feature: "9lives"/],
    ['an unknown cluster', { ...METRICS, clusters: ['eks_a_b'] }, /^clusters: "eks_a_b" is not valid: choose/],
    [
      'a range of versions',
      { chart: 'oci://a.org/x', chart_version: '~> 1', namespace: 'x' },
      /^chart_version: "~> 1"/,
    ],
    [
      'a chart without a repository',
      { chart: 'redis', chart_version: '1.0.0', namespace: 'x' },
      /^repository_name: .*\nrepository_url: /,
    ],
    ['no namespace', { chart: 'oci://a.org/x', chart_version: '1.0.0' }, /^namespace: An answer is missing/],
    [
      'values that are no YAML',
      { chart: 'oci://a.org/x', chart_version: '1.0.0', namespace: 'x', values: 'a: [1' },
      /^values: The values are not valid YAML/,
    ],
    ['a retired entry', { entry: 'etcd' }, /^entry: "etcd" is not valid: choose argo-cd/],
    [
      'an unknown variant',
      { entry: 'nginx', variant: 'huge' },
      /^variant: "huge" is not valid: choose base or default-ingress/,
    ],
    [
      'an override that the module does not take',
      { ...METRICS, overrides: { ops: { replica: 1 } } },
      /^overrides\.ops\.replica: The module has no input replica/,
    ],
    ['a path upwards', { entry: 'flux', additional_resources: ['../x.yaml'] }, /^additional_resources: /],
  ] as const) {
    it(`are rejected: ${what}`, async () => {
      assert.match((await answerProblems(readSamplePlatform('minimal'), 'service', answers)).join('\n'), problem);
    });
  }
});
