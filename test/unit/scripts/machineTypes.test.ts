import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SOURCES, written } from '../../../scripts/machineTypes';
import { regionsIn } from '../../../server/kubestack/platform/regions';

const read = (cloud: string, text: string) =>
  SOURCES.find(each => each.cloud === cloud)!
    .read(text)
    .map(({ name, vcpus, memory, traits }) => [name, vcpus, memory, ...traits]);

const go = (name: string, gpus: number, architecture: string): string => `	"${name}": {
		InstanceType: "${name}",
		SkuFamily:    "family",
		VCPU:         4,
		MemoryMb:     16384,
		GPU:          ${gpus},
		Architecture: "${architecture}",
	},
`;

describe('npm run machine-types', () => {
  it("reads cluster-autoscaler's lists, with the vendor of GPUs and without Mac instances", () => {
    const list =
      go('m7g.xlarge', 0, 'arm64') +
      go('g4ad.xlarge', 1, 'amd64') +
      go('g5.xlarge', 1, 'amd64') +
      go('mac2.metal', 0, 'arm64');
    assert.deepEqual(read('aws', list), [
      ['m7g.xlarge', 4, 16, 'arm64'],
      ['g4ad.xlarge', 4, 16, 'amd'],
      ['g5.xlarge', 4, 16, 'nvidia'],
    ]);
    assert.deepEqual(read('azurerm', go('Standard_NP10s', 1, 'amd64')), [['Standard_NP10s', 4, 16, 'fpga']]);
  });

  it("reads Google Cloud's list without deprecated types", () => {
    const list =
      'NAME;CPUS;SHARED_CPU;MEMORY_GB;DEPRECATED;ZONE\ng2-standard-4;4;False;16.00;;\nc4a-standard-1;1;False;4.00;;\nz3-highmem-88;88;False;704.00;DEPRECATED;\n';
    assert.deepEqual(read('google', list), [
      ['g2-standard-4', 4, 16, 'nvidia'],
      ['c4a-standard-1', 1, 4, 'arm64'],
    ]);
  });
});

describe('the lines of machine types', () => {
  it('list types whose sizes are multiples once, and are read again as the same types', () => {
    const list = [
      go('m7g.xlarge', 0, 'arm64'),
      go('m7g.2xlarge', 0, 'arm64').replace(' 4,', ' 8,').replace('16384', '32768'),
      go('m7g.large', 0, 'arm64').replace(' 4,', ' 2,').replace('16384', '8192'),
      go('g5.2xlarge', 1, 'amd64'),
    ];
    const lines = written(SOURCES.find(({ cloud }) => cloud === 'aws')!.read(list.join('')));
    assert.deepEqual(lines, ['g5.2xlarge 4 16 nvidia', 'm7g.{2,}xlarge 4 16 arm64', 'm7g.large 2 8 arm64']);
    const { types } = regionsIn({ clouds: { aws: { types: lines } } }).clouds.aws;
    assert.deepEqual(
      types.map(({ name, vcpus, memory }) => [name, vcpus, memory]),
      [
        ['g5.2xlarge', 4, 16],
        ['m7g.2xlarge', 8, 32],
        ['m7g.xlarge', 4, 16],
        ['m7g.large', 2, 8],
      ],
    );
  });
});

describe('the machine types in data/regions.json', () => {
  const text = readFileSync(join(__dirname, '../../../data/regions.json'), 'utf8');
  const { clouds } = regionsIn(JSON.parse(text));

  for (const [cloud, { commonTypes, types }] of Object.entries(clouds)) {
    it(`of ${cloud} have plausible sizes, and include the common ones`, () => {
      const names = new Set(types.map(({ name }) => name));
      assert.equal(names.size, types.length);
      assert.deepEqual(
        commonTypes.filter(name => !names.has(name)),
        [],
      );
      assert.deepEqual(
        types.filter(({ vcpus, memory }) => !(vcpus >= 1 && memory >= 0.5 && memory <= 40_000)),
        [],
      );
    });
  }
});
