import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openModel } from '../../server/cli/gateModel';
import { DEFAULT_POLICY } from '../../server/kubestack/rules/agentPolicy';
import { uriOfPath } from '../../server/workspace/uri';
import { PIPELINES } from '../../server/scaffold/pipeline/updatePipelines';
import { serverBundle } from '../support/server/languageServer';
import { runCommand } from '../support/server/runCommand';

const RULES = `rule "min_size" {
  target = "cluster"
  enforce {
    condition     = attributes.default_node_pool.min_size >= 2
    error_message = "Two nodes at least."
  }
}
`;
const MAIN = `module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c"

  configuration = {
    apps = {
      name_prefix                = "gc0"
      base_domain                = "example.com"
      cluster_availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
      default_node_pool          = { min_size = 3, max_size = 9, instance_types = ["t3.xlarge"] }
    }
    ops = {}
  }
}
`;

/** As `init` installs it, in short: names replace the cluster, sizes are changed in place. */
const MODULE = `variable "configuration" {
  type = map(object({
    name_prefix                = optional(string)
    base_domain                = optional(string)
    cluster_availability_zones = optional(list(string))
    default_node_pool          = optional(object({ min_size = optional(number), max_size = optional(number), instance_types = optional(list(string)) }))
  }))
}
variable "configuration_base_key" {
  type    = string
  default = "apps"
}
locals {
  base = var.configuration[var.configuration_base_key]
}
resource "aws_eks_cluster" "current" {
  name     = "\${local.base.name_prefix}-\${terraform.workspace}"
  role_arn = "arn:aws:iam::0:role/a"
}
resource "aws_eks_node_group" "default" {
  cluster_name  = aws_eks_cluster.current.name
  node_role_arn = "arn:aws:iam::0:role/b"
  subnet_ids    = []
  scaling_config {
    desired_size = local.base.default_node_pool.min_size
    min_size     = local.base.default_node_pool.min_size
    max_size     = local.base.default_node_pool.max_size
  }
}
`;
const INSTALLED = '.terraform/modules/eks_gc0_eu-west-1/aws/cluster';

