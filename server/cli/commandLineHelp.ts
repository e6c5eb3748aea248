/** The texts of `kubestack-language-server --help`. */
import { localizable } from '../../common/localization';
import type { Help, HelpEntry } from './helpText';

const COMMANDS: readonly HelpEntry[] = [
  [
    'effective [PATH]',
    localizable('the effective configuration of all platforms in a folder, or of the modules in one file'),
  ],
  ['check [PATH]', localizable('the problems of all platforms in a folder, or of one file')],
  [
    'compare [PATH] [REV] [REV]',
    localizable(
      'changes of a folder between two revisions, by environment. With one revision: changes since that revision; without any: changes since HEAD. Reads files from Git and never changes the working tree',
    ),
  ],
  [
    'forecast [PATH] [REV] [REV]',
    localizable(
      'the resources that the changes of a folder create, update, replace and destroy in each environment, without state and credentials. Revisions as for compare',
    ),
  ],
  [
    'upgrades [PATH]',
    localizable(
      'the versions of Kubernetes of the clusters in a folder: until when they are supported in each environment, and the steps to the next version',
    ),
  ],
  [
    'state [PATH]',
    localizable(
      'the commit of the main branch and what was promoted last to each environment of the platforms in a folder, as far as files and Git tell',
    ),
  ],
  [
    'manifests [PATH]',
    localizable(
      'the Kubernetes objects that the platform services in a folder apply. Uses the kustomization provider that terraform init installed, otherwise kustomize or kubectl. Values of Secrets are masked',
    ),
  ],
  [
    'diagram [PATH]',
    localizable(
      'a picture of the platforms in a folder: environments, clusters, node pools and services. The output is reproducible, so a pipeline can keep a picture in the README up to date',
    ),
  ],
  [
    'plan-report PLAN.json [PATH]',
    localizable(
      'a plan report, which a pipeline stores as an artifact, from the output of terraform show -json or tofu show -json, or from such a report. PLAN.json can be - for standard input. Sensitive values are masked. Changes are grouped by the parts of the platform in PATH',
    ),
  ],
  [
    'gate',
    localizable(
      'decides about one tool call of a coding agent: reads the JSON of a PreToolUse hook of VS Code or Claude Code from standard input, and writes the decision',
    ),
  ],
  [
    'mcp',
    localizable(
      'serves facts to coding agents over the Model Context Protocol. See kubestack-language-server mcp --help',
    ),
  ],
];

const OPTIONS: readonly HelpEntry[] = [
  ['--environment NAME', localizable('only this environment')],
  ['--module NAME', localizable('only the module block with this name')],
  [
    '--format FORMAT',
    localizable(
      'effective: text (default), json or hcl. check: text (default), json or sarif. compare, forecast, upgrades, state: text (default), json or markdown. manifests: yaml (default) or json. diagram: svg (default), mermaid or json',
    ),
  ],
  [
    '--framework FOLDER',
    localizable(
      'compare, forecast, upgrades: a clone of the framework, for modules that are not installed (default: the environment variable KUBESTACK_FRAMEWORK_CLONE)',
    ),
  ],
  [
    '--date DAY',
    localizable(
      'check, upgrades, state: support dates and accepted drift as of this day, such as 2026-11-30 (default: today)',
    ),
  ],
  ['--rules', localizable('check: only the rules and freezes of the team, in files whose names end with .rules.hcl')],
  ['--test', localizable('check --rules: also run the tests of the rules')],
  [
    '--promote ENV',
    localizable(
      'check --rules: whether the rules and freezes let a promotion of the checked-out commit to this environment pass; for pipelines, before apply',
    ),
  ],
  ['--manifests', localizable('compare: also compare Kubernetes objects')],
  [
    '--fetch',
    localizable(
      'manifests, compare --manifests: download the resources that an overlay takes from the network; without this option, they are only listed',
    ),
  ],
  ['--commit SHA', localizable('plan-report: the planned commit, 40 or 64 hexadecimal digits')],
  [
    '--refresh-only',
    localizable('plan-report: the plan was made with plan -refresh-only, so the report is that of a drift check'),
  ],
  ['--url URL', localizable('plan-report: the web page of the pipeline run')],
  ['--settings FILE', localizable('settings file (default: .vscode/settings.json in the folder)')],
  ['--help', localizable('print this help')],
  ['--version', localizable('print the version')],
];

export const COMMAND_LINE_HELP: Help = {
  usage: [
    'effective [PATH] [options]',
    'check [PATH] [options]',
    'compare [PATH] [REV] [REV] [options]',
    'forecast [PATH] [REV] [REV] [options]',
    'upgrades [PATH] [options]',
    'state [PATH] [options]',
    'manifests [PATH] [options]',
    'diagram [PATH] [options]',
    'plan-report PLAN.json [PATH] [options]',
    'gate',
    'mcp [--root PATH]... [--instructions]',
    '--stdio | --node-ipc | --pipe=NAME | --socket=PORT',
  ],
  sections: [
    { title: localizable('Commands:'), entries: COMMANDS },
    { title: localizable('Options:'), entries: OPTIONS },
  ],
  notes: [
    localizable(
      'Only files in the workspace are read: the Git repository that contains PATH, or PATH itself. Anything outside, such as the target of a symbolic link, is reported and treated as unknown. Only manifests, compare --manifests and mcp --manifests run programs other than Git. These programs are found on the PATH, work in a private copy of the files, and use no cluster and, without --fetch, no network.',
    ),
    localizable(
      "Exit status: 0 on success; 1 if a configuration can't be evaluated or check reports an error or a warning; 2 for wrong usage or unreadable input.",
    ),
  ],
};
