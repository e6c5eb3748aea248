import { spawnSync } from 'node:child_process';

/** The output of `git` as bytes. Throws an error with git's message. */
export function git(clone, args, input = '') {
  const run = spawnSync('git', ['-C', clone, ...args], { input, maxBuffer: 1 << 30 });
  if (run.error) throw run.error;
  if (run.status !== 0) throw new Error(`git ${args[0]}: ${run.stderr.toString().trim()}`);
  return run.stdout;
}

/**
 * The `.tf` files of each ref, without a checkout.
 *
 * @param {string} clone folder of a clone, bare or not
 * @param {string[]} refs tags or commit ids
 * @param {(path: string) => boolean} wanted which paths to read
 * @returns {Map<string, Map<string, {id: string, text: string}>>} ref → path → file
 */
export function filesAt(clone, refs, wanted) {
  const listed = new Map();
  for (const ref of refs) {
    const entries = git(clone, ['ls-tree', '-r', '-z', ref]).toString().split('\0').filter(Boolean);
    const parsed = entries
      .map(entry => /^\d+ blob (\w+)\t(.*)$/s.exec(entry))
      .filter(match => match && wanted(match[2]));
    listed.set(ref, new Map(parsed.map(([, id, path]) => [path, id])));
  }
  const texts = blobs(clone, [...new Set([...listed.values()].flatMap(paths => [...paths.values()]))]);
  return new Map(
    [...listed].map(([ref, paths]) => [
      ref,
      new Map([...paths].map(([path, id]) => [path, { id, text: texts.get(id) }])),
    ]),
  );
}

/** Contents of blobs by id. */
function blobs(clone, ids) {
  const out = git(clone, ['cat-file', '--batch'], ids.join('\n'));
  const texts = new Map();
  let at = 0;
  for (const id of ids) {
    const end = out.indexOf(0x0a, at);
    const size = Number(out.subarray(at, end).toString().split(' ')[2]);
    texts.set(id, out.subarray(end + 1, end + 1 + size).toString());
    at = end + 1 + size + 1;
  }
  return texts;
}
