// What Kubernetes refuses in objects of manifests.
import assert from 'node:assert/strict';
import { now } from '../../../../../common/now';
import { readManifests } from '../../../../../server/kubestack/platform/manifests';
import { quantity } from '../../../../../server/kubestack/platform/refusedFields';

/** The refused fields with the text at their place. */
const refusedIn = (text: string): string[] =>
  now(readManifests(text)).refused.map(({ path, start, end }) => `${path} = ${text.slice(start, end)}`);

const object = (apiVersion: string, kind: string, name: string, rest = ''): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${rest}`;

const pod = (spec: string): string => object('v1', 'Pod', 'web', `spec: ${spec}\n`);

const deployment = (selector: string, labels: string): string =>
  object(
    'apps/v1',
    'Deployment',
    'web',
    `spec:\n${selector}  template:\n    metadata:\n      labels: ${labels}\n    spec:\n      containers: []\n`,
  );

describe('refusedFields', () => {
  it('are names, by the rule of the kind', () => {
    for (const [apiVersion, kind, name] of [
      ['v1', 'ConfigMap', 'Web'],
      ['v1', 'ConfigMap', 'web_1'],
      ['v1', 'Namespace', 'team.web'],
      ['apps/v1', 'Deployment', 'web-'],
      ['rbac.authorization.k8s.io/v1', 'ClusterRole', 'a/b'],
      ['batch/v1', 'CronJob', 'a'.repeat(53)],
    ] as const)
      assert.deepEqual(refusedIn(object(apiVersion, kind, name)), [`metadata.name = ${name}`], name);
    for (const [apiVersion, kind, name] of [
      ['v1', 'ConfigMap', 'a.b-c'],
      ['v1', 'ConfigMap', '"{{ name }}"'],
      ['v1', 'ConfigMap', '${NAME}'],
      ['rbac.authorization.k8s.io/v1', 'ClusterRole', 'system:Controller'],
      ['batch/v1', 'CronJob', 'a'.repeat(52)],
      ['example.org/v1', 'Deployment', 'Web'],
      ['v1', 'constructor', 'Web'],
    ] as const)
      assert.deepEqual(refusedIn(object(apiVersion, kind, name)), [], name);
  });

  it('are labels and keys of annotations', () => {
    const labels = (lines: string): string => object('v1', 'ConfigMap', 'web', `  labels: ${lines}\n`);
    assert.deepEqual(refusedIn(labels('{team: data science, version: 1, -a: b, a/b/c: d}')), [
      'metadata.labels.team = data science',
      'metadata.labels.version = 1',
      'metadata.labels = -a',
      'metadata.labels = a/b/c',
    ]);
    assert.deepEqual(refusedIn(labels('{example.org/Team: "", version: "1", empty:, on: yes}')), []);
    // Kustomize makes strings of the values of annotations.
    const annotations = '  annotations: {Example.org/a: 1, "a b": c}\n';
    assert.deepEqual(refusedIn(object('v1', 'ConfigMap', 'web', annotations)), ['metadata.annotations = "a b"']);
  });

  it('are selectors that do not select the template', () => {
    assert.deepEqual(refusedIn(deployment('  selector: {matchLabels: {app: wbe}}\n', '{app: web}')), [
      'spec.selector.matchLabels.app = wbe',
    ]);
    assert.deepEqual(refusedIn(deployment('', '{app: web}')), ['spec.selector = Deployment']);
    assert.deepEqual(refusedIn(deployment('  selector: {matchLabels: {app: web}}\n', '{app: web, x: y}')), []);
  });

  it('are requests above their limits, compared exactly', () => {
    const resources = (request: string, limit: string): string[] =>
      refusedIn(pod(`{containers: [{name: a, resources: {requests: {x: ${request}}, limits: {x: ${limit}}}}]}`));
    for (const [request, limit] of [
      ['1Gi', '1G'],
      ['1', '999m'],
      ['1.5', '"1e0"'],
    ] as const)
      assert.deepEqual(resources(request, limit), [`spec.containers.resources.requests.x = ${request}`]);
    for (const [request, limit] of [
      ['1024Mi', '1Gi'],
      ['500m', '0.5'],
      ['"1"', '1'],
      ['9007199254740993', '9007199254740993'],
    ] as const)
      assert.deepEqual(resources(request, limit), []);
    assert.deepEqual(resources('1', '512MB'), ['spec.containers.resources.limits.x = 512MB']);
    assert.equal(quantity('1.'), quantity('1000m'));
    assert.equal(quantity('1e999'), undefined);
    assert.equal(quantity('1 Gi'), null);
  });

  it('are ports, names of containers and mounts', () => {
    const container = (fields: string): string[] => refusedIn(pod(`{containers: [{name: a, ${fields}}]}`));
    assert.deepEqual(container('ports: [{containerPort: 70000}, {containerPort: "80"}, {name: metrics-and-health}]'), [
      'spec.containers.ports.containerPort = 70000',
      'spec.containers.ports.containerPort = "80"',
      'spec.containers.ports.name = metrics-and-health',
    ]);
    assert.deepEqual(container('livenessProbe: {httpGet: {port: 0}}, readinessProbe: {tcpSocket: {port: http}}'), [
      'spec.containers.livenessProbe.httpGet.port = 0',
    ]);
    assert.deepEqual(container('env: [{name: A, value: 1}, {name: B, value: "1"}, {name: C, value: yes}]'), [
      'spec.containers.env.value = 1',
    ]);
    assert.deepEqual(container('volumeMounts: [{name: data}]'), ['spec.containers.volumeMounts.name = data']);
    assert.deepEqual(refusedIn(pod('{volumes: [{name: d}], containers: [{name: a, volumeMounts: [{name: d}]}]}')), []);
    assert.deepEqual(refusedIn(pod('{initContainers: [{name: a}], containers: [{name: a}, {name: B}]}')), [
      'spec.containers.name = a',
      'spec.containers.name = B',
    ]);
  });

  it('are ports and types of Services', () => {
    const service = (spec: string): string[] => refusedIn(object('v1', 'Service', 'web', `spec: ${spec}\n`));
    assert.deepEqual(service('{type: Loadbalancer, ports: [{name: a, port: 80, targetPort: "80"}, {port: 81}]}'), [
      'spec.type = Loadbalancer',
      'spec.ports.targetPort = "80"',
      'spec.ports = {port: 81}',
    ]);
    assert.deepEqual(service('{type: ClusterIP, ports: [{port: 80, targetPort: http, protocol: TCP}]}'), []);
  });

  it('are restart policies', () => {
    const job = (spec: string): string =>
      object('batch/v1', 'Job', 'web', `spec: {template: {spec: {containers: []${spec}}}}\n`);
    assert.deepEqual(refusedIn(job(', restartPolicy: Always')), ['spec.template.spec.restartPolicy = Always']);
    assert.deepEqual(refusedIn(job('')), ['spec.template.spec.restartPolicy = Job']);
    assert.deepEqual(refusedIn(job(', restartPolicy: Never')), []);
  });

  it('are data that are not strings, or not Base64', () => {
    assert.deepEqual(refusedIn(object('v1', 'ConfigMap', 'web', 'data: {A: 1, B: true, C: "1", D: 1:30, E: yes}\n')), [
      'data.A = 1',
      'data.B = true',
    ]);
    const secret = 'data: {A: pass word, B: cGFzcw==}\nstringData: {C: 1}\n';
    assert.deepEqual(refusedIn(object('v1', 'Secret', 'web', secret)), ['stringData.C = 1', 'data.A = pass word']);
    assert.deepEqual(refusedIn(object('v1', 'Secret', 'web', `${secret}sops: {}\n`)), []);
  });

  it('have their place in any document and list, and none with aliases', () => {
    const list = 'apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: ConfigMap, metadata: {name: A}}\n';
    assert.deepEqual(refusedIn(`${object('v1', 'ConfigMap', 'a')}---\n${list}`), ['metadata.name = A']);
    assert.deepEqual(refusedIn(object('v1', 'ConfigMap', '&name A')), []);
  });
});
