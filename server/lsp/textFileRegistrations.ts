/**
 * Registers files beside the configuration that checks read, in editors that support dynamic registration: only text synchronization and
 * diagnostics, so that no other feature is requested for a README.
 */
import { GITLAB_FILES, WORKFLOW_FOLDERS } from '../../common/pipelines/pipelineFiles';
import { CODE_ACTION_CAPABILITIES } from './handlers/codeActionHandlers';
import type { ClientCapabilities, Registration } from 'vscode-languageserver-protocol';

const PATTERNS = [
  '**/README.md',
  '**/AGENTS.md',
  '**/Dockerfile',
  '**/Dockerfile.*',
  '**/.gitignore',
  ...GITLAB_FILES.map(name => `**/${name}`),
  ...WORKFLOW_FOLDERS.map(folder => `**/${folder}/*.{yml,yaml}`),
  '**/modules/*/manifests/*.{yml,yaml}',
];
const INCREMENTAL = 2;

/** Identifier of the diagnostics of these files: an editor keeps pulled diagnostics by registration. */
export const TEXT_FILE_DIAGNOSTICS = 'kubestack-files';

/** Whether the diagnostics of these files are registered separately. */
export const registersTextFiles = ({ textDocument }: ClientCapabilities): boolean =>
  textDocument?.synchronization?.dynamicRegistration === true && textDocument.diagnostic?.dynamicRegistration === true;

/**
 * Registrations to send after initialization.
 * @param schemes of documents that have a file
 */
export function textFileRegistrations(capabilities: ClientCapabilities, schemes: readonly string[]): Registration[] {
  const { textDocument } = capabilities;
  if (!textDocument?.synchronization?.dynamicRegistration) return [];
  const documentSelector = schemes.flatMap(scheme => PATTERNS.map(pattern => ({ scheme, pattern })));
  const registration = (method: string, options: object = {}): Registration => ({
    id: `${method} of files beside the configuration`,
    method,
    registerOptions: { documentSelector, ...options },
  });
  return [
    registration('textDocument/didOpen'),
    registration('textDocument/didChange', { syncKind: INCREMENTAL }),
    registration('textDocument/didClose'),
    ...(registersTextFiles(capabilities)
      ? [
          registration('textDocument/diagnostic', {
            identifier: TEXT_FILE_DIAGNOSTICS,
            interFileDependencies: true,
            workspaceDiagnostics: true,
          }),
        ]
      : []),
    ...(textDocument.codeAction?.dynamicRegistration
      ? [registration('textDocument/codeAction', CODE_ACTION_CAPABILITIES.codeActionProvider as object)]
      : []),
  ];
}
