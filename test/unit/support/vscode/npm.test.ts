import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { TemporaryFolder } from '../../../support/server/temporaryFolder';

describe('npm', function () {
  it('ends with the process that runs it, e.g. on Ctrl+C during the download of the demo', async () => {
    const folder = new TemporaryFolder({
      // In place of npm: connects, so that its end is an event, and installs forever.
      'npm-cli.js': `require('node:net').connect(Number(process.env.TEST_PORT), '127.0.0.1');`,
      'demo.mts': `
        import { runNpm } from ${JSON.stringify(require.resolve('../../../support/vscode/npm'))};
        process.on('SIGINT', () => process.exit(0));
        await runNpm(['install'], { cwd: import.meta.dirname });`,
    });
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const env = { ...process.env, TEST_PORT: String(port), npm_execpath: folder.at('npm-cli.js') };
    const demo = spawn(process.execPath, ['--import', require.resolve('tsx'), folder.at('demo.mts')], { env });
    try {
      const [npm] = (await once(server, 'connection')) as [Socket];
      demo.kill('SIGINT');
      npm.on('error', () => undefined);
      npm.resume();
      await once(npm, 'close');
    } finally {
      demo.kill('SIGKILL');
      server.close();
      folder.delete();
    }
  });
});
