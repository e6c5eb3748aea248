/** Glob patterns of the files that the server wants to know about. */
import { GITLAB_FILES, WORKFLOW_FOLDERS } from '../../common/pipelines/pipelineFiles';

/** Files whose content the server reads when they are not open. */
export const WATCHED_CONTENTS = [
  '**/*.{tf,tofu,tfvars,tf.json,tofu.json,tfvars.json}',
  `**/{README.md,AGENTS.md,Dockerfile,.gitignore,${GITLAB_FILES.join()}}`,
  `**/{${WORKFLOW_FOLDERS.join()}}/*.{yml,yaml}`,
  '**/.terraform/modules/modules.json',
  '**/.terraform/environment',
  '**/.terraform.lock.hcl',
];

/** What appears or vanishes: also folders, since VS Code does not name the files in a folder that goes as a whole. */
export const WATCHED_EXISTENCE = '**/*';
