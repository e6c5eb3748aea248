import * as vscode from 'vscode';
import { DRIFT_FILE_ENDING } from '../../common/drift/drift';
import { RULES_FILE_ENDING } from '../../common/rules/rules';
import { GITLAB_FILES, WORKFLOW_FOLDERS } from '../../common/pipelines/pipelineFiles';

/** Files that the server reads from disk. */
const WATCHED_CONTENTS = [
  '**/*.{tf,tofu,tfvars,tf.json,tofu.json,tfvars.json}',
  `**/*{${DRIFT_FILE_ENDING},${RULES_FILE_ENDING}}`,
  `**/{README.md,AGENTS.md,Dockerfile,.gitignore,${GITLAB_FILES.join()}}`,
  `**/{${WORKFLOW_FOLDERS.join()}}/*.{yml,yaml}`,
  '**/.terraform/modules/modules.json',
  '**/.terraform/environment',
  '**/.terraform.lock.hcl',
  // The branches: KS707 compares them with the pipelines.
  '**/.git/{HEAD,packed-refs}',
];

/** Watches creation and deletion, including folders: for a deleted folder, VS Code reports no events of its files. */
const WATCHED_EXISTENCE = '**/*';

/** Creates watchers for files that the server may have read. The caller disposes them. */
export function watchers(): vscode.FileSystemWatcher[] {
  const watch = vscode.workspace.createFileSystemWatcher;
  return [
    ...WATCHED_CONTENTS.map(glob => watch(glob, true, false, true)),
    watch(WATCHED_EXISTENCE, false, true, false),
  ];
}
