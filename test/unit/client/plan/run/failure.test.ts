import assert from 'node:assert/strict';
import { missingCredential, nameFailure, stateLockIn } from '../../../../../client/plan/run/failure';
import { diagnosticsInText, diagnosticRange } from '../../../../../client/plan/output/planDiagnostics';

const error = (summary: string, detail = '') => ({ severity: 'error' as const, summary, detail });

describe('failed plans', () => {
  // The first lines of errors from providers and backends.
  const credentials: [provider: string, summary: string, detail: string][] = [
    [
      'aws',
      'No valid credential sources found',
      'Please see https://registry.terraform.io/providers/hashicorp/aws\nfor more information',
    ],
    [
      'aws',
      'reading EKS Cluster',
      'operation error EKS: DescribeCluster, https response error StatusCode: 403, ExpiredTokenException: ExpiredToken',
    ],
    [
      's3',
      'No valid credential sources found',
      'Please see https://www.terraform.io/docs/language/settings/backends/s3.html',
    ],
    [
      'google',
      'Attempted to load application default credentials since neither `credentials` nor `access_token` was set in the provider block.',
      'No credentials loaded.',
    ],
    ['gcs', 'storage.NewClient() failed: dialing: google: could not find default credentials.', ''],
    [
      'azurerm',
      'building account: could not acquire access token to parse claims',
      'please ensure you have installed Azure CLI',
    ],
    ['azurerm', '`subscription_id` is a required provider property when performing a plan/apply operation', ''],
    ['scaleway', 'scaleway-sdk-go: access key is required', ''],
    // Sessions that have expired.
    ['aws', 'reading EKS Cluster', 'refresh cached SSO token failed, unable to refresh SSO token'],
    ['google', 'Error reading Cluster', 'oauth2: "invalid_grant" "reauth related error (invalid_rapt)"'],
    ['azurerm', 'retrieving Managed Cluster', 'AADSTS700082: The refresh token has expired due to inactivity.'],
    [
      'cloud',
      'Required token could not be found',
      'Run the following command to generate a token for app.terraform.io:\n    terraform login',
    ],
  ];
  for (const [provider, summary, detail] of credentials) {
    it(`identify missing credentials of ${provider}: ${summary.slice(0, 40)}`, () => {
      const missing = missingCredential([error(summary, detail)]);
      assert.equal(missing?.provider, provider);
      assert.ok(missing.variables.length > 0);
    });
  }

  it("don't mistake other errors for missing credentials", () => {
    assert.equal(nameFailure([error('Invalid value for variable', 'The access key of the door.')]), undefined);
  });

  it('identify who holds the state lock', () => {
    const detail =
      'Error message: held\nLock Info:\n  ID:        346c\n  Path:      bucket/key\n  Operation: OperationTypeApply\n  Who:       ann@host\n  Version:   1.11.4\n  Created:   2026-11-20 11:00:26.09 +0000 UTC\n  Info:      \n';
    const lock = {
      id: '346c',
      path: 'bucket/key',
      operation: 'OperationTypeApply',
      who: 'ann@host',
      created: '2026-11-20 11:00:26.09 +0000 UTC',
    };
    assert.deepEqual(stateLockIn(detail), lock);
    assert.deepEqual(nameFailure([error('Error acquiring the state lock', detail)])?.kind, 'locked');
    assert.equal(stateLockIn('Error message: held'), undefined);
  });

  it("identify who holds the state lock in OpenTofu 1.10's output", () => {
    const detail =
      'Error message: resource temporarily unavailable\nLock Info:\n  ID:        58901296-92b6\n  Path:      terraform.tfstate\n  Operation: OperationTypeApply\n  Who:       ann@host\n  Version:   1.10.10\n  Created:   2026-11-20 20:33:04.151 +0000 UTC\n  Info:      \n\n\nOpenTofu acquires a state lock to protect the state from being written\nby multiple users at the same time.';
    const failure = nameFailure([error('Error acquiring the state lock', detail)]);
    assert.ok(failure?.kind === 'locked');
    assert.equal(failure.lock?.who, 'ann@host');
    assert.equal(failure.lock?.created, '2026-11-20 20:33:04.151 +0000 UTC');
  });

  it('parse the boxes of human-readable output', () => {
    const text =
      '\u001b[31m╷\n│ Error: Invalid block\n│ \n│   on modules/a.tf line 3, in resource "x" "y":\n│    3:   bad\n│ \n│ It is bad.\n╵\n';
    assert.deepEqual(diagnosticsInText(text, '/platform'), [
      {
        severity: 'error',
        summary: 'Invalid block',
        detail: 'It is bad.',
        file: '/platform/modules/a.tf',
        range: { start: { line: 2, character: 0 }, end: { line: 3, character: 0 } },
      },
    ]);
  });

  it('convert positions in bytes and characters to UTF-16', () => {
    const text = '# é😀\n"😀" = x\n';
    const content = Buffer.from(text);
    const byte = content.indexOf('x');
    const range = {
      filename: 'a.tf',
      start: { line: 2, column: 7, byte },
      end: { line: 2, column: 8, byte: byte + 1 },
    };
    assert.deepEqual(diagnosticRange(range, content), {
      start: { line: 1, character: 7 },
      end: { line: 1, character: 8 },
    });
    assert.deepEqual(diagnosticRange(range, undefined).start, { line: 1, character: 6 });
    assert.deepEqual(diagnosticRange(range, Buffer.from('changed')).start, { line: 1, character: 6 });
  });
});
