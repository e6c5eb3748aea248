// A server whose files come from its client, in any order: its final answers equal those of a server with a file system, and earlier ones are not
// wrong.
import { bundledData } from '../../support/bundledData';
import * as assert from 'node:assert/strict';
import fc from 'fast-check';
import { allDiagnostics } from '../../../server/diagnostics/checkedDiagnostics';
import { effectiveConfiguration } from '../../../server/features/effective/effectiveConfiguration';
import { platforms } from '../../../server/features/effective/platforms';
import { createRequestScheduler, type RequestScheduler } from '../../../server/lsp/requestScheduler';
import { now } from '../../../common/now';
import type { RequestContext } from '../../../server/semantics/requestContext';
import { DEFAULT_SETTINGS } from '../../../server/semantics/settings';
import { Session } from '../../../server/session';
import { MemoryFileSystem } from '../../support/memoryFileSystem';
import { framework, HEAD } from '../../support/kubestack/effectiveOf';
import { DelayedFiles, idle } from '../../support/server/delayedFiles';

/** Values from files of every kind: other files than configuration, other modules, installed ones, templates, the selected workspace. */
const TEXTS: Readonly<Record<string, string>> = {
  'clusters/eks_zero_cluster.tf': `module "eks_zero" {
  source = "${framework('aws/cluster', 'v0.15.1-beta.0')}"

  configuration = {
    apps = {
      name_prefix = file("\${path.module}/files/prefix.txt")
      base_domain = var.base_domain
      cluster_vpc_cidr = local.region
      cluster_instance_type = fileexists("files/workers.txt") ? "many" : "few"
      cluster_availability_zones = join(",", fileset("files", "**/*.txt"))
      cluster_aws_auth_map_roles = templatefile("\${path.root}/templates/greeting.tftpl", { name = terraform.workspace })
      cluster_aws_auth_map_users = module.names.region
      cluster_aws_auth_map_accounts = module.copy.name
      cluster_endpoint_public_access_cidrs = filesha256("files/deep/er/b.txt")
      worker_associate_public_ip_address = fileexists("files/none.txt")
    }
    ops = {
      name_prefix = "ops"
    }
  }
}

module "names" {
  source = "../modules/names"
  suffix = "1"
}

module "service" {
  source = "../modules/service"
  prefix = "right"
}

module "copy" {
  source = "git::https://example.com/names.git"
}
`,
  'clusters/locals.tf': 'locals {\n  region = "eu-west-1"\n}\n',
  'clusters/z_override.tf': 'locals {\n  region = "eu-west-2"\n}\n',
  'clusters/variables.tf': 'variable "base_domain" {\n  default = "wrong.example.com"\n}\n',
  'clusters/terraform.tfvars': 'base_domain = "infra.example.com"\n',
  'clusters/files/prefix.txt': 'abc',
  'clusters/files/workers.txt': '',
  'clusters/files/deep/er/b.txt': 'b',
  'clusters/templates/greeting.tftpl': 'Hello, ${name}',
  'clusters/.terraform/environment': 'apps',
  'clusters/.terraform/modules/modules.json': JSON.stringify({
    Modules: [{ Key: 'copy', Source: 'git::https://example.com/names.git', Dir: '.terraform/modules/copy' }],
  }),
  'clusters/.terraform/modules/copy/main.tf': 'output "name" {\n  value = "installed"\n}\n',
  'modules/names/main.tf':
    'variable "suffix" {\n  default = "9"\n}\n\noutput "region" {\n  value = "eu-${var.suffix}"\n}\n',
  'modules/service/main.tf': `variable "prefix" {
  default = "wrong"
}

module "eks_inner" {
  source = "${framework('aws/cluster', 'v0.15.1-beta.0')}"

  configuration = {
    apps = {
      name_prefix = var.prefix
    }
  }
}
`,
  'clusters/README.md': '# Platform\n',
  'clusters/Dockerfile': 'FROM kubestack/framework:v0.18.1-beta.0\n',
  '.github/workflows/main.yml': 'on: push\njobs: {}\n',
};

/** Path → new text; undefined deletes the file. */
const CHANGES: readonly (readonly [string, string | undefined])[] = [
  ['clusters/files/prefix.txt', 'xyz'],
  ['clusters/files/prefix.txt', undefined],
  ['clusters/files/workers.txt', undefined],
  ['clusters/files/none.txt', 'now'],
  ['clusters/files/deep/c.txt', 'c'],
  ['clusters/files/new/d.txt', 'd'],
  ['clusters/z_override.tf', undefined],
  ['clusters/terraform.tfvars', 'base_domain = "other.example.com"\n'],
  ['clusters/a.auto.tfvars', 'base_domain = "auto.example.com"\n'],
  ['clusters/.terraform/environment', 'ops'],
  ['clusters/.terraform/modules/modules.json', undefined],
  ['clusters/.terraform/modules/copy/main.tf', 'output "name" {\n  value = "other"\n}\n'],
  ['modules/names/outputs.tf', 'output "more" {\n  value = 1\n}\n'],
  ['modules/names/main.tf', undefined],
  ['modules/service/z_override.tf', 'variable "prefix" {\n  type = string\n}\n'],
  [
    'other/main.tf',
    `module "eks_one" {\n  source = "${framework('aws/cluster', HEAD)}"\n  configuration = { apps = {} }\n}\n`,
  ],
];