describe('hooks of coding agents', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kubestack-gate-'));
    mkdirSync(join(folder, '.git'));
    writeFileSync(join(folder, 'main.tf'), MAIN);
    writeFileSync(join(folder, 'team.rules.hcl'), RULES);
    mkdirSync(join(folder, INSTALLED), { recursive: true });
    writeFileSync(join(folder, INSTALLED, 'main.tf'), MODULE);
    const source = 'git::https://github.com/kbst/terraform-kubestack.git//aws/cluster?ref=e70912c';
    writeFileSync(
      join(folder, '.terraform/modules/modules.json'),
      JSON.stringify({ Modules: [{ Key: 'eks_gc0_eu-west-1', Source: source, Dir: INSTALLED }] }),
    );
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const output = (call: object | string): string => {
    const input = typeof call === 'string' ? call : JSON.stringify(call);
    const { out, code, error } = runCommand(['gate'], { cwd: folder, input });
    assert.deepEqual({ code, error }, { code: 0, error: '' });
    const { hookSpecificOutput: decided, ...others } = JSON.parse(out) as {
      hookSpecificOutput?: { hookEventName: string; permissionDecision: string; permissionDecisionReason: string };
    };
    assert.deepEqual(others, {});
    if (!decided) return 'no decision';
    assert.equal(decided.hookEventName, 'PreToolUse');
    return `${decided.permissionDecision}: ${decided.permissionDecisionReason}`;
  };
  const claude = (tool_name: string, tool_input: object): object => ({
    session_id: 'abc123',
    transcript_path: '/home/user/.claude/projects/session.jsonl',
    cwd: folder,
    permission_mode: 'default',
    hook_event_name: 'PreToolUse',
    tool_name,
    tool_input,
    tool_use_id: 'toolu_01ABC123',
  });
  const code = (tool_name: string, tool_input: object): object => ({
    timestamp: '2026-02-09T10:30:00.000Z',
    cwd: folder,
    sessionId: 'session-identifier',
    hookEventName: 'PreToolUse',
    transcript_path: '/path/to/transcript.json',
    tool_name,
    tool_input,
    tool_use_id: 'tool-123',
  });
  const DENIED =
    'deny: Kubestack: It applies changes to infrastructure. Pipelines apply what was reviewed. terraform apply';

  it('get a decision about a shell line from Claude Code and from VS Code', () => {
    assert.equal(output(claude('Bash', { command: 'terraform apply', description: 'Apply' })), DENIED);
    assert.equal(output(code('run_in_terminal', { command: 'terraform apply', isBackground: false })), DENIED);
    assert.equal(output(claude('Bash', { command: 'terraform plan' })), 'no decision');
    assert.equal(
      output(code('run_in_terminal', { command: './deploy.sh' })),
      "ask: Kubestack: What it does can't be read. ./deploy.sh",
    );
  });

  it('get an answer without the model of platforms if the call concerns none, so that agents wait for no more than the start of Node.js', () => {
    const program = join(folder, 'program');
    mkdirSync(program);
    for (const name of ['server.js', 'node.js', 'shared.js'])
      copyFileSync(join(dirname(serverBundle), name), join(program, name));
    const run = (call: object): string => {
      const { stdout } = spawnSync(process.execPath, [join(program, 'server.js'), 'gate'], {
        ...{ input: JSON.stringify(call), encoding: 'utf8', cwd: folder },
      });
      return stdout;
    };
    assert.equal(run(claude('Read', { file_path: 'main.tf' })), '{}\n');
    assert.equal(run(claude('Bash', { command: 'git status && ls -la | tail' })), '{}\n');
    assert.equal(run(claude('Write', { file_path: join(folder, 'app/main.ts'), content: '' })), '{}\n');
    // The policy is in the platform.
    assert.match(run(claude('Bash', { command: 'terraform apply' })), /"permissionDecision": "ask".*can't be judged/s);
  });

  it('get a question about an edit that breaks a rule, whichever tool makes it', () => {
    const expected =
      'ask: Kubestack: The change has new problems. kubestack_preview_change writes changes without them. Two nodes at least. (ops, apps) (rule:min_size)';
    const file = join(folder, 'main.tf');
    const [before, after] = ['min_size = 3', 'min_size = 1'];
    const changed = MAIN.replace(before, after);
    assert.equal(output(claude('Edit', { file_path: file, old_string: before, new_string: after })), expected);
    assert.equal(output(claude('Write', { file_path: file, content: changed })), expected);
    assert.equal(
      output(claude('MultiEdit', { file_path: file, edits: [{ old_string: before, new_string: after }] })),
      expected,
    );
    assert.equal(output(code('create_file', { filePath: file, content: changed })), expected);
    assert.equal(
      output(code('replace_string_in_file', { filePath: file, oldString: before, newString: after })),
      expected,
    );
    const replacements = [{ filePath: file, oldString: before, newString: after }];
    assert.equal(output(code('multi_replace_string_in_file', { replacements })), expected);
    const line = MAIN.split('\n').find(each => each.includes(before))!;
    const input = `*** Begin Patch\n*** Update File: ${file}\n@@\n-${line}\n+${line.replace(before, after)}\n*** End Patch`;
    assert.equal(output(code('apply_patch', { input })), expected);
  });

  it('get a question about an edit that can not be read, or that changes the rules', () => {
    const input = `*** Begin Patch\n*** Update File: main.tf\n@@\n-not there\n+x\n*** End Patch`;
    assert.equal(output(code('apply_patch', { input })), "ask: Kubestack: What it does can't be read. main.tf");
    const rules = join(folder, 'team.rules.hcl');
    assert.match(output(claude('Write', { file_path: rules, content: '' })), /^ask: .*rules that guard/);
  });

  it('get a question about an edit of the gate by another path, and about one whose inputs or text say two things', () => {
    mkdirSync(join(folder, '.claude/hooks'), { recursive: true });
    symlinkSync('.claude', join(folder, 'link'));
    const guarded = /^ask: Kubestack: It changes the rules that guard this platform/;
    for (const file_path of [
      'link/settings.json',
      '.claude/hooks/../settings.json',
      join(folder, 'link/settings.json'),
    ])
      assert.match(output(claude('Write', { file_path, content: '{}' })), guarded, file_path);
    const cwd = join(folder, '.claude');
    assert.match(output({ ...claude('Write', { file_path: 'settings.json', content: '{}' }), cwd }), guarded);
    const unread = /^ask: Kubestack: What it does can't be read/;
    const edit = { file_path: 'main.tf', old_string: 'min_size = 3', new_string: 'min_size = 1' };
    assert.match(output(claude('Edit', { ...edit, content: MAIN })), /Two nodes at least/);
    assert.match(output(claude('Edit', { ...edit, filePath: 'README.md' })), unread);
    assert.match(output(claude('Edit', { ...edit, old_string: 'min_size  =  3' })), unread);
    mkdirSync(join(folder, 'other/.git'), { recursive: true });
    const outside = claude('Write', { file_path: join(folder, 'main.tf'), content: '' });
    assert.match(output({ ...outside, cwd: join(folder, 'other') }), unread);
    const patch =
      '*** Begin Patch\n  *** Update File: main.tf\n@@\n-    ops = {}\n+    ops = { default_node_pool = { min_size = 1 } }\n*** End Patch';
    assert.match(output(code('apply_patch', { input: patch })), /Two nodes at least/);
    const long = output(claude('Bash', { command: `terraform apply -var x=${'a'.repeat(9_000)}` }));
    assert.ok(long.startsWith('deny: ') && long.length < 3_000, String(long.length));
  });

  it('get a question about an edit that loses a cluster or a node pool', () => {
    const file = join(folder, 'main.tf');
    const change = (from: string, to: string): object =>
      claude('Edit', { file_path: file, old_string: from, new_string: to });
    assert.equal(
      output(change('name_prefix                = "gc0"', 'name_prefix = "gc1"')),
      'ask: Kubestack: Clusters or node pools are at risk. kubestack_preview_change shows a safer way. ' +
        'Replaces 2 clusters in ops and apps. Replaces 2 node pools in ops and apps. ' +
        'Replace Step by Step… makes such a change in stages, and loses no nodes before others have taken their place. (kind "replacement")',
    );
    const removed = /^ask: .*at risk\..* module\.eks_gc0_eu-west-1 would be removed\.$/;
    assert.match(output(claude('Write', { file_path: file, content: '' })), removed);
    const input = '*** Begin Patch\n*** Delete File: main.tf\n*** End Patch';
    assert.match(output(code('apply_patch', { input })), removed);
    assert.match(output(claude('Bash', { command: 'rm main.tf' })), /^ask: .*can't be read/);
    // Without the module, nobody knows what changes in it; a comment changes nothing.
    rmSync(join(folder, '.terraform'), { recursive: true });
    assert.match(output(change('max_size = 9', 'max_size = 12')), /^ask: .*at risk\..* is unknown\.$/);
    assert.equal(output(change('  configuration = {', '  # Ours.\n  configuration = {')), 'no decision');
  });

  it('get a question about an edit of a file that the platform reads through a link', () => {
    mkdirSync(join(folder, 'shared'));
    renameSync(join(folder, 'main.tf'), join(folder, 'shared/cluster.tf'));
    symlinkSync('shared/cluster.tf', join(folder, 'main.tf'));
    const edit = { file_path: 'shared/cluster.tf', old_string: 'min_size = 3', new_string: 'min_size = 1' };
    assert.match(output(claude('Edit', edit)), /^ask: .*Two nodes at least/);
    assert.equal(
      output(claude('Edit', { ...edit, old_string: '  ops', new_string: '  # Ours.\n  ops' })),
      'no decision',
    );
  });

  it('get an answer about tools that are not known by what their inputs tell', () => {
    assert.equal(output(claude('mcp__shell__run', { cmd: 'terraform apply' })), DENIED);
    assert.equal(
      output(claude('exec_command', { command: ['terraform', 'apply'] })),
      `${DENIED.slice(0, -15)}'terraform' 'apply'`,
    );
    assert.equal(output(claude('mcp__shell__run', { command: 'terraform plan' })), 'no decision');
    const unread = /^ask: .*can't be read/;
    const path = join(folder, 'main.tf');
    assert.match(output(claude('mcp__files__write', { path, content: '' })), unread);
    assert.match(output(code('delete_file', { filePath: path })), unread);
    assert.match(output(claude('NotebookEdit', { notebook_path: path, new_source: '' })), unread);
    assert.equal(output(claude('mcp__files__read', { path })), 'no decision');
    assert.equal(output(code('delete_file', { filePath: join(folder, 'notes.md') })), 'no decision');
  });

  it('get the same answer about files that an edit and a command write, and about other spellings of their names', () => {
    const write = (file_path: string, content = ''): string => output(claude('Write', { file_path, content }));
    for (const path of ['.git/config', '.git/hooks/pre-push', 'main.tf ', 'MAIN.TF', `file://${folder}/main.tf`])
      assert.match(write(path), /^ask: .*can't be read/, path);
    assert.match(write('terraform.tfstate'), /^ask: .*changes Terraform's state/);
    assert.match(write('.vscode/settings.json', '{ "chat.useHooks": false }'), /^ask: .*configuration of this gate/);
    assert.equal(write('.vscode/settings.json', '{ "editor.tabSize": 2 }'), 'no decision');
    const input = '*** Begin Patch\n*** Delete File: main.tf\r*** End Patch';
    assert.match(output(code('apply_patch', { input })), /^ask: .*can't be read/);
  });

  it('get a question about a program of the repository, and about a folder or pattern that contains the rules', () => {
    writeFileSync(join(folder, 'tool'), '');
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'dist/page.html'), '');
    const line = (command: string): string => output(claude('Bash', { command }));
    assert.equal(line('strace ./tool'), 'no decision');
    chmodSync(join(folder, 'tool'), 0o755);
    assert.match(line('strace ./tool'), /^ask: .*can't be read/);
    for (const each of ['rm -rf .', 'rm *.hcl', 'chmod -R a-w .', 'cd dist && rm -rf ..', 'rm -rf /'])
      assert.match(line(each), /^ask: .*rules that guard/, each);
    assert.match(line('rm *.tf'), /^ask: .*can't be read/);
    for (const each of ['rm -rf dist', 'rm -rf dist/*', 'rm *.log', 'cd dist && rm -rf *', 'cp -r . /tmp/copy'])
      assert.equal(line(each), 'no decision', each);
  });

  it('are blocked if the answer takes too long, and asked about if a folder is too large to be read', async () => {
    const program = `import { limitGateTime } from '${join(process.cwd(), 'server/cli/gateTime.ts')}'; limitGateTime(0.2); for (;;);`;
    const { status, stderr } = spawnSync('npx', ['tsx', '-e', program], { encoding: 'utf8' });
    assert.notEqual(status, 0);
    assert.match(stderr, /takes too long to judge/);
    writeFileSync(join(folder, 'agents.rules.hcl'), 'agents {\n  allow = ["push"]\n}\n');
    const where = { folder, rootUri: uriOfPath(folder), assets: dirname(serverBundle) };
    const read = await openModel(where);
    assert.deepEqual([read.policies.length, read.editActions([])], [1, []]);
    for (let index = 0; index < 2_000; index++) {
      mkdirSync(join(folder, `app-${index}`));
      writeFileSync(join(folder, `app-${index}/main.tf`), MAIN);
    }
    const unread = await openModel({ ...where, maxReading: 1 });
    assert.ok(unread.policies.includes(DEFAULT_POLICY));
    assert.deepEqual(
      unread.editActions([]).map(({ action }) => action),
      ['unread'],
    );
  });

  it('never allow a destructive one of 100 seeded calls, and never deny a harmless one', () => {
    const file = join(folder, 'main.tf');
    const edited = (from: string, to: string): ((isClaude: boolean) => object) => {
      assert.ok(MAIN.includes(from));
      return isClaude =>
        isClaude
          ? claude('Edit', { file_path: file, old_string: from, new_string: to })
          : code('replace_string_in_file', { filePath: file, oldString: from, newString: to });
    };
    const ran = (command: string): ((isClaude: boolean) => object) => {
      return isClaude => (isClaude ? claude('Bash', { command }) : code('run_in_terminal', { command }));
    };
    const wraps = [
      (line: string) => line,
      (line: string) => `cd infra && ${line} 2>&1 | tee log`,
      (line: string) => `sudo -E env TF_WORKSPACE=apps ${line}`,
      (line: string) => `bash -lc '${line}'`,
    ];
    const wrapped = (lines: readonly string[]) => lines.flatMap(line => wraps.map(wrap => ran(wrap(line))));
    const destructive = [
      ...wrapped(['terraform apply', 'tofu destroy', 'terraform state rm module.eks_gc0', 'kubectl delete ns web']),
      ...wrapped(['git push origin apps-deploy-2026-11-24-0', 'git push --force', 'terraform workspace delete apps']),
      ...wrapped(['aws eks delete-cluster --name gc0', 'rm main.tf', 'helm uninstall web', './destroy.sh']),
      ...[edited('"gc0"', '"gc1"'), edited('min_size = 3', 'min_size = 1'), edited('name_prefix ', 'name_prefiks ')],
      edited(MAIN, ''),
    ];
    const harmless = [
      ...wrapped(['terraform plan', 'terraform fmt', 'git status', 'kubectl get pods', 'git commit -m apply']),
      ...wrapped(['tofu validate', 'grep -rn destroy .', 'git push origin add-pool', 'terraform state list', 'ls']),
      ...[edited('max_size = 9', 'max_size = 12'), edited('"eu-west-1c"]', '"eu-west-1c"] # three')],
    ];
    let seed = 52;
    const next = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let index = 0; index < 100; index++) {
      const isDestructive = index % 2 === 0;
      const list = isDestructive ? destructive : harmless;
      const call = list[next(list.length)]!(next(2) === 0);
      const answer = output(call);
      if (isDestructive) assert.match(answer, /^(?:ask|deny): /, JSON.stringify(call));
      else assert.doesNotMatch(answer, /^deny/, JSON.stringify(call));
    }
  });

  it('get no decision about harmless edits and other tools', () => {
    const edit = { file_path: join(folder, 'main.tf'), old_string: 'max_size = 9', new_string: 'max_size = 12' };
    assert.equal(output(claude('Edit', edit)), 'no decision');
    assert.equal(output(claude('Write', { file_path: join(folder, 'notes.txt'), content: 'x' })), 'no decision');
    assert.equal(output(claude('Read', { file_path: join(folder, 'main.tf') })), 'no decision');
  });

  it('get a question instead of an error', () => {
    assert.match(output('not JSON'), /^ask: Kubestack: the call can't be judged/);
    assert.match(output({ hook_event_name: 'PreToolUse' }), /^ask: .*can't be read/);
    assert.match(output(claude('Bash', { command: 7 })), /^ask: /);
  });

  it('know the deploy tags and the main branch of the repository', () => {
    rmSync(join(folder, '.git'), { recursive: true });
    const git = (...args: string[]): unknown => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
    git('init', '--quiet', '--initial-branch=trunk');
    git('remote', 'add', 'origin', 'https://git.example.com/infra.git');
    git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/trunk');
    const line = (command: string): string => output(claude('Bash', { command }));
    // Without a pipeline, deploy tags have their usual names.
    assert.match(line('git tag apps-deploy-2026-11-24-1'), /^deny: .*promotes/);
    assert.equal(line('git tag deploy-docs && git push origin deploy-docs'), 'no decision');
    const { text } = PIPELINES.github;
    const pipeline = text({
      mainBranch: 'trunk',
      environments: ['ops', 'apps'],
      providers: ['aws'],
      program: 'terraform',
    });
    mkdirSync(join(folder, '.github/workflows'), { recursive: true });
    writeFileSync(
      join(folder, '.github/workflows/main.yaml'),
      pipeline.replaceAll('apps-deploy-', 'live/').replace('name: main', 'name: Deploy'),
    );
    assert.match(line('git tag live/7'), /^deny: .*promotes/);
    assert.match(line('cd .. && git -C x push origin live/7'), /^deny: .*promotes/);
    assert.equal(line('git tag v1.2.3'), 'no decision');
    assert.equal(line('git tag apps-deploy-2026-11-24-1'), 'no decision');
    assert.match(line('git push origin trunk'), /^ask: .*main branch/);
    assert.equal(line('git push origin add-cluster'), 'no decision');
  });

  it('follow the policy of the rules file', () => {
    writeFileSync(
      join(folder, 'agents.rules.hcl'),
      'agents {\n  deny  = ["loss", "state"]\n  allow = ["push", "unread"]\n}\n',
    );
    assert.match(output(claude('Bash', { command: 'terraform state rm a.b' })), /^deny: /);
    assert.equal(output(claude('Bash', { command: 'git push origin main' })), 'no decision');
    // What can't be read is never allowed.
    assert.match(output(claude('Bash', { command: './deploy.sh' })), /^ask: /);
    // Another file that can't be read may forbid what this one allows.
    symlinkSync('missing', join(folder, 'other.rules.hcl'));
    assert.match(output(claude('Bash', { command: 'git push origin main' })), /^ask: /);
  });
});
