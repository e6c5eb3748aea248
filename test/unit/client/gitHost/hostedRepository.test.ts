import assert from 'node:assert/strict';
import { remoteHosting } from '../../../../client/gitHost/hostedRepository';
import { gitHostSettings } from '../../../../client/gitHost/gitHostSetting';
import { parseRemoteUrl } from '../../../../client/gitHost/remoteUrl';
import { hostOfSshConfiguration, isHostName } from '../../../../client/gitHost/sshHost';

const settings = gitHostSettings({
  'git.example.org': 'gitlab',
  'ssh.example.org': { kind: 'gitlab', url: 'https://example.org/gitlab/' },
  'code.example.org': 'Forgejo',
  'nonsense.example.org': 'cvs',
  'insecure.example.org': { kind: 'gitea', url: 'http://insecure.example.org' },
  '127.0.0.1:8080': 'gitea',
});

/** `kind web repository`, or the other result. */
function placeOf(url: string): string {
  const found = remoteHosting(parseRemoteUrl(url), settings, 'ghe.example.com');
  if (found.kind !== 'gitHost') return found.kind === 'none' ? 'none' : `unknown ${found.host}`;
  return `${found.hostedRepository.kind} ${found.hostedRepository.web} ${found.hostedRepository.repository}`;
}

describe("the hosted repository of a remote's URL", () => {
  const cases: Record<string, string> = {
    'https://github.com/acme/platform.git': 'github https://github.com acme/platform',
    'https://github.com/acme/platform/': 'github https://github.com acme/platform',
    'https://ada:ghp_secret@github.com/acme/platform': 'github https://github.com acme/platform',
    'git@github.com:acme/platform.git': 'github https://github.com acme/platform',
    'github.com:acme/platform': 'github https://github.com acme/platform',
    'ssh://git@ssh.github.com:443/acme/platform.git': 'github https://github.com acme/platform',
    'git+ssh://git@github.com/acme/platform.git': 'github https://github.com acme/platform',
    'git://GitHub.com/acme/Platform.git': 'github https://github.com acme/Platform',
    'git@acme.ghe.com:acme/platform.git': 'github https://acme.ghe.com acme/platform',
    'git@ghe.example.com:acme/platform.git': 'github https://ghe.example.com acme/platform',
    'https://gitlab.com/acme/infra/eu/platform.git': 'gitlab https://gitlab.com acme/infra/eu/platform',
    'ssh://git@altssh.gitlab.com:443/acme/platform.git': 'gitlab https://gitlab.com acme/platform',
    'ssh://git@git.example.org:2222/acme/platform.git': 'gitlab https://git.example.org acme/platform',
    'https://git.example.org:8443/acme/platform.git': 'gitlab https://git.example.org:8443 acme/platform',
    'git@ssh.example.org:acme/platform.git': 'gitlab https://example.org/gitlab acme/platform',
    'https://ssh.example.org/gitlab/acme/infra/platform.git': 'gitlab https://example.org/gitlab acme/infra/platform',
    'https://codeberg.org/acme/platform': 'gitea https://codeberg.org acme/platform',
    'git@code.example.org:acme/platform': 'gitea https://code.example.org acme/platform',
    'http://127.0.0.1:8080/acme/platform.git': 'gitea http://127.0.0.1:8080 acme/platform',
    // Requests are always encrypted, even if git's connection is not.
    'http://gitea.example.org/acme/platform.git': 'gitea https://gitea.example.org acme/platform',
    'git@insecure.example.org:acme/platform': 'gitea https://insecure.example.org acme/platform',
    'git@bitbucket.org:acme/platform.git': 'bitbucket https://bitbucket.org acme/platform',
    'https://bitbucket.example.org/scm/acme/platform.git':
      'bitbucketDataCenter https://bitbucket.example.org acme/platform',
    'ssh://git@bitbucket.example.org:7999/acme/platform.git':
      'bitbucketDataCenter https://bitbucket.example.org acme/platform',
    'https://acme@dev.azure.com/acme/Infra/_git/platform': 'azureDevOps https://dev.azure.com acme/Infra/platform',
    'https://dev.azure.com/acme/_git/platform': 'azureDevOps https://dev.azure.com acme/platform/platform',
    'https://dev.azure.com/acme/My%20Project/_git/plat%20form':
      'azureDevOps https://dev.azure.com acme/My Project/plat form',
    'git@ssh.dev.azure.com:v3/acme/Infra/platform': 'azureDevOps https://dev.azure.com acme/Infra/platform',
    'acme@vs-ssh.visualstudio.com:v3/acme/Infra/platform': 'azureDevOps https://dev.azure.com acme/Infra/platform',
    'https://acme.visualstudio.com/DefaultCollection/Infra/_git/platform':
      'azureDevOps https://dev.azure.com acme/Infra/platform',
    'git@elsewhere.example.org:acme/platform.git': 'unknown elsewhere.example.org',
    'https://nonsense.example.org/acme/platform': 'unknown nonsense.example.org',
    'https://github.com/acme': 'none',
    'https://github.com/acme/platform/tree/main': 'none',
    '/srv/git/platform.git': 'none',
    '../platform.git': 'none',
    'file:///srv/git/platform.git': 'none',
    'C:\\git\\platform': 'none',
    'C:/git/platform': 'none',
    '': 'none',
  };

  for (const [url, expected] of Object.entries(cases)) {
    it(`${url || 'an empty URL'} is ${expected}`, () => assert.equal(placeOf(url), expected));
  }

  it('rejects a host name that ssh would interpret as an option', () => {
    assert.equal(isHostName('-oProxyCommand=touch'), false);
    assert.equal(isHostName('work-github'), true);
  });

  it('reads the real host of an alias from ssh -G', () => {
    assert.equal(hostOfSshConfiguration('user git\nhostname GitHub.com\nport 22\n'), 'github.com');
    assert.equal(hostOfSshConfiguration('user git\n'), undefined);
  });
});