const DOCUMENTS = [
  'clusters/eks_zero_cluster.tf',
  'modules/service/main.tf',
  'clusters/locals.tf',
  'modules/names/main.tf',
  'clusters/Dockerfile',
];

describe('a server that reads files through its client', () => {
  const contextOf = (session: Session): RequestContext => ({
    model: session.model,
    settings: DEFAULT_SETTINGS,
    client: { markdown: true, servedByOtherExtension: () => false, clientUri: uri => uri },
  });

  /** A server whose client responds when the test allows it. */
  function slow(
    files: MemoryFileSystem,
    together: number,
  ): { session: Session; source: DelayedFiles; answers: RequestScheduler } {
    const source = new DelayedFiles(files, together);
    const session = new Session(bundledData, [files.root], source);
    const answers = createRequestScheduler({
      requireServing: () => {},
      session: () => session,
      request: () => contextOf(session),
      logFailure: (what, error) => assert.fail(`${what}: ${String(error)}`),
      // Requests don't wait for files once the server knows the modules.
      fileTimeout: () => Promise.resolve(),
    });
    return { session, source, answers };
  }

  /** The displayed results, without unknown parts. */
  const valuesOf = (files: MemoryFileSystem) => (request: RequestContext) => {
    const values = new Map<string, string>();
    for (const document of DOCUMENTS)
      for (const { name, environments } of effectiveConfiguration(request, files.uri(document)).modules)
        for (const [environment, attributes] of Object.entries(environments))
          for (const { path, known, value, expression } of attributes)
            if (known) values.set([name, environment, ...path].join(' '), JSON.stringify(expression ?? value));
    // An error can mean that a file is missing.
    for (const document of DOCUMENTS)
      for (const { code, message } of now(allDiagnostics(request, files.uri(document))))
        if (/^KS00/.test(String(code))) values.set(`${document} ${JSON.stringify(message)}`, 'is an error');
    return values;
  };

  const everythingOf = (files: MemoryFileSystem) => (request: RequestContext) => ({
    values: [...valuesOf(files)(request)],
    effective: DOCUMENTS.map(document => effectiveConfiguration(request, files.uri(document))),
    platforms: now(platforms(request)),
    diagnostics: DOCUMENTS.map(document => now(allDiagnostics(request, files.uri(document)))),
  });

  async function onDisk(files: MemoryFileSystem): Promise<ReturnType<ReturnType<typeof everythingOf>>> {
    const session = new Session(bundledData, [files.root], files);
    await session.indexer.done();
    return everythingOf(files)(contextOf(session));
  }

  /** Responds to pending requests of the server in random order, until there are none. */
  async function answerAll(source: DelayedFiles, next: (count: number) => number, each: () => void): Promise<void> {
    for (let steps = 0; ; steps++) {
      assert.ok(steps < 2_000, 'the server goes on asking');
      await idle();
      if (source.open.length === 0) return;
      source.open[next(source.open.length)]!.answer();
      await idle();
      each();
    }
  }

  it('reports the same as one with a file system, in any order of events, and nothing else before', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.infiniteStream(fc.nat(10_000)),
        fc.constantFrom(1, 2, 200),
        fc.array(fc.constantFrom(...CHANGES), { maxLength: 4 }),
        async (order, together, changes) => {
          const files = new MemoryFileSystem(TEXTS);
          const next = (count: number): number => order.next().value! % count;
          const { session, source, answers } = slow(files, together);
          let before: ReadonlyMap<string, string> = new Map();
          for (const round of [[], changes]) {
            for (const [path, text] of round) files.write(path, text);
            const expected = await onDisk(files);
            const truth = new Map(expected.values);
            if (round.length > 0) session.filesChanged(round.map(([path]) => files.uri(path)));
            const seen: ReadonlyMap<string, string>[] = [];
            const ask = (): void =>
              void answers.interactive(valuesOf(files), new Map()).then(values => seen.push(values));
            ask();
            const whole = answers.interactive(everythingOf(files), undefined, 'files');
            await answerAll(source, next, ask);
            await idle();
            for (const values of seen)
              for (const [place, value] of values)
                // Until a change is reported, the previous content counts, as on a disk.
                if (value !== before.get(place)) assert.equal(value, truth.get(place), `${place} before all is known`);
            assert.ok(seen.length > 0);
            assert.deepEqual(await whole, expected);
            before = truth;
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});
