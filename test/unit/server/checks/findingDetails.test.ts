// Messages and locations of findings: environments, values, and related locations.
import { now } from '../../../../common/now';
import assert from 'node:assert/strict';
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import { allDiagnostics } from '../../../../server/diagnostics/checkedDiagnostics';
import { textIn } from '../../../support/features/markedWorkspace';
import { framework } from '../../../support/kubestack/effectiveOf';
import { workspaceOf } from '../../../support/testWorkspace';
import { checkDiagnostics, linesWith, onlyCheck, type PlatformTexts } from '../../../support/checks/checkedWorkspace';

const head = (path: string): string => framework(path);
const released = (path: string): string => framework(path, 'v0.19.2-beta.0');

/** `marked text → related text, …` of each finding of a check. */
async function placesOf(code: string, texts: PlatformTexts): Promise<string[]> {
  const { snapshot, uri, workspace } = await workspaceOf(texts, { checks: onlyCheck(code) });
  return Object.keys(texts).flatMap(path =>
    now(allDiagnostics(snapshot, uri(path)))
      .filter(each => each.code === code)
      .map(({ range, relatedInformation }) => {
        const related = (relatedInformation ?? []).map(({ location }) =>
          textIn(workspace.file(location.uri)?.text ?? '', location.range),
        );
        return `${textIn(texts[path]!, range)} → ${related.join(', ')}`;
      }),
  );
}

describe('the level of KS105', () => {
  it('is information for the commit that the extension writes, once for a platform, and a warning for others', async () => {
    const call = (name: string, ref: string): string =>
      `module "${name}" {\n  source = "${framework('aws/cluster', ref)}"\n  configuration = {\n    apps = {}\n  }\n}\n`;
    const { snapshot: empty } = await workspaceOf({ 'main.tf': '' });
    const { headCommit } = empty.model.schemas;
    const other = headCommit.replace(/^./, first => (first === '0' ? '1' : '0'));
    const texts = { 'main.tf': call('a', headCommit) + call('b', headCommit), 'other.tf': call('c', other) };
    const { snapshot, uri } = await workspaceOf(texts, { checks: onlyCheck('KS105') });
    const severities = (path: string) =>
      now(allDiagnostics(snapshot, uri(path)))
        .filter(({ code }) => code === 'KS105')
        .map(({ severity }) => severity);
    assert.deepEqual(severities('main.tf'), [DiagnosticSeverity.Information]);
    assert.deepEqual(severities('other.tf'), [DiagnosticSeverity.Warning]);
  });
});

