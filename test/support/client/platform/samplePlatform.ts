import type { Location } from 'vscode-languageserver-types';
import type { Platform } from '../../../../common/protocol';

/** The label of a module block at a zero-based line of a file in `folder`. */
export function labelAt(line: number, file: string, folder = 'file:///repo'): Location {
  return { uri: `${folder}/${file}`, range: { start: { line, character: 8 }, end: { line, character: 20 } } };
}

/** A platform with two clusters on two clouds, a node pool, a bound service and one without a cluster. */
export function samplePlatform(folder = 'file:///repo'): Platform {
  const version = 'v0.18.2-beta.0';
  return {
    uri: folder,
    environments: ['ops', 'apps'],
    baseEnvironment: 'apps',
    frameworkVersions: [version],
    clusters: [
      {
        name: 'eks_gc0_eu-west-1',
        provider: 'aws',
        region: 'eu-west-1',
        version,
        location: labelAt(0, 'eks.tf', folder),
        environments: {
          apps: { location: labelAt(4, 'eks.tf', folder), overrides: 0 },
          ops: { location: labelAt(20, 'eks.tf', folder), overrides: 2 },
        },
        nodePools: [
          {
            name: 'eks_gc0_eu-west-1_np0',
            version,
            location: labelAt(30, 'eks.tf', folder),
            environments: { ops: { location: labelAt(40, 'eks.tf', folder), overrides: 1 } },
          },
        ],
        services: [
          {
            name: 'eks_gc0_nginx',
            source: './modules/nginx',
            version: '1.10.1-kbst.0',
            location: labelAt(0, 'nginx.tf', folder),
            environments: { ops: { overrides: 1 } },
          },
        ],
      },
      {
        name: 'gke_gc0',
        provider: 'google',
        version,
        location: labelAt(0, 'gke.tf', folder),
        environments: {},
        nodePools: [],
        services: [],
      },
    ],
    services: [
      { name: 'orphan', source: './modules/orphan', location: labelAt(20, 'nginx.tf', folder), environments: {} },
    ],
  };
}
