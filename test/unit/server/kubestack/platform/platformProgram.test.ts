import { now } from '../../../../../common/now';
import assert from 'node:assert/strict';
import { allCalls } from '../../../../../server/kubestack/platform/platform';
import { platformProgram } from '../../../../../server/kubestack/platform/platformProgram';
import { describeValue } from '../../../../support/hcl/evaluatedText';
import { workspaceOf } from '../../../../support/testWorkspace';

const lockOf = (registry: string): string =>
  `# This file is maintained automatically by "init".\n\nprovider "${registry}/hashicorp/aws" {\n  version = "6.0.0"\n}\n`;
const TOFU_LOCK = lockOf('registry.opentofu.org');
const TERRAFORM_LOCK = lockOf('registry.terraform.io');
const RELEASED = 'FROM kubestack/framework:v0.19.2-beta.0-eks\n';
const HEAD = 'FROM --platform=linux/amd64 ghcr.io/kbst/terraform-kubestack/dev:main-abc\n';

describe('the program of a platform', () => {
  it("is read from OpenTofu's lock file, else from the framework image", () => {
    assert.equal(platformProgram(TOFU_LOCK, RELEASED), 'tofu');
    assert.equal(platformProgram('', RELEASED), 'terraform');
    assert.equal(platformProgram('', 'FROM kubestack/framework:v0.20.0-beta.0\n'), 'tofu');
    assert.equal(platformProgram('', HEAD), 'tofu');
    assert.equal(platformProgram(TERRAFORM_LOCK, RELEASED), 'terraform');
  });

  it("is unknown if the files don't say or contradict each other", () => {
    assert.equal(platformProgram('', ''), undefined);
    assert.equal(platformProgram(TERRAFORM_LOCK, ''), undefined);
    assert.equal(platformProgram(TERRAFORM_LOCK, HEAD), undefined);
    assert.equal(platformProgram(TERRAFORM_LOCK + TOFU_LOCK, 'FROM alpine\n'), undefined);
  });

  const PLATFORM = {
    'eks.tf': [
      'module "eks_kbst_eu-west-1" {',
      '  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"',
      '',
      '  configuration = {',
      '    apps = {',
      '      base_domain = local.settings != null && local.settings.own == "yes" ? "a.example.com" : "b.example.com"',
      '    }',
      '  }',
      '}',
      '',
      'locals {',
      '  settings = null',
      '}',
      '',
    ].join('\n'),
  };

  it('decides how expressions are evaluated, and follows edits of the Dockerfile', async () => {
    const { snapshot, files, workspace, uri } = await workspaceOf({ ...PLATFORM, Dockerfile: HEAD });
    const { model } = snapshot;
    const shown = (): string => {
      const [call] = [...now(allCalls(model.tree.rootInstances()[0]!, model))];
      const { environments, diagnostics } = model.effectiveConfiguration(call!);
      if (diagnostics.length > 0) return diagnostics[0]!.message;
      const { value } = environments.get('apps')!;
      return value.kind === 'object' ? describeValue(value.entries.get('base_domain')!) : value.kind;
    };
    assert.equal(shown(), '"b.example.com"');
    workspace.texts.setOpen(uri('Dockerfile'), RELEASED);
    workspace.revision++;
    assert.match(shown(), /null/);
    workspace.texts.setOpen(uri('Dockerfile'), 'FROM alpine\n');
    workspace.revision++;
    assert.equal(shown(), 'unknown!');
    assert.ok(files);
  });
});
