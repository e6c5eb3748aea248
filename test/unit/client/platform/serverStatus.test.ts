import assert from 'node:assert/strict';
import { serverStatus } from '../../../../client/platform/serverStatus';
import { samplePlatform } from '../../../support/client/platform/samplePlatform';

describe('the server status', () => {
  it('is busy until the platforms are known', () => {
    const reading = { severity: 'information', busy: true, text: 'Reading the platform…', detail: '' };
    assert.deepEqual(serverStatus('starting', [], false), reading);
    assert.deepEqual(serverStatus('ready', [], false), reading);
    assert.deepEqual(serverStatus('starting', [samplePlatform()], true), reading);
  });

  it('shows counts and the version', () => {
    const status = serverStatus('ready', [samplePlatform()], true);
    assert.deepEqual(status, {
      severity: 'information',
      busy: false,
      text: '2 clusters, 2 environments',
      detail: 'v0.18.2-beta.0',
    });
  });

  it('adds up several platforms', () => {
    const other = {
      ...samplePlatform('file:///b'),
      environments: ['ops', 'apps', 'apps-prod'],
      frameworkVersions: ['v0.19.0-beta.0'],
    };
    const status = serverStatus('ready', [samplePlatform(), other], true);
    assert.equal(status.text, '2 platforms, 4 clusters, 3 environments');
    assert.equal(status.detail, 'v0.18.2-beta.0, v0.19.0-beta.0');
  });

  it('says that there is no platform', () => assert.equal(serverStatus('ready', [], true).text, 'No Platform'));

  it('is an error if the server stopped, whatever was known before', () => {
    const status = serverStatus('failed', [samplePlatform()], true);
    assert.deepEqual(
      [status.severity, status.busy, status.text],
      ['error', false, 'The language server is not responding'],
    );
  });
});
