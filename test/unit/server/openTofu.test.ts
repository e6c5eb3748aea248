// OpenTofu's language extensions cause no problems. test/terraform/openTofuLanguage.test.ts uses a real tofu.
import { now } from '../../../common/now';
import assert from 'node:assert/strict';
import { formatHcl } from '../../../server/edits/formatItem';
import { allCalls, listPlatforms } from '../../../server/kubestack/platform/platform';
import { calledFolder } from '../../../server/kubestack/modules/moduleTree';
import { allDiagnostics } from '../../../server/diagnostics/checkedDiagnostics';
import { OPEN_TOFU_SAMPLE } from '../../support/openTofuSample';
import { readSamplePlatform } from '../../support/scaffold/platformFiles';
import { workspaceOf, type TestWorkspace } from '../../support/testWorkspace';

type Texts = Readonly<Record<string, string>>;

const HEAD = 'e70912c9678842452798826a9ae7d97bc7bb1f30';

const found = ({ snapshot, uri }: TestWorkspace, texts: Readonly<Record<string, string>>): string[] =>
  Object.keys(texts).flatMap(path =>
    now(allDiagnostics(snapshot, uri(path))).map(
      ({ code, message }) => `${path}: ${String(code)} ${message as string}`,
    ),
  );

/** A platform whose sources refer to definitions in its other files. */
const platformOf = (ref: string): Record<string, string> => ({
  'versions.tf': `terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
    kubernetes = {
      source = "hashicorp/kubernetes"
    }
    kustomization = {
      source = "kbst/kustomization"
    }
  }
  backend "s3" {
    bucket = local.state_bucket
    region = "eu-west-1"
    key    = "tfstate"
  }
  encryption {
    state {
      method = method.aes_gcm.own
    }
  }
}
`,
  'framework.tf': `variable "nginx_version" {
  type    = string
  default = "1.10.1-kbst.0"
}

locals {
  framework    = "${ref}"
  regions      = toset(["eu-west-1", "eu-north-1"])
  state_bucket = "acme-state"
}
`,
  'eks_acme_eu-west-1_cluster.tf': `module "eks_acme_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=\${local.framework}"

  providers = {
    aws        = aws.by_region["eu-west-1"]
    kubernetes = kubernetes.eks_acme_eu-west-1
  }

  configuration = {
    apps = {
      name_prefix = "acme"
      base_domain = "infra.example.com"

      cluster_instance_type      = "t3a.xlarge"
      cluster_desired_capacity   = "3"
      cluster_min_size           = "3"
      cluster_max_size           = "9"
      cluster_availability_zones = "eu-west-1a,eu-west-1b,eu-west-1c"
    }
    ops = {}
  }

  lifecycle {
    enabled = true
  }
}
`,
  'eks_acme_eu-west-1_providers.tf': `provider "aws" {
  alias    = "by_region"
  for_each = local.regions
  region   = each.key
}

provider "kubernetes" {
  alias = "eks_acme_eu-west-1"
  host  = provider::own::host("eks_acme_eu-west-1")
}

provider "kustomization" {
  alias          = "eks_acme_eu-west-1"
  kubeconfig_raw = module.eks_acme_eu-west-1.kubeconfig
}

ephemeral "random_password" "own" {
  length = 8
}
`,
  'eks_acme_eu-west-1_service_nginx.tf': `module "eks_acme_eu-west-1_service_nginx" {
  providers = {
    kustomization = kustomization.eks_acme_eu-west-1
  }

  source  = "kbst.xyz/catalog/nginx/kustomization"
  version = var.nginx_version

  configuration = {
    apps = {}
    ops  = {}
  }
}
`,
});

const interfaces = ({ snapshot: { model } }: TestWorkspace): string[] =>
  model.tree
    .rootInstances()
    .flatMap(root => [...now(allCalls(root, model))])
    .map(({ address, module }) => `${address} ${module.version ?? '-'} ${module.schema?.generation ?? '-'}`);

describe("OpenTofu's language extensions", () => {
  it('cause no diagnostics and keep their formatting', async () => {
    const workspace = await workspaceOf(OPEN_TOFU_SAMPLE);
    assert.deepEqual(found(workspace, OPEN_TOFU_SAMPLE), []);
    for (const [path, text] of Object.entries(OPEN_TOFU_SAMPLE)) assert.equal(now(formatHcl(text)), text, path);
  });

  it('include computed sources, and .tofu files that replace .tf files', async () => {
    const { snapshot, uri } = await workspaceOf(OPEN_TOFU_SAMPLE);
    const [root] = snapshot.model.tree.rootInstances();
    assert.equal(root!.folderUri, uri(''));
    assert.equal(calledFolder(root!, root!.folder!.declaration('module', 'computed')!), uri('modules/greeting'));
  });

  it('include versions in locals and in variables with defaults', async () => {
    const released = await workspaceOf(platformOf('v0.19.2-beta.0'));
    assert.deepEqual(interfaces(released), [
      'module.eks_acme_eu-west-1 v0.19.2-beta.0 map',
      'module.eks_acme_eu-west-1_service_nginx 1.10.1-kbst.0 object',
    ]);
    assert.match(interfaces(await workspaceOf(platformOf(HEAD)))[0]!, new RegExp(`${HEAD} object$`));
  });

  it('cause no findings other than those of any platform', async () => {
    const texts = platformOf('v0.19.2-beta.0');
    assert.deepEqual(found(await workspaceOf(texts), texts), []);
  });
});

