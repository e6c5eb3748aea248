/** What a window needs to use a GitHub on this machine: a certificate, and an extension that signs in to it. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipArchive } from './zipArchive';

/**
 * A new certificate for 127.0.0.1. Tokens are sent to a GitHub by HTTPS only.
 *
 * @param folder for its files: `certificate.pem` is for NODE_EXTRA_CA_CERTS.
 */
export function localCertificate(folder: string): { cert: string; key: string } {
  const [cert, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  const options = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const names = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync('openssl', ['req', ...options, ...names, '-out', cert, '-keyout', key], { stdio: 'pipe' });
  return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
}

const manifest = {
  publisher: 'vscode',
  name: 'github-authentication',
  // A newer version takes the place of the one that VS Code has.
  version: '99.0.0',
  engines: { vscode: '^1.91.0' },
  main: './main.js',
  extensionKind: ['workspace'],
  contributes: { authentication: [{ id: 'github-enterprise', label: 'GitHub Enterprise' }] },
};

const main = (token: string): string => `
const vscode = require('vscode');
const session = { id: '1', accessToken: ${JSON.stringify(token)}, account: { id: '7', label: 'ada' }, scopes: ['repo'] };
exports.activate = context => {
  const provider = {
    onDidChangeSessions: new vscode.EventEmitter().event,
    getSessions: async () => [session],
    createSession: async () => session,
    removeSession: async () => undefined,
  };
  context.subscriptions.push(
    vscode.authentication.registerAuthenticationProvider('github-enterprise', 'GitHub Enterprise', provider),
  );
};
`;

/**
 * Writes an extension that is signed in to GitHub Enterprise, in place of VS Code's own, which would open the page of a real one.
 *
 * @returns its package.
 */
export function githubAccountExtension(folder: string, token: string): string {
  const { publisher, name, version } = manifest;
  const identity = `<Identity Id="${name}" Version="${version}" Publisher="${publisher}" Language="en-US"/>`;
  const asset = '<Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>';
  const xml = '<?xml version="1.0" encoding="utf-8"?>';
  const file = join(folder, 'github-account.vsix');
  writeFileSync(
    file,
    zipArchive([
      [
        'extension.vsixmanifest',
        `${xml}<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011"><Metadata>${identity}<DisplayName>${name}</DisplayName></Metadata><Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation><Dependencies/><Assets>${asset}</Assets></PackageManifest>`,
      ],
      [
        '[Content_Types].xml',
        `${xml}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension=".json" ContentType="application/json"/><Default Extension=".js" ContentType="application/javascript"/></Types>`,
      ],
      ['extension/package.json', JSON.stringify(manifest)],
      ['extension/main.js', main(token)],
    ]),
  );
  return file;
}