describe('details of findings', () => {
  it('KS307 names the environment, the sizes and where they come from, and links to both', async () => {
    const texts = {
      'main.tf': `module "eks_gc0_eu-west-1" {
  source = "${head('aws/cluster')}"
  configuration = {
    apps = { default_node_pool = { min_size = 3, max_size = 9 } }
    ops  = { default_node_pool = { max_size = 2 } }
    dev  = {}
  }
}
`,
    };
    await checkDiagnostics('KS307', texts, [
      'main.tf:5: "ops": min_size (3, from "apps") is greater than max_size (2). (KS307)',
    ]);
    assert.deepEqual(await placesOf('KS307', texts), ['max_size = 2 → min_size = 3']);
  });

  it('KS515 is an error for replicas, which kustomize rejects, and compares their names exactly', async () => {
    const texts = (attributes: string): PlatformTexts => ({
      'main.tf': `module "web" {
  source = "${head('kustomization/overlay')}"
  configuration = {
    apps = { resources = ["web.yaml"], ${attributes} }
  }
}
`,
      'web.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers: [{ name: web, image: nginx }]\n',
    });
    const found = async (attributes: string): Promise<unknown[]> => {
      const { snapshot, uri } = await workspaceOf(texts(attributes), { checks: onlyCheck('KS515') });
      return now(allDiagnostics(snapshot, uri('main.tf'))).map(({ message, severity }) => [severity, message]);
    };
    assert.deepEqual(await found('replicas = [{ name = "we.*", count = 3 }]'), [
      [
        DiagnosticSeverity.Error,
        'The manifests have no Deployment, ReplicaSet or StatefulSet called "we.*", so the plan of "apps" fails. Did you mean "web"?',
      ],
    ]);
    assert.deepEqual(await found('images = [{ name = "ngin", new_tag = "1" }]'), [
      [
        DiagnosticSeverity.Warning,
        'The manifests have no image called "ngin", so it changes nothing in "apps". Did you mean "nginx"?',
      ],
    ]);
    assert.deepEqual(await found('replicas = [{ name = "web", count = 3 }], images = [{ name = "ngi.*" }]'), []);
  });

  it('KS307 reports sizes of the base once, and no unknown sizes', async () => {
    const texts = (max: string): PlatformTexts => ({
      'main.tf': `variable "max" {}
module "eks_gc0_eu-west-1" {
  source = "${released('aws/cluster')}"
  configuration = {
    apps = { cluster_min_size = 3, cluster_max_size = ${max} }
    ops  = {}
  }
}
`,
    });
    assert.equal((await linesWith('KS307', texts('2'))).length, 1);
    await checkDiagnostics('KS307', texts('var.max'), []);
  });

  it('no check reports attributes of a module whose version is unknown', async () => {
    for (const ref of ['master', '0123456789abcdef0123456789abcdef01234567', 'v0.99.0-beta.0']) {
      const texts = {
        'main.tf': `module "eks_gc0_eu-west-1" {
  providers = { aws = aws.a }
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=${ref}"
  configuration = { apps = { cluster_instance_type = "m5.large", nonsense = { a = 1 }, default_node_pool = { x = 1 } } }
  count = 1
}
provider "aws" { alias = "a" }
`,
      };
      for (const code of ['KS301', 'KS302', 'KS303', 'KS304', 'KS305', 'KS306', 'KS403', 'KS408'])
        await checkDiagnostics(code, texts, [], `${code} at ${ref}`);
    }
  });

  it('a value of the wrong type is reported once, not again by the evaluator', async () => {
    const { snapshot, uri } = await workspaceOf({
      'main.tf': `module "eks_gc0_eu-west-1" {
  source = "${released('aws/cluster')}"
  configuration = {
    apps = { cluster_availability_zones = ["eu-west-1a", "eu-west-1b"] }
  }
}
`,
    });
    const codes = now(allDiagnostics(snapshot, uri('main.tf'))).map(({ code }) => code);
    assert.ok(codes.includes('KS304') && !codes.includes('KS002'), codes.join());
  });

  it('KS308 marks only the wrong zone, and finds the region of the provider in another file', async () => {
    const texts = (region: string): PlatformTexts => ({
      'main.tf': `module "eks_gc0_eu-west-1" {
  providers = { aws = aws.main }
  source = "${head('aws/cluster')}"
  configuration = {
    apps = { cluster_availability_zones = ["eu-west-1a", "eu-west-2b"] }
  }
}
`,
      'providers.tf': `provider "aws" {\n  alias  = "main"\n  region = "${region}"\n}\n`,
    });
    assert.deepEqual(await placesOf('KS308', texts('eu-west-1')), ['"eu-west-2b" → ']);
    assert.deepEqual(await placesOf('KS308', texts('eu-west-2')), ['"eu-west-1a" → ']);
    assert.deepEqual(await placesOf('KS308', texts('')), []);
  });

  it('KS513 marks only the secret, and does not quote it', async () => {
    const secret = 'correct-horse';
    const texts = {
      'main.tf': `module "eks_gc0_eu-west-1_service_app" {
  source = "kbst.xyz/catalog/custom-manifests/kustomization"
  configuration = {
    apps = { secret_generator = [{ name = "db", literals = ["password=${secret}"] }] }
  }
}
`,
    };
    assert.deepEqual(await placesOf('KS513', texts), [`"password=${secret}" → `]);
    assert.ok(!(await linesWith('KS513', texts)).join().includes(secret));
  });
});
