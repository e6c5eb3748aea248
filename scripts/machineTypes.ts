/**
 * `npm run machine-types -- AUTOSCALER GOOGLE` writes the machine types in data/regions.json again, from clones (bare or not) of
 * github.com/kubernetes/autoscaler, which generates lists of AWS and Azure from their APIs, and of
 * github.com/Cyclenerd/google-cloud-pricing-cost-calculator, which does so for Google Cloud. Types that a list doesn't have stay if they are common
 * ones. Scaleway publishes no list, so its types are entered by hand.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { regionsIn } from '../server/kubestack/platform/regions';
import { git } from './schemas/gitFiles.mjs';

interface MachineType {
  readonly name: string;
  readonly vcpus: number;
  readonly memory: number;
  readonly traits: readonly string[];
}

interface Source {
  readonly cloud: 'aws' | 'azurerm' | 'google';
  readonly repository: string;
  readonly path: string;
  readonly read: (text: string) => readonly MachineType[];
}

const DATA = join(__dirname, '..', 'data', 'regions.json');
const AUTOSCALER = 'github.com/kubernetes/autoscaler';
const GOOGLE = 'github.com/Cyclenerd/google-cloud-pricing-cost-calculator';

export const SOURCES: readonly Source[] = [
  {
    cloud: 'aws',
    repository: AUTOSCALER,
    path: 'cluster-autoscaler/cloudprovider/aws/ec2_instance_types.go',
    // Mac instances can't be nodes.
    read: text =>
      goTypes(text, name => (/^g4ad\./.test(name) ? 'amd' : /^dl/.test(name) ? 'habana' : 'nvidia')).filter(
        ({ name }) => !name.startsWith('mac'),
      ),
  },
  {
    cloud: 'azurerm',
    repository: AUTOSCALER,
    path: 'cluster-autoscaler/cloudprovider/azure/azure_instance_types.go',
    // The list counts the FPGAs of the NP series as GPUs.
    read: text =>
      goTypes(text, name => (/_NP/.test(name) ? 'fpga' : /MI300X|V620|NV\d+as_v4/.test(name) ? 'amd' : 'nvidia')),
  },
  { cloud: 'google', repository: GOOGLE, path: 'tools/machinetypes.csv', read: googleTypes },
];

/** Types of a list of cluster-autoscaler. @param accelerator the vendor of a type's GPUs */
function goTypes(text: string, accelerator: (name: string) => string): MachineType[] {
  const entry =
    /"([^"]+)": \{\s+InstanceType: +"[^"]+",(?:\s+SkuFamily: +"[^"]*",)?\s+VCPU: +(\d+),\s+MemoryMb: +(\d+),\s+GPU: +(\d+),\s+Architecture: +"([^"]*)"/g;
  return [...text.matchAll(entry)].map(([, name = '', vcpus, memory, gpus, architecture]) => ({
    name,
    vcpus: Number(vcpus),
    memory: Number(memory) / 1024,
    traits: [...(architecture === 'arm64' ? ['arm64'] : []), ...(Number(gpus) > 0 ? [accelerator(name)] : [])],
  }));
}

/** Types of `NAME;CPUS;SHARED_CPU;MEMORY_GB;DEPRECATED;ZONE`, without deprecated ones. */
function googleTypes(text: string): MachineType[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap(line => {
      const [name = '', vcpus, , memory, deprecated] = line.trim().split(';');
      if (name === '' || deprecated !== '') return [];
      const traits = [
        ...(/^(?:t2a|c4a|n4a|a4x)-/.test(name) ? ['arm64'] : []),
        ...(/^(?:a\d|g\d)\w*-/.test(name) ? ['nvidia'] : []),
      ];
      return { name, vcpus: Number(vcpus), memory: Number(memory), traits };
    });
}

/** The number in a name that multiplies the size of the types of a family: none is 1 in `m7i.xlarge`. */
const FACTOR = /^(.*\.)(\d*)(xlarge.*)$|^(Standard_[A-Z]+)(\d+)(.*)$|^([a-z].*-)(\d+)(.*)$/;

/** Lines as `regionsIn` reads them. Types whose sizes are multiples share one: `m7i.{,2,4}xlarge 4 16`. */
export function written(types: readonly MachineType[]): string[] {
  const natural = new Intl.Collator('en', { numeric: true });
  const families = new Map<string, { single: string; factors: string[]; shared: (factors: string) => string }>();
  for (const { name, vcpus, memory, traits } of [...types].sort((a, b) => natural.compare(a.name, b.name))) {
    const [before = '', factor = '', after = ''] = (FACTOR.exec(name) ?? [])
      .slice(1)
      .filter(part => part !== undefined);
    const [size, by] = [Number(memory.toFixed(2)), Number(factor === '' ? 1 : factor)];
    const shared = (factors: string): string =>
      [`${before}{${factors}}${after}`, vcpus / by, size / by, ...traits].join(' ');
    const single = [name, vcpus, size, ...traits].join(' ');
    const isMultiple = before !== '' && (size / by) * by === size && (vcpus / by) * by === vcpus;
    const family = families.get(isMultiple ? shared('') : single) ?? { single, factors: [], shared };
    family.factors.push(factor);
    families.set(isMultiple ? shared('') : single, family);
  }
  return [...families.values()].map(({ single, factors, shared }) =>
    factors.length === 1 ? single : shared(factors.join(',')),
  );
}

function main([autoscaler, google]: readonly string[]): void {
  if (autoscaler === undefined || google === undefined)
    throw new Error('Usage: npm run machine-types -- AUTOSCALER GOOGLE');
  const data = JSON.parse(readFileSync(DATA, 'utf8')) as {
    clouds: Record<string, { commonTypes: string[]; typesSource?: string; types: string[] }>;
  };
  const { clouds } = regionsIn(data);
  for (const { cloud, repository, path, read } of SOURCES) {
    const clone = repository === AUTOSCALER ? autoscaler : google;
    // The lists round less than 1 GiB to 0.
    const found = read(git(clone, ['show', `HEAD:${path}`]).toString()).filter(({ memory }) => memory > 0);
    const facts = data.clouds[cloud]!;
    const names = new Set(found.map(({ name }) => name));
    const kept = clouds[cloud].types.filter(({ name }) => facts.commonTypes.includes(name) && !names.has(name));
    const types = [
      ...found,
      ...kept.map(type => ({
        ...type,
        traits: [type.architecture, type.accelerator].filter(each => each !== undefined),
      })),
    ];
    facts.types = written(types);
    facts.typesSource = `${repository}/blob/${git(clone, ['log', '-1', '--format=%H (%cs)', '--', path]).toString().trim().replace(' ', `/${path} `)}`;
    console.log(`${cloud}: ${types.length} machine types`);
  }
  writeFileSync(DATA, `${JSON.stringify(data, null, 2)}\n`);
}

if (require.main === module) main(process.argv.slice(2));
