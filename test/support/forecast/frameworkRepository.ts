// A repository that takes the place of the framework's on GitHub: two versions of the cluster module. The newer one replaces the node pool.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FRAMEWORK_URL } from '../../../client/forecast/frameworkClone';

export const OLD_VERSION = 'v0.19.2-beta.0';
export const NEW_VERSION = 'v0.20.0-beta.0';

const module = (amiType: string): string => `variable "configuration" {
  type = any
}

variable "configuration_base_key" {
  type    = string
  default = "apps"
}

locals {
  current = merge(var.configuration[var.configuration_base_key], var.configuration[terraform.workspace])
}

resource "aws_eks_cluster" "current" {
  name     = local.current.name_prefix
  role_arn = "arn:aws:iam::123456789012:role/cluster"
  version  = local.current.cluster_version

  vpc_config {
    subnet_ids = ["subnet-1", "subnet-2"]
  }
}

resource "aws_eks_node_group" "nodes" {
  cluster_name    = aws_eks_cluster.current.name
  node_group_name = "default"
  node_role_arn   = "arn:aws:iam::123456789012:role/nodes"
  subnet_ids      = ["subnet-1", "subnet-2"]
  ami_type        = "${amiType}"
  instance_types  = local.current.default_node_pool.instance_types

  scaling_config {
    desired_size = local.current.default_node_pool.desired_capacity
    max_size     = local.current.default_node_pool.max_size
    min_size     = local.current.default_node_pool.min_size
  }
}
`;

export class FrameworkRepository {
  private readonly place = mkdtempSync(join(tmpdir(), 'kubestack-framework-'));
  /** A folder that need not exist, beside the repository. */
  readonly cloneFolder = join(this.place, 'storage/framework.git');
  private readonly folder = join(this.place, 'remote');

  constructor() {
    mkdirSync(this.folder);
    this.git('init', '--quiet', '--initial-branch=master');
    this.commit(OLD_VERSION, { 'aws/cluster/main.tf': module('AL2_x86_64') });
    this.commit(NEW_VERSION, { 'aws/cluster/main.tf': module('AL2023_x86_64_STANDARD') });
  }

  /** Variables with which git uses this repository where it is told to use the framework's. */
  get environment(): Record<string, string> {
    return insteadOf(pathToFileURL(join(this.folder, '.git')).href);
  }

  /** @returns the hash of the new commit */
  commit(tag: string | undefined, files: Readonly<Record<string, string>>): string {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), text);
    }
    this.git('add', '.');
    this.git('commit', '--quiet', '--message', tag ?? 'change');
    if (tag !== undefined) this.git('tag', tag);
    return this.git('rev-parse', 'HEAD').trim();
  }

  git(...parameters: string[]): string {
    const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
    return execFileSync('git', [...identity, ...parameters], { cwd: this.folder, encoding: 'utf8', stdio: 'pipe' });
  }

  remove(): void {
    rmSync(this.place, { recursive: true, force: true });
  }
}

/** Variables with which git uses another URL in place of the framework's. */
export const insteadOf = (url: string): Record<string, string> => ({
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: `url.${url}.insteadOf`,
  GIT_CONFIG_VALUE_0: FRAMEWORK_URL,
});
