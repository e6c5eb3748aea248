import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readSamplePlatform } from '../../../support/scaffold/platformFiles';
import { newDiagnostics } from '../../../support/scaffold/diagnosticsOf';
import { answerProblems, scaffolded, type Texts } from '../../../support/scaffold/scaffolded';
import { workspaceOf } from '../../../support/testWorkspace';
import { CURRENT_FILES, type StagedChange } from '../../../../common/replacement/stagedChange';
import { loadFacts } from '../../../../server/forecast/resourceFacts';
import { nextName } from '../../../../server/scaffold/replacement/replaceNodePool';
import {
  revisionOfPlatform,
  stagedChanges,
  type RevisionOfPlatform,
} from '../../../../server/scaffold/replacement/stagesInCode';
import { TAINT_ARGUMENTS } from '../../../../server/scaffold/replacement/takesTaints';

const EKS_POOL = 'eks_gc0_eu-west-1_node_pool_batch';
const GKE = 'gke_data0_europe-west4';
const SCW_POOL = 'scw_web0_fr-par_node_pool_batch';
const CONTINUED = { applied: true, moved: true };

/** All stages of a replacement, with the files before it. */
async function stagesOf(before: Texts, name: string, values: Record<string, unknown>): Promise<Texts[]> {
  const revisions = [before, (await scaffolded(before, 'replacement', { name, values })).texts];
  for (;;) {
    const [change] = await changesIn({ [CURRENT_FILES]: revisions.at(-1)! });
    if (!change) return revisions;
    revisions.push((await scaffolded(revisions.at(-1)!, 'replacement', { name, ...CONTINUED })).texts);
  }
}

async function changesIn(revisions: Readonly<Record<string, Texts>>): Promise<StagedChange[]> {
  const read = new Map<string, RevisionOfPlatform | undefined>();
  for (const [revision, texts] of Object.entries(revisions)) {
    const { snapshot, uri } = await workspaceOf(texts);
    read.set(revision, revisionOfPlatform(snapshot, uri('')));
  }
  return stagedChanges(read);
}

