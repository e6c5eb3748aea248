/** Makes the sample platform a Git repository with a history and a remote, so that changes can be promoted without an account on a Git host. */
import type { Git } from '../git/git';
import { SAMPLE_HISTORY, textInCommit } from './sampleHistory';

/** The remote, relative to the folder of the sample. It is inside the repository's own folder, so that nothing outside of the sample is written. */
export const SAMPLE_REMOTE = '.git/sample-remote.git';

/** Disables the user's hooks and templates, so that only these commands run. */
const PLAIN = ['-c', 'core.hooksPath=/dev/null', '-c', 'init.defaultBranch=main'];

/** Author of the commits if Git has none configured. */
const NOBODY = { 'user.name': 'Sample User', 'user.email': 'sample@example.invalid' } as const;

const DAY = 86_400;

/**
 * Creates a repository from the files in the folder of `git`: the commits of {@link SAMPLE_HISTORY} on the branch main and its deploy tags, pushed
 * to a bare repository. The files stay as they are.
 *
 * @param remote absolute path of the bare repository.
 * @throws GitError if Git fails; the files remain.
 */
export async function makeSampleRepository(git: Git, remote: string): Promise<void> {
  const run = (parameters: readonly string[], input?: string): Promise<string> =>
    git.run([...PLAIN, ...parameters], input);
  await run(['init', '--quiet', '--template=']);
  await run(['init', '--quiet', '--template=', '--bare', remote]);
  // The remote uses its own hooks instead of those of the user who pushes.
  await run(['-C', remote, 'config', 'core.hooksPath', '/dev/null']);
  for (const [name, value] of Object.entries(NOBODY))
    if ((await git.tryRead(['config', '--get', name])) === undefined) await run(['config', '--local', name, value]);
  await run(['add', '--all']);
  await run(['fast-import', '--quiet'], await historyOf(git));
  await run(['remote', 'add', 'origin', remote]);
  await run(['push', '--quiet', '--set-upstream', 'origin', 'main', 'refs/tags/*:refs/tags/*']);
}

/** The commits and tags of the files in the index, as input of `git fast-import`. */
async function historyOf(git: Git): Promise<string> {
  const name = (await git.run(['config', '--get', 'user.name'])).replace(/[<>\n]/g, '');
  const email = (await git.run(['config', '--get', 'user.email'])).replace(/[<>\n]/g, '');
  const now = Math.floor(Date.now() / 1000);
  const by = (date: number): string => `${name} <${email}> ${date} +0000`;
  const commits: string[] = [];
  const tags: string[] = [];
  for (const [index, { subject, daysAgo, change, promotedTo = [] }] of SAMPLE_HISTORY.entries()) {
    const date = now - daysAgo * DAY;
    const changed =
      index === 0 ? [...new Set(SAMPLE_HISTORY.flatMap(each => each.change?.path ?? []))] : [change!.path];
    const texts = await Promise.all(
      changed.map(async path => {
        const text = textInCommit(path, await git.run(['cat-file', 'blob', `:${path}`]), index);
        return `M 100644 inline ${quoted(path)}\n${data(`${text}\n`)}`;
      }),
    );
    commits.push(`commit refs/heads/main\nmark :${index + 1}\ncommitter ${by(date)}\n${data(subject)}`);
    commits.push(...(index === 0 ? await indexedFiles(git) : []), ...texts);
    for (const environment of promotedTo) {
      const tagged = date + DAY;
      const tag = `${environment}-deploy-${new Date(tagged * 1000).toISOString().slice(0, 10)}-0`;
      const message = `Promote to ${environment}: ${subject}\n\nKubestack-Environment: ${environment}\n`;
      tags.push(`tag ${tag}\nfrom :${index + 1}\ntagger ${by(tagged)}\n${data(message)}`);
    }
  }
  return [...commits, ...tags, 'done', ''].join('\n');
}

/** The files in the index, as commands of `git fast-import`. */
async function indexedFiles(git: Git): Promise<string[]> {
  const entries = (await git.run(['ls-files', '--stage', '-z'])).split('\0').filter(entry => entry !== '');
  return entries.map(entry => {
    const [facts = '', path = ''] = entry.split('\t');
    const [mode, hash] = facts.split(' ');
    return `M ${mode} ${hash} ${quoted(path)}`;
  });
}

const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}`;

const quoted = (path: string): string => `"${path.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
