import { secret } from '../../hcl/functions/literal';
import { each, pairs, TEXTS, type Cases } from './caseInputs';

/** Calls of hashes and of functions on files. */
// prettier-ignore
export const FILE_CASES: Cases = {
  base64sha256: each(TEXTS),
  base64sha512: each(['', 'é']),
  md5: each(TEXTS),
  sha1: each(TEXTS),
  sha256: each(TEXTS),
  sha512: each(['', 'é']),
  uuidv5: [['dns', 'tada'], ['url', 'https://tada.io'], ['oid', '2.999'], ['x500', 'cn=tada'],
    ['743ac3c0-3bf7-4a5b-9e6c-59360447c757', 'tada'], ['743AC3C03bf74a5b9e6c59360447c757', 'tada'],
    ['{743ac3c0-3bf7-4a5b-9e6c-59360447c757}', ''], ['urn:uuid:743ac3c0-3bf7-4a5b-9e6c-59360447c757', 'é'], ['tada',
    'tada'], ['', ''], ['743ac3c0-3bf7-4a5b-9e6c-59360447c75x', 'a'], ['743ac3c0x3bf7-4a5b-9e6c-59360447c757', 'a'],
    ['xxx:uuid:743ac3c0-3bf7-4a5b-9e6c-59360447c757', 'é']],
  filemd5: [['hello.txt'], ['missing.txt'], ['./hello.txt'], ['sub/../hello.txt'], ['./missing.txt']],
  filesha256: [['hello.txt']],
  filebase64sha512: [['hello.txt']],
  file: [['hello.txt'], ['missing.txt'], ['binary.dat'], [secret('hello.txt')], [secret('missing.txt')]],
  filebase64: [['hello.txt'], ['binary.dat'], ['missing.txt']],
  fileexists: [['hello.txt'], ['missing.txt'], ['./hello.txt'], [null], ['']],
  fileset: pairs(['.', './'], ['hello*', '*.txt', '{hello,binary}.*', 'h?llo.txt', '[a-c]*', '[^h]*.dat', 'missing/*',
    'hello.txt', '[', '*/[', '{a', '**/*.txt', '*.{dat,txt}', '\\*', '', '[]', '[h-a]*', '[!h]*', '[!b]*.txt', '{a,./hello}.txt', '[]-h]*', '**/hello.*', './hello.txt',
    '*ello.{t,x}xt']),
  pathexpand: [['a'], [''], ['~x'], ['a~']],
  templatefile: [['x', 'a'], ['x', {}]],
};
