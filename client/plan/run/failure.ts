/** Recognizes failures that the user can fix, by the error messages of terraform and OpenTofu. */
import type { InitializationReason, MissingCredential } from './planOutcome';
import type { PlanDiagnostic } from '../../../common/plan/plan';
import type { StateLock } from '../../processes/stateLockFile';

/** A recognized failure. */
export type NamedFailure =
  | { kind: 'initializationNeeded'; reason: InitializationReason; diagnostics: readonly PlanDiagnostic[] }
  | { kind: 'locked'; lock?: StateLock; diagnostics: readonly PlanDiagnostic[] }
  | { kind: 'noWorkspaces' }
  | { kind: 'credentialsMissing'; missing: MissingCredential; diagnostics: readonly PlanDiagnostic[] };

/**
 * @param diagnostics of a failed command.
 * @returns undefined for other failures.
 */
export function nameFailure(diagnostics: readonly PlanDiagnostic[]): NamedFailure | undefined {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const lockError = errors.find(({ summary }) => /acquiring the state lock|workspace already locked/i.test(summary));
  if (lockError && !CANT_WRITE.test(lockError.detail)) {
    const lock = stateLockIn(lockError.detail);
    return { kind: 'locked', ...(lock && { lock }), diagnostics };
  }
  const reason = initializationReason(errors);
  if (reason !== undefined) return { kind: 'initializationNeeded', reason, diagnostics };
  if (errors.some(({ summary }) => /workspaces not supported/i.test(summary))) return { kind: 'noWorkspaces' };
  const missing = missingCredential(errors);
  return missing && { kind: 'credentialsMissing', missing, diagnostics };
}

/** The state is not locked, since its lock file can't be written. */
const CANT_WRITE =
  /read-only file system|permission denied|AccessDenied|not authorized|access is denied|no space left on device|file too large|quota exceeded/i;

const INITIALIZATION_TEXTS: readonly [RegExp, InitializationReason][] = [
  [/^Module (?:not installed|source has changed|version requirements have changed|manifest)/i, 'modules'],
  [/^(?:Inconsistent dependency lock file|Missing required provider|Required plugins are not installed)/i, 'providers'],
  [
    /^(?:Could not load plugin|Failed to (?:load|instantiate) (?:plugin schemas|provider)|Plugin reinitialization required)/i,
    'providers',
  ],
];

/** @returns why `init` is required, according to the errors. */
export function initializationReason(errors: readonly PlanDiagnostic[]): InitializationReason | undefined {
  for (const { summary, detail } of errors) {
    if (/^Backend configuration (?:block has )?changed/i.test(summary)) return 'backendChanged';
    if (/initialization required/i.test(summary)) {
      return /^Reason: (?:Initial configuration|Backend initialization)/im.test(detail) || detail === ''
        ? 'backend'
        : 'backendChanged';
    }
    const recognized = INITIALIZATION_TEXTS.find(([text]) => text.test(summary));
    if (recognized) return recognized[1];
  }
  return undefined;
}

/** @param text terraform's error for a locked state. */
export function stateLockIn(text: string): StateLock | undefined {
  const field = (name: string) => new RegExp(`^\\s*${name}:[ \\t]+(\\S.*?)\\s*$`, 'm').exec(text)?.[1];
  const id = field('ID');
  if (id === undefined) return undefined;
  const [who, created, operation, path] = [field('Who'), field('Created'), field('Operation'), field('Path')];
  return {
    id,
    ...(who !== undefined && { who }),
    ...(created !== undefined && { created }),
    ...(operation !== undefined && { operation }),
    ...(path !== undefined && { path }),
  };
}

const CREDENTIAL_TEXTS: readonly [RegExp, MissingCredential][] = [
  [
    /required token could not be found|terraform login|tofu login/i,
    { provider: 'cloud', variables: ['TF_TOKEN_app_terraform_io'] },
  ],
  [
    /storage\.NewClient\(\) failed|gcs backend/i,
    { provider: 'gcs', variables: ['GOOGLE_BACKEND_CREDENTIALS', 'GOOGLE_APPLICATION_CREDENTIALS'] },
  ],
  [
    /could not find default credentials|No credentials loaded|application default credentials|GOOGLE_CREDENTIALS|invalid_rapt|oauth2:.*invalid_grant/i,
    { provider: 'google', variables: ['GOOGLE_APPLICATION_CREDENTIALS', 'GOOGLE_CREDENTIALS'] },
  ],
  [
    /unable to build authorizer|building (?:AzureRM Client|account)|AzureCli Authorizer|Azure CLI|AADSTS(?:50173|70043|700082)|subscription ID could not be determined|`?subscription_id`? is a required provider property|Error building ARM Config/i,
    { provider: 'azurerm', variables: ['ARM_SUBSCRIPTION_ID', 'ARM_TENANT_ID', 'ARM_CLIENT_ID', 'ARM_CLIENT_SECRET'] },
  ],
  [
    /scaleway-sdk-go|SCW_ACCESS_KEY|scaleway.*(?:access|secret) key|(?:access|secret)[ _]key.*scaleway/i,
    { provider: 'scaleway', variables: ['SCW_ACCESS_KEY', 'SCW_SECRET_KEY', 'SCW_DEFAULT_PROJECT_ID'] },
  ],
  [
    /No valid credential sources found|NoCredentialProviders|no EC2 IMDS role found|failed to refresh cached credentials|refresh cached SSO token failed|SSO session has expired|ExpiredToken|security token included in the request is (?:invalid|expired)|InvalidClientTokenId/i,
    { provider: 'aws', variables: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE'] },
  ],
];

/** @returns the missing or expired credential, if an error reports one. */
export function missingCredential(errors: readonly PlanDiagnostic[]): MissingCredential | undefined {
  for (const { summary, detail } of errors) {
    const text = `${summary}\n${detail}`;
    const found = CREDENTIAL_TEXTS.find(([pattern]) => pattern.test(text))?.[1];
    if (found?.provider === 'aws' && /backends?\/s3|S3 backend/i.test(text)) return { ...found, provider: 's3' };
    if (found) return found;
  }
  return undefined;
}
