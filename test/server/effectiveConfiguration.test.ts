import * as assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Location } from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { EffectiveDocumentResult, PlatformsResult } from '../../common/protocol';
import { effectiveModules, effectiveModuleValues } from '../support/server/effectiveValues';
import { LanguageServer } from '../support/server/languageServer';

const sample = resolve(__dirname, '../platforms/multi-cloud');
const uriOf = (path: string): string => pathToFileURL(resolve(sample, path)).href;
const cluster = uriOf('eks_gc0_eu-west-1_cluster.tf');
const ingress = uriOf('modules/ingress_nginx/main.tf');

/** The text at a location. */
function textAt({ uri, range }: Location): string {
  return TextDocument.create(uri, 'terraform', 0, readFileSync(fileURLToPath(uri), 'utf8')).getText(range);
}

describe('the sample platform', () => {
  let server: LanguageServer;

  before(async () => {
    server = await LanguageServer.start({ folder: sample });
  });

  after(async () => {
    assert.equal(await server.stop(), 0);
    assert.equal(server.stderr, '');
  });

  it('has environments, clusters, node pools and services', async () => {
    const { platforms } = await server.request<PlatformsResult>('kubestack/platforms', {});
    assert.equal(platforms.length, 1);
    const [platform] = platforms;
    assert.deepEqual(
      {
        ...platform,
        clusters: platform?.clusters.map(({ name, provider, region, nodePools, services }) => ({
          name,
          provider,
          region,
          nodePools: nodePools.map(pool => pool.name),
          services: services.map(service => `${service.name} ${service.source}`),
        })),
      },
      {
        uri: pathToFileURL(sample).href,
        environments: ['ops', 'apps', 'apps-prod'],
        baseEnvironment: 'apps-prod',
        frameworkVersions: [],
        clusters: [
          ['eks_gc0_eu-west-1', 'aws', 'eu-west-1', 'node_pool_batch'],
          ['eks_gc0_us-east-1', 'aws', 'us-east-1', 'node_pool_batch'],
          ['gke_ml0_europe-west1', 'google', 'europe-west1', 'node_pool_gpu'],
        ].map(([name, provider, region, pool]) => ({
          name,
          provider,
          region,
          nodePools: [`${name}_${pool}`],
          services: [
            `${name}_feature_cert_manager ./modules/cert_manager`,
            `${name}_feature_ingress_nginx ./modules/ingress_nginx`,
          ],
        })),
        services: [],
      },
    );
    const places = platform?.clusters.flatMap(each => [each, ...each.nodePools, ...each.services]) ?? [];
    assert.equal(places.length, 12);
    for (const { name, location } of places) assert.equal(textAt(location), `"${name}"`);
  });

  it('has the location of every value where its attribute is set', async () => {
    const files = readdirSync(sample).filter(name => /_(?:cluster|node_pool_\w+)\.tf$/.test(name));
    let checked = 0;
    for (const uri of [...files.map(uriOf), ingress, uriOf('modules/cert_manager/main.tf')]) {
      for (const module of await effectiveModules(server, uri)) {
        for (const attribute of Object.values(module.environments).flat()) {
          for (const [place, origin] of [
            [attribute.location, attribute.origin],
            ...(attribute.overrides ? [[attribute.overrides.location, 'overrides'] as const] : []),
          ] as const) {
            // Values from a local are located in the local.
            assert.ok([uri, uriOf('locals.tf')].includes(place.uri), place.uri);
            const text = textAt(place);
            // The attribute itself; for a part of a map that is one expression, the whole map.
            const names = attribute.path.flatMap(step => [step, `"${step}"`]);
            assert.ok(
              names.some(name => text.startsWith(name)),
              `${module.address} ${attribute.path.join('.')} ${origin}: ${text}`,
            );
            checked++;
          }
        }
      }
    }
    assert.ok(checked > 400, String(checked));
  });

  it('returns one module of a file on request', async () => {
    assert.deepEqual(
      await effectiveModules(server, cluster, 'eks_gc0_eu-west-1'),
      await effectiveModules(server, cluster),
    );
    assert.deepEqual(await effectiveModules(server, cluster, 'nope'), []);
    assert.deepEqual(await effectiveModules(server, uriOf('variables.tf')), []);
  });

  it('is a document per environment, with an origin for every line', async () => {
    for (const uri of [pathToFileURL(sample).href, cluster, ingress]) {
      for (const environment of ['apps-prod', 'apps', 'ops']) {
        const { text, lines } = await server.request<EffectiveDocumentResult>('kubestack/effectiveDocument', {
          uri,
          environment,
        });
        assert.equal(lines.length, text.split('\n').length);
        for (const { origin, location } of lines) {
          assert.ok(['set', 'inherited', 'overridden'].includes(origin));
          if (location) assert.notEqual(textAt(location), '');
        }
      }
    }
    const { text, lines } = await server.request<EffectiveDocumentResult>('kubestack/effectiveDocument', {
      uri: cluster,
      environment: 'ops',
    });
    const shown = text.split('\n').flatMap((line, index) => {
      const place = lines[index]?.location;
      return /max_size|name_prefix|^module/.test(line)
        ? [[line.trim().replace(/ +/g, ' '), lines[index]?.origin, place && place.range.start.line + 1]]
        : [];
    });
    assert.deepEqual(shown, [
      ['module "eks_gc0_eu-west-1" {', 'set', 1],
      ['name_prefix = "gc0"', 'inherited', 7],
      ['max_size = 2', 'overridden', 52],
    ]);
  });

  it('sends a notification after an edit, and has current values in all that depends on it', async () => {
    const variables = uriOf('variables.tf');
    await server.notification('kubestack/platformsChanged');
    await server.open(variables, readFileSync(fileURLToPath(variables), 'utf8'));
    server.forgetNotifications();
    await server.change(
      variables,
      `${readFileSync(fileURLToPath(variables), 'utf8').replace('type        = string\n  description = "Minor', 'type        = number\n  description = "Minor')}`,
    );
    await server.notification('kubestack/platformsChanged');
    assert.equal(effectiveModuleValues((await effectiveModules(server, cluster))[0])['ops cluster_version'], '1.31');
    await server.close(variables);
  });
});