/** A platform whose providers are replaced by one block for all clusters, with an instance for each. */
function withProviderInstances(texts: Texts): Texts {
  const TYPE = '(kustomization|aws|kubernetes)';
  const replaced = Object.entries(texts).map(([path, text]) => [
    path,
    path.endsWith('.tf')
      ? text
          .replace(new RegExp(`= ${TYPE}\\.([\\w-]+)$`, 'gm'), '= $1.clusters["$2"]')
          .replace(new RegExp(`^provider "${TYPE}" \\{\\n(?:.*\\n)*?\\}\\n`, 'gm'), '')
      : text,
  ]);
  const block = (type: string, attribute: string): string =>
    `provider "${type}" {\n  alias    = "clusters"\n  for_each = local.clusters\n  ${attribute} = each.value\n}\n`;
  const blocks = [block('aws', 'region'), block('kubernetes', 'host'), block('kustomization', 'kubeconfig_raw')];
  return {
    ...(Object.fromEntries(replaced) as Texts),
    'providers.tf': [
      'locals {\n  clusters = {\n    "eks_web0_eu-central-1" = "eu-central-1"\n  }\n}\n',
      ...blocks,
    ].join('\n'),
  };
}

describe('providers with for_each', () => {
  const before = readSamplePlatform('three-environments');

  it("cause only the finding that the image's Terraform has no such blocks", async () => {
    const after = withProviderInstances(before);
    assert.match(Object.values(after).join('\n'), /= kustomization\.clusters\["scw_web0_fr-par"\]/);
    const known = found(await workspaceOf(before), before);
    const refused =
      'providers.tf: KS112 Terraform does not support provider { for_each }. Available in OpenTofu since 1.9, not in Terraform.';
    assert.deepEqual(
      found(await workspaceOf(after), after).filter(each => !known.includes(each)),
      [refused, refused, refused],
    );
  });

  it('keep every service in the cluster of its provider instance', async () => {
    const shown = async (texts: Texts): Promise<unknown> => {
      const { snapshot } = await workspaceOf(texts);
      return listPlatforms(snapshot.model, []).map(({ clusters }) =>
        clusters.map(({ name, services }) => [name, services.map(service => service.name)]),
      );
    };
    assert.deepEqual(await shown(withProviderInstances(before)), await shown(before));
  });

  it('are reported if the block is missing', async () => {
    const texts = { ...withProviderInstances(before), 'providers.tf': '' };
    assert.ok(
      found(await workspaceOf(texts), texts).some(each =>
        /No provider "kustomization" has the alias "clusters"/.test(each),
      ),
    );
  });
});

describe('References in a backend', () => {
  const backend = (version: string): string =>
    `terraform {\n  required_version = "${version}"\n  backend "s3" {\n    bucket = "state-\${local.name}"\n    assume_role = {\n      role_arn = format("arn:%s", local.name)\n    }\n  }\n}\nlocals {\n  name = "acme"\n}\n`;
  const LOCK = 'provider "registry.opentofu.org/hashicorp/aws" {\n  version = "6.0.0"\n}\n';
  const call = platformOf('v0.19.2-beta.0')['eks_acme_eu-west-1_cluster.tf']!.replace(
    '${local.framework}',
    'v0.19.2-beta.0',
  );
  const refused = async (name: string, version: string, extra: Texts = {}): Promise<string[]> => {
    const texts = { 'eks_acme_eu-west-1_cluster.tf': call, [name]: backend(version), ...extra };
    return found(await workspaceOf(texts), texts)
      .filter(each => each.includes(' KS112 ') && each.startsWith(name))
      .map(each => each.replace(/^.*KS112 /, ''));
  };

  it('are refused by Terraform and by OpenTofu before 1.8, with the way to do without them', async () => {
    const text = (program: string, argument: string): string =>
      `${program} does not support ${argument} = …. Available in OpenTofu since 1.8, not in Terraform. Write the value, or pass it to init with -backend-config.`;
    assert.deepEqual(await refused('main.tf', '~> 1.7.0'), [
      text('Terraform/OpenTofu < 1.8', 'bucket'),
      text('Terraform/OpenTofu < 1.8', 'assume_role'),
    ]);
    assert.deepEqual(await refused('main.tf', '~> 1.7.0', { '.terraform.lock.hcl': LOCK }), [
      text('OpenTofu < 1.8', 'bucket'),
      text('OpenTofu < 1.8', 'assume_role'),
    ]);
    assert.deepEqual(await refused('main.tf', '>= 1.9', { Dockerfile: 'FROM kubestack/framework:v0.19.2-beta.0\n' }), [
      text('Terraform', 'bucket'),
      text('Terraform', 'assume_role'),
    ]);
  });

  it('are accepted if the version can be newer, and in files that only OpenTofu since 1.8 reads', async () => {
    assert.deepEqual(await refused('main.tf', '>= 1.7', { '.terraform.lock.hcl': LOCK }), []);
    assert.deepEqual(await refused('main.tf', '>= 1.7'), []);
    assert.deepEqual(await refused('main.tofu', '~> 1.7.0'), []);
    const terraform = { Dockerfile: 'FROM kubestack/framework:v0.19.2-beta.0\n' };
    assert.deepEqual(await refused('main.tofu', '>= 1.5', terraform), []);
  });
});
