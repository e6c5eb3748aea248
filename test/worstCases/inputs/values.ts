/** Short expressions that take long to evaluate, or have large values. */
import { clusterOf, clusterWith, lines, numbered, type Files, type WorstCase } from '../worstCase';

const LAYERS = 60;

const value = (name: string, expression: (size: number) => string, size = 1024, more?: (size: number) => string) => ({
  name,
  size,
  files: (count: number): Files => clusterOf(expression(count), more?.(count)),
});

const range = (count: number): string => `range(${Math.min(count, 1024)})`;
/** A list with thousands of numbers, based on `local.a`. */
const LARGE =
  'locals {\n  a = range(1000)\n  b = flatten([for a in local.a : local.a])\n  c = [for b in slice(local.b, 0, 20000) : "a${b}"]\n}\n';
const large = (name: string, expression: string): WorstCase =>
  value(
    name,
    () => expression,
    1,
    () => LARGE,
  );

/** A file that is read by a function. */
const read = (name: string, file: string, fn: string, size: number, text: (size: number) => string): WorstCase => ({
  name,
  size,
  files: count => ({ ...clusterOf(`${fn}(file("${file}"))`), [file]: text(count) }),
});

export const VALUES: readonly WorstCase[] = [
  value(
    'loops in loops',
    count => `[for a in ${range(count)} : [for b in ${range(count)} : [for c in ${range(count)} : a]]]`,
  ),
  value(
    'a loop with text',
    count => `[for a in ${range(count)} : join("", [for b in ${range(count)} : "xxxxxxxxxx"])]`,
  ),
  value('grouping', count => `{ for a in flatten([for b in ${range(count)} : range(100)]) : "a" => a... }`),
  value('setproduct', count => `setproduct(${range(count)}, ${range(count)}, ${range(count)})`),
  value('distinct lists', count => `distinct([for a in ${range(count)} : [for b in ${range(count)} : b]])`),
  value('a set of objects', count => `toset([for a in ${range(count)} : { a = ${range(count)}, b = a }])`),
  value('equality', count => `[for a in ${range(count)} : ${range(count)} == ${range(count)}]`),
  value('merge', count => `merge([for a in ${range(count)} : { for b in ${range(count)} : "\${a}-\${b}" => b }]...)`),
  value('format', count => `format("%${count * 900}s", "a")`),
  value('numbers', count => `pow(10, ${count}) * 1e${count * 900_000}`),
  value('a long quotient', count => `1 / 1e${count * 900}`),
  value('a long remainder', count => `1e${count * 9000} % 7`),
  value('parseint', count => `parseint(join("", [for a in ${range(count)} : "zzzzzzzzzzzzzzzzzzzz"]), 36)`),
  value(
    'replace',
    count => `replace(join("", [for a in ${range(count)} : "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]), "/(a*)*b/", "c")`,
  ),
  value(
    'replacement text',
    count =>
      `replace(join("", [for a in ${range(count)} : "aaaaaaaaaa"]), "a", join("", [for a in ${range(count)} : "bbbbbbbbbb"]))`,
  ),
  value('regexall', count => `regexall("(a|a)*", join("", [for a in ${range(count)} : "aaaaaaaaaaaaaaaaaaaaaaaa"]))`),
  value(
    'regex',
    count =>
      `regex("((((a{1,${Math.min(count, 999)}}){1,10}){1,10}))", join("", [for a in ${range(count)} : "aaaaaaaa"]))`,
  ),
  value(
    'regexall in a loop',
    count => `[for a in ${range(count)} : length(regexall("(a|a)*b", local.b))]`,
    1024,
    () => `locals {\n  b = "${'a'.repeat(1500)}"\n}\n`,
  ),
  value(
    'parseint in a loop',
    count => `[for a in ${range(count)} : parseint(local.b, 36)]`,
    1024,
    () => `locals {\n  b = "${'z'.repeat(3000)}"\n}\n`,
  ),
  value('split', count => `split("", join("", [for a in ${range(count)} : "aaaaaaaaaaaaaaaaaaaaaaaa"]))`),
  value('upper', count => `upper(join("", [for a in ${range(count)} : join("", [for b in ${range(count)} : "ß"])]))`),
  value('strrev', count => `strrev(join("", [for a in ${range(count)} : "👩‍👩‍👧‍👦e\\u0301👩‍👩‍👧‍👦e\\u0301"]))`),
  value('substr', count => `[for a in ${range(count)} : substr(join("", [for b in range(1024) : "aaaaaaaa"]), a, 1)]`),
  value('cidrsubnets', count => `cidrsubnets("10.0.0.0/8", [for a in ${range(count)} : 20]...)`),
  value(
    'transpose',
    count => `transpose({ for a in ${range(count)} : a => [for b in ${range(count)} : tostring(b)] })`,
  ),
  value('matchkeys', count => `matchkeys(${range(count)}, ${range(count)}, ${range(count)})`),
  value(
    'hashes',
    count => `[for a in ${range(count)} : sha512(join("", [for b in range(100) : "aaaaaaaaaaaaaaaaaaaa"]))]`,
  ),
  value(
    'base64gzip',
    count =>
      `base64gzip(join("", [for a in ${range(count)} : join("", [for b in range(300) : "aaaaaaaaaaaaaaaaaaaa"])]))`,
  ),
  value('jsonencode', count => `jsonencode([for a in ${range(count)} : [for b in ${range(count)} : b]])`),
  value('yamlencode', count => `yamlencode([for a in ${range(count)} : [for b in ${range(count)} : "a\\n b"]])`),
  value(
    'tries',
    count => `${'try('.repeat(Math.min(count, 40))}local.none${', local.none)'.repeat(Math.min(count, 40))}`,
  ),
  value('an unknown function', count => `[${'nofunction(1), '.repeat(count * 20)}]`, 1024),
  value('unknown references', count => `[${numbered(count * 20, index => `local.a${index}`).join(', ')}]`, 1024),
  large('flatten', 'flatten([local.b, local.b, local.b])'),
  large('distinct', 'distinct(local.c)'),
  large('sort', 'sort(local.c)'),
  large('toset', 'toset(local.c)'),
  large('setintersection', 'setintersection(local.c, reverse(local.c))'),
  large('setsubtract', 'setsubtract(local.c, local.c)'),
  large('contains', '[for a in slice(local.c, 0, 1000) : contains(local.c, a)]'),
  large('index', '[for a in slice(local.c, 0, 1000) : index(local.c, a)]'),
  large('concat', '[for a in slice(local.c, 0, 1000) : concat(local.c, [a])]'),
  large('slice', '[for a in range(1000) : slice(local.b, a, 20000)]'),
  large('chunklist', 'chunklist(local.c, 1)'),
  large('zipmap', 'zipmap(local.c, local.c)'),
  large('zipmap of one key', 'zipmap([for a in local.c : "a"], local.c)'),
  large('join', '[for a in range(1000) : join(",", local.c)]'),
  large('lookup', '[for a in range(1000) : lookup({ for b in local.c : b => 1 }, "a", 1)]'),
  large('coalesce', 'coalesce([for a in local.c : ""]...)'),
  large('compact', 'compact(local.c)'),
  large('max', 'max(local.b...)'),
  large('sum', 'sum(local.b)'),
  large('element', '[for a in range(1000) : element(local.c, a)]'),
  large('formatlist', 'formatlist("%s-%s", local.c, local.c)'),
  large('a large value', 'local.b'),
  large('a large value in each attribute', '[for a in range(100) : local.b]'),
  {
    name: 'locals that double',
    size: LAYERS,
    files: count =>
      clusterOf(
        'local.a0',
        `locals {\n${lines(count, index => `  a${index} = [local.a${index + 1}, local.a${index + 1}]`)}\n  a${count} = 1\n}\n`,
      ),
  },
  {
    name: 'text that doubles',
    size: LAYERS,
    files: count =>
      clusterOf(
        'local.a0',
        `locals {\n${lines(count, index => `  a${index} = "\${local.a${index + 1}}\${local.a${index + 1}}"`)}\n  a${count} = "x"\n}\n`,
      ),
  },
  {
    name: 'a chain of locals',
    size: 20_000,
    files: count =>
      clusterOf(
        'local.a0',
        `locals {\n${lines(count, index => `  a${index} = local.a${index + 1}`)}\n  a${count} = 1\n}\n`,
      ),
  },
  {
    name: 'a ring of locals',
    size: 20_000,
    files: count =>
      clusterOf('local.a0', `locals {\n${lines(count, index => `  a${index} = local.a${(index + 1) % count}`)}\n}\n`),
  },
  {
    name: 'locals that use all others',
    size: 400,
    files: count =>
      clusterOf(
        'local.a0',
        `locals {\n${lines(count, index => `  a${index} = [${numbered(count, other => `local.a${other}`).join(', ')}]`)}\n}\n`,
      ),
  },
  {
    name: 'locals that use those after them',
    size: 400,
    files: count =>
      clusterOf(
        'local.a0',
        `locals {\n${lines(count, index => `  a${index} = max(1, ${numbered(count - index - 1, other => `local.a${index + other + 1}`).join(', ')})`)}\n}\n`,
      ),
  },
  {
    name: 'many locals',
    size: 40_000,
    files: count => clusterOf('local.a7', `locals {\n${lines(count, index => `  a${index} = ${index}`)}\n}\n`),
  },
  {
    name: 'many blocks of locals',
    size: 30_000,
    files: count =>
      clusterOf(
        'local.a7',
        lines(count, index => `locals {\n  a${index} = ${index}\n}`),
      ),
  },
  {
    name: 'locals of one name',
    size: 50_000,
    files: count => clusterOf('local.a', `locals {\n${lines(count, () => '  a = 1')}\n}\n`),
  },
  {
    name: 'blocks with a local of one name',
    size: 40_000,
    files: count =>
      clusterOf(
        'local.a',
        lines(count, () => 'locals {\n  a = 1\n}'),
      ),
  },
  {
    name: 'a costly local in computed environments',
    size: 1000,
    files: count => ({
      'main.tf': `${clusterWith(`{ for e in range(${count}) : "e\${e}" => { name_prefix = "a\${length(local.b)}" } }`)}\n${LARGE}`,
    }),
  },
  {
    name: 'costly attributes',
    size: 2000,
    files: count => ({
      'main.tf': clusterWith(
        `{\n    apps = {\n${lines(count, index => `      a${index} = length([for a in range(1000) : a])`)}\n    }\n    ops = {}\n  }`,
      ),
    }),
  },
  {
    name: 'costly calls',
    size: 300,
    files: count => ({
      'main.tf': lines(count, index =>
        clusterWith(
          '{\n    apps = { name_prefix = length([for a in range(1000) : [for b in range(100) : b]]) }\n    ops = {}\n  }',
          `gke_gc${index}_europe-west1`,
        ),
      ),
    }),
  },
  {
    name: 'a type with many attributes',
    size: 20_000,
    files: count =>
      clusterOf(
        'var.a',
        `variable "a" {\n  type = object({\n${lines(count, index => `    a${index} = optional(string, "a")`)}\n  })\n  default = {}\n}\n`,
      ),
  },
  {
    name: 'a list of a type with many attributes',
    size: 2000,
    files: count =>
      clusterOf(
        'var.a',
        `variable "a" {\n  type = list(object({\n${lines(count, index => `    a${index} = optional(string, "a")`)}\n  }))\n  default = [${'{}, '.repeat(count)}]\n}\n`,
      ),
  },
  {
    name: 'a nested type',
    size: 100_000,
    files: count =>
      clusterOf('var.a', `variable "a" {\n  type = ${'list('.repeat(count)}string${')'.repeat(count)}\n}\n`),
  },
  read('nested JSON in a file', 'a.json', 'jsondecode', 400_000, count => `${'['.repeat(count)}${']'.repeat(count)}`),
  {
    name: 'YAML in a loop',
    size: 1024,
    files: count => ({
      ...clusterOf(`[for a in ${range(count)} : yamldecode(file("a.yaml"))]`),
      'a.yaml': lines(500, index => `a${index}: 1`),
    }),
  },
  {
    name: 'hashes of a file in a loop',
    size: 1024,
    files: count => ({
      ...clusterOf(`[for a in ${range(count)} : filesha512("a.txt")]`),
      'a.txt': 'a'.repeat(200_000),
    }),
  },
  read('long JSON in a file', 'a.json', 'jsondecode', 400_000, count => `[${'1,'.repeat(count)}1]`),
  read('JSON objects in a file', 'a.json', 'jsondecode', 60_000, count => `[${'{"a":1},'.repeat(count)}1]`),
  read(
    'JSON keys in a file',
    'a.json',
    'jsondecode',
    60_000,
    count => `{${numbered(count, index => `"a${index}":1`).join()}}`,
  ),
  read('nested YAML in a file', 'a.yaml', 'yamldecode', 400_000, count => '- '.repeat(count)),
  read('nested YAML brackets in a file', 'a.yaml', 'yamldecode', 400_000, count => '['.repeat(count)),
  read('nested YAML brackets over lines', 'a.yaml', 'yamldecode', 100_000, count => '[\n '.repeat(count)),
  read('nested YAML keys in a file', 'a.yaml', 'yamldecode', 900, count =>
    lines(count, index => `${' '.repeat(index)}a:`),
  ),
  read('explicit YAML keys in a file', 'a.yaml', 'yamldecode', 200_000, count => '? '.repeat(count)),
  read('a long YAML list in a file', 'a.yaml', 'yamldecode', 100_000, count => lines(count, () => '- a')),
  read('YAML keys in a file', 'a.yaml', 'yamldecode', 60_000, count => lines(count, index => `a${index}: 1`)),
  read('YAML aliases in a file', 'a.yaml', 'yamldecode', 60_000, count => `- &a 1\n${lines(count, () => '- *a')}`),
  read('YAML anchors in a file', 'a.yaml', 'yamldecode', 60_000, count => lines(count, index => `- &a${index} 1`)),
  read(
    'YAML aliases that double',
    'a.yaml',
    'yamldecode',
    60,
    count => `a0: &a0 [1, 1]\n${lines(count, index => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`)}`,
  ),
  read('YAML text in a file', 'a.yaml', 'yamldecode', 300_000, count => `a: |\n${lines(count, () => '  a')}`),
  read('YAML quotes in a file', 'a.yaml', 'yamldecode', 300_000, count => `a: "${'\\"'.repeat(count)}`),
  read('YAML comments in a file', 'a.yaml', 'yamldecode', 300_000, count => lines(count, () => '# a')),
  read(
    'YAML merge keys in a file',
    'a.yaml',
    'yamldecode',
    3000,
    count => `a: &a\n${lines(count, index => `  a${index}: 1`)}\n${lines(count, index => `b${index}:\n  <<: *a`)}`,
  ),
  read('CSV in a file', 'a.csv', 'csvdecode', 60_000, count => `a,b\n${lines(count, () => '1,2')}`),
  read('CSV columns in a file', 'a.csv', 'csvdecode', 60_000, count => numbered(count, index => `a${index}`).join()),
  read('CSV quotes in a file', 'a.csv', 'csvdecode', 400_000, count => `a\n"${'""'.repeat(count)}"`),
  {
    name: 'a template file',
    size: 60_000,
    files: count => ({ ...clusterOf('templatefile("a.tftpl", {})'), 'a.tftpl': '${1}'.repeat(count) }),
  },
  {
    name: 'a template file that is nested',
    size: 100_000,
    files: count => ({ ...clusterOf('templatefile("a.tftpl", {})'), 'a.tftpl': '%{if true}'.repeat(count) }),
  },
  {
    name: 'a large file in each attribute',
    size: 1000,
    files: count => ({
      'main.tf': clusterWith(
        `{\n    apps = {\n${lines(count, index => `      a${index} = file("a.txt")`)}\n    }\n    ops = {}\n  }`,
      ),
      'a.txt': 'a'.repeat(count * 1000),
    }),
  },
  {
    name: 'fileset with many stars',
    size: 100,
    files: count => ({
      ...clusterOf('fileset(".", "files/*a*a*a*a*a*a*a*a*a*b")'),
      ...Object.fromEntries(numbered(count, index => [`files/${'a'.repeat(60)}${index}.txt`, ''] as const)),
    }),
  },
  {
    name: 'fileset',
    size: 5000,
    files: count => ({
      ...clusterOf('fileset(".", "{**,*}/{*,**}/*{a,b}*{a,b}*{a,b}*.txt")'),
      ...Object.fromEntries(
        numbered(
          count,
          index => [`files/${index % 50}/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa${index}.txt`, ''] as const,
        ),
      ),
    }),
  },
];