describe('replacing a node pool', () => {
  const before = readSamplePlatform('multi-cloud');

  it('adds one with the new values, then keeps new pods off the old one, then removes it', async () => {
    const revisions = await stagesOf(before, EKS_POOL, { instance_types: ['m6i.large'] });
    assert.equal(revisions.length, 4);
    const [, added, moved, removed] = revisions;
    const own = `${EKS_POOL}2.tf`;
    assert.match(added![own]!, /^ {2}# kubestack:replaces eks_gc0_eu-west-1_node_pool_batch$/m);
    assert.match(added![own]!, /name = "batch2"\n\n {6}instance_types {3}= \["m6i.large"\]/);
    assert.equal(added![`${EKS_POOL}.tf`], before[`${EKS_POOL}.tf`]);
    assert.equal(
      moved![`${EKS_POOL}.tf`]!.match(/"kubestack-replaced"/g)?.length,
      2,
      'base, and ops with its own taints',
    );
    assert.ok(!(`${EKS_POOL}.tf` in removed!));
    assert.doesNotMatch(removed![own]!, /kubestack:replaces/);
    for (const [index, each] of revisions.slice(1).entries())
      assert.deepEqual(await newDiagnostics(revisions[index]!, each), [], `stage ${index + 1}`);
  });

  it('ends with what the change itself would be, names aside', async () => {
    const values = { instance_types: ['m6i.large'], disk_size: 100 };
    const removed = (await stagesOf(before, EKS_POOL, values)).at(-1)!;
    const direct = before[`${EKS_POOL}.tf`]!.replace('"c6i.4xlarge"', '"m6i.large"')
      .replace(/disk_size( +)= 200/, 'disk_size$1= 100')
      .replace('"eks_gc0_eu-west-1_node_pool_batch"', '"eks_gc0_eu-west-1_node_pool_batch2"')
      .replace('name = "batch"', 'name = "batch2"');
    assert.equal(removed[`${EKS_POOL}2.tf`], direct);
  });

  it('copies the note of the README', async () => {
    const { texts } = await scaffolded(before, 'replacement', { name: EKS_POOL, values: { disk_size: 100 } });
    const rows = texts['README.md']!.split('\n').filter(line => line.includes(EKS_POOL));
    assert.equal(rows.length, 2);
    assert.equal(rows[1]!.replace('batch2', 'batch').replace(/ +/g, ' '), rows[0]!.replace(/ +/g, ' '));
  });

  it('sets the values in one environment', async () => {
    const answers = { name: EKS_POOL, values: { disk_size: 30 }, environment: 'ops' };
    const { texts } = await scaffolded(before, 'replacement', answers);
    assert.match(texts[`${EKS_POOL}2.tf`]!, /disk_size {8}= 200[^]*disk_size {6}= 30/);
  });

  it('names the commands that drain the old nodes of each zone', async () => {
    const [, added] = await stagesOf(readSamplePlatform('three-environments'), SCW_POOL, { node_type: 'PRO2-M' });
    const { followUp } = await scaffolded(added!, 'replacement', { name: SCW_POOL, ...CONTINUED });
    const ops = followUp.find(each => each.startsWith('In ops'));
    assert.match(ops!, /`kubectl drain --selector k8s\.scaleway\.com\/pool-name=batch-fr-par-1 --ignore-daemonsets/);
    assert.match(
      followUp.find(each => each.startsWith('In apps,'))!,
      /batch-fr-par-2/,
    );
  });

  it('keeps the old values where the code has the new ones already', async () => {
    const changed = {
      ...before,
      [`${EKS_POOL}.tf`]: before[`${EKS_POOL}.tf`]!.replace('"c6i.4xlarge"', '"m6i.large"'),
    };
    const old = { instance_types: ['c6i.4xlarge'] };
    const keep = { 'apps-prod': old, apps: old };
    const { texts } = await scaffolded(changed, 'replacement', { name: EKS_POOL, keep });
    assert.equal(texts[`${EKS_POOL}.tf`], before[`${EKS_POOL}.tf`]);
    assert.match(texts[`${EKS_POOL}2.tf`]!, /"m6i.large"/);
  });

  it('leaves the old one as it is in environments that run the new values already', async () => {
    const changed = {
      ...before,
      [`${EKS_POOL}.tf`]: before[`${EKS_POOL}.tf`]!.replace('"c6i.4xlarge"', '"m6i.large"'),
    };
    const keep = { 'apps-prod': { instance_types: ['c6i.4xlarge'] } };
    const { texts } = await scaffolded(changed, 'replacement', { name: EKS_POOL, keep });
    assert.match(
      texts[`${EKS_POOL}.tf`]!,
      /"c6i\.4xlarge"[^]*apps = \{[^]*instance_types = \["m6i\.large"\][^]*ops = \{/,
    );
  });

  it('keeps an attribute unset that the code sets already, and the other way round', async () => {
    const text = before[`${EKS_POOL}.tf`]!.replace(/ {6}disk_size +=.*200\n/, '      ami_type = "AL2_x86_64"\n');
    const changed = { ...before, [`${EKS_POOL}.tf`]: text };
    const old = { disk_size: 200, ami_type: null };
    const keep = { 'apps-prod': old, apps: old, ops: { ami_type: null } };
    const { texts } = await scaffolded(changed, 'replacement', { name: EKS_POOL, keep });
    assert.match(texts[`${EKS_POOL}.tf`]!, /apps-prod = \{[^]*disk_size += 200/);
    assert.doesNotMatch(texts[`${EKS_POOL}.tf`]!, /ami_type/);
    assert.match(texts[`${EKS_POOL}2.tf`]!, /ami_type += "AL2_x86_64"/);
    // One that runs the new value already keeps it, and so does not inherit what another one lacks.
    const some = await scaffolded(changed, 'replacement', { name: EKS_POOL, keep: { apps: { ami_type: null } } });
    assert.match(
      some.texts[`${EKS_POOL}.tf`]!,
      /ami_type += "AL2_x86_64"[^]*\n {4}apps = \{[^]*\n {6}ami_type = null\n {4}\}/,
    );
  });

  it('has a step instead of a taint where the provider would replace the nodes', async () => {
    const lock = 'provider "registry.terraform.io/hashicorp/google" {\n  version = "4.85.0"\n}\n';
    const name = 'gke_ml0_europe-west1_node_pool_gpu';
    const old = { ...before, '.terraform.lock.hcl': lock };
    const { notes, followUp } = await scaffolded(old, 'replacement', {
      name,
      values: { machine_type: 'n2-standard-8' },
    });
    assert.match(notes.join('\n'), /^Stage 1 of 2: 1\. Add /);
    assert.match(followUp.join('\n'), /kubectl cordon --selector cloud\.google\.com\/gke-nodepool=gpu/);
  });

  it('is refused until the stage before is applied and the pods have moved', async () => {
    const [, added] = await stagesOf(before, EKS_POOL, { disk_size: 100 });
    assert.match(
      (await answerProblems(added!, 'replacement', { name: EKS_POOL })).join('\n'),
      /^applied: Stage 1 has to be applied/,
    );
    const { texts } = await scaffolded(added!, 'replacement', { name: EKS_POOL, applied: true });
    const problems = await answerProblems(texts, 'replacement', { name: EKS_POOL, applied: true });
    assert.match(problems.join('\n'), /^moved: Remove eks_gc0_eu-west-1_node_pool_batch destroys nodes/);
  });

  it('is refused for values that the module lacks, and for subnets that two pools would share', async () => {
    const wrong = { name: EKS_POOL, values: { nonsense: 1 } };
    assert.deepEqual(await answerProblems(before, 'replacement', wrong), [
      'values: aws/cluster/node-pool has no attribute nonsense.',
    ]);
    const text = before[`${EKS_POOL}.tf`]!.replace('name = "batch"', 'name = "batch"\n      vpc_subnet_newbits = 4');
    const shared = { ...before, [`${EKS_POOL}.tf`]: text };
    assert.match(
      (await answerProblems(shared, 'replacement', { name: EKS_POOL, values: { disk_size: 1 } })).join('\n'),
      /has subnets of its own \(vpc_subnet_newbits\)/,
    );
  });
});

describe('replacing a default node pool', () => {
  const before = readSamplePlatform('three-environments');

  it('lets a pool stand in for it', async () => {
    const values = { 'default_node_pool.machine_type': 'e2-standard-2' };
    const revisions = await stagesOf(before, GKE, values);
    const [, added, moved, changed, removed] = revisions;
    assert.equal(revisions.length, 5);
    const interim = `${GKE}_node_pool_interim.tf`;
    assert.match(added![interim]!, /machine_type += "e2-standard-2"/);
    assert.match(moved![`${GKE}_cluster.tf`]!, /"kubestack-replaced"/);
    assert.doesNotMatch(changed![`${GKE}_cluster.tf`]!, /kubestack-replaced/);
    assert.match(changed![`${GKE}_cluster.tf`]!, /machine_type += "e2-standard-2"/);
    assert.ok(!(interim in removed!));
    assert.deepEqual(await newDiagnostics(before, removed!), []);
  });

  it('keeps the old values where the code has the new ones already', async () => {
    const file = `${GKE}_cluster.tf`;
    const text = before[file]!.replace(/machine_type( +)= "[^"]*"/, 'machine_type$1= "e2-standard-2"');
    assert.notEqual(text, before[file]);
    const written = /machine_type +=\s+"([^"]+)"/;
    const old = written.exec(before[file]!)![1];
    const keep = { 'apps-prod': { 'default_node_pool.machine_type': old } };
    const { texts } = await scaffolded({ ...before, [file]: text }, 'replacement', { name: GKE, keep });
    assert.equal(written.exec(texts[file]!)![1], old);
    assert.match(
      texts[`${GKE}_node_pool_interim.tf`]!,
      /kubestack:replaces \S+\.default_node_pool \{"values":\{"machine_type":"e2-standard-2"\}[^]*"e2-standard-2"/,
    );
    const [change] = await changesIn({ [CURRENT_FILES]: texts });
    assert.equal(change!.done[CURRENT_FILES], 1);
  });

  it('keeps the pool that stood in on request', async () => {
    const values = { 'default_node_pool.machine_type': 'e2-standard-2' };
    const changed = (await stagesOf(before, GKE, values)).at(-2)!;
    const { texts } = await scaffolded(changed, 'replacement', { name: GKE, ...CONTINUED, keep_pool: true });
    assert.doesNotMatch(texts[`${GKE}_node_pool_interim.tf`]!, /kubestack:replaces/);
  });
});

describe('replacing a cluster', () => {
  it('adds one like it with its node pools and services, then removes the old one in its stages', async () => {
    const before = readSamplePlatform('three-environments');
    const first = await scaffolded(before, 'replacement', {
      name: GKE,
      values: { cluster_ipv4_cidr_block: '10.8.0.0/14' },
    });
    const next = 'gke_data1_europe-west4';
    assert.match(
      first.texts[`${next}_cluster.tf`]!,
      /# kubestack:replaces gke_data0_europe-west4\n[^]*cluster_ipv4_cidr_block += "10.8.0.0\/14"/,
    );
    assert.ok(`${next}_feature_metrics_server.tf` in first.texts);
    assert.deepEqual(await newDiagnostics(before, first.texts), []);
    let { texts } = first;
    const stages: string[] = [];
    for (;;) {
      const [change] = await changesIn({ [CURRENT_FILES]: texts });
      if (!change) break;
      stages.push(change.stages[change.done[CURRENT_FILES]!]!);
      ({ texts } = await scaffolded(texts, 'replacement', { name: GKE, ...CONTINUED }));
    }
    assert.deepEqual(stages, ['services', 'protection', 'remove']);
    assert.ok(!(`${GKE}_cluster.tf` in texts));
  });
});

describe('replacing a cluster whose node pools read it', () => {
  const old = 'eks_gc0_eu-north-1';
  const next = 'eks_gc1_eu-north-1';

  it('adds its node pools in a stage of their own, because they can not be planned before it exists', async () => {
    const before = readSamplePlatform('released');
    const [, added, pools, ...removal] = await stagesOf(before, old, { cluster_version: '1.31' });
    assert.ok(`${next}_cluster.tf` in added!);
    assert.ok(!(`${next}_node_pool_spot.tf` in added));
    assert.match(pools![`${next}_node_pool_spot.tf`]!, new RegExp(`cluster_name += module\\.${next}\\.`));
    assert.ok(removal.length >= 2);
    assert.ok(!(`${old}_cluster.tf` in removal.at(-1)!));
    const [change] = await changesIn({ [CURRENT_FILES]: pools!, c1: added, c2: removal[0]! });
    assert.deepEqual(change!.stages.slice(0, 3), ['add', 'pools', 'services']);
    assert.equal(change!.done['c1'], 1);
    assert.ok(change!.done[CURRENT_FILES]! > 1);
  });

  it('does so on EKS in every release', async () => {
    const before = readSamplePlatform('multi-cloud');
    const [, added, pools] = await stagesOf(before, 'eks_gc0_eu-west-1', { cluster_version: '1.31' });
    const pool = 'eks_gc1_eu-west-1_node_pool_batch.tf';
    assert.deepEqual([pool in added!, pool in pools!], [false, true]);
  });
});

describe('the stage of a replacement', () => {
  it('follows from the code of each revision alone', async () => {
    const [before, added, moved, removed] = await stagesOf(readSamplePlatform('multi-cloud'), EKS_POOL, {
      disk_size: 100,
    });
    const [change] = await changesIn({ [CURRENT_FILES]: removed!, c3: removed!, c2: moved!, c1: added!, c0: before! });
    assert.deepEqual(change, {
      part: 'nodePool',
      old: EKS_POOL,
      next: `${EKS_POOL}2`,
      stages: ['add', 'move', 'remove'],
      done: { [CURRENT_FILES]: 3, c3: 3, c2: 2, c1: 1, c0: 0 },
    });
  });

  it('is an earlier one after it was undone by hand', async () => {
    const [before, added, moved] = await stagesOf(readSamplePlatform('multi-cloud'), EKS_POOL, { disk_size: 100 });
    const undone = { ...moved!, [`${EKS_POOL}.tf`]: before![`${EKS_POOL}.tf`]! };
    assert.deepEqual(undone, added);
    const [change] = await changesIn({ [CURRENT_FILES]: undone, c2: moved! });
    assert.deepEqual(change!.done, { [CURRENT_FILES]: 1, c2: 2 });
  });
});

describe('facts of replacements', () => {
  it('name the versions of the providers that change taints in place', () => {
    const json = JSON.parse(readFileSync(path.join(__dirname, '../../../../data/resources.json'), 'utf8')) as {
      resources: Record<string, { replaceBefore?: Record<string, string[]> }>;
    };
    const facts = loadFacts(json);
    for (const { type, argument, since } of Object.values(TAINT_ARGUMENTS)) {
      assert.ok(facts.resource(type), type);
      assert.equal(facts.resource(type)!.replace.has(argument), false, `${type}.${argument}`);
      const before = Object.entries(json.resources[type]!.replaceBefore ?? {}).find(([, names]) =>
        names.includes(argument),
      );
      assert.equal(before?.[0], since, type);
    }
  });

  it('find the next name that a cloud accepts', () => {
    const accepts = (text: string): boolean => text.length <= 12;
    const unused = (): boolean => false;
    assert.equal(nextName('extra', accepts, unused), 'extra2');
    assert.equal(nextName('extra9', accepts, unused), 'extra10');
    assert.equal(nextName('gpuworkloads', accepts, unused), 'gpuworkload2');
    assert.equal(
      nextName('extra', accepts, text => text === 'extra2'),
      'extra3',
    );
  });
});
