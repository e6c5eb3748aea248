// Creates a software bill of materials of the packages in the bundles, in the CycloneDX format.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The text is reproducible: it contains no time, and the serial number is derived from the other content.
 *
 * @param {string} root the project's folder
 * @param {readonly import('./bundledPackages.mjs').BundledPackage[]} packages
 * @param {'application'
 * 'library'} type what contains the packages
 * @returns {string} CycloneDX 1.6, as JSON
 */
export function softwareBillOfMaterials(root, packages, type) {
  const { name, version, description, license, publisher, repository } = readJson(root, 'package.json');
  const locked = readJson(root, 'package-lock.json').packages;
  const components = packages.map(each => ({
    type: 'library',
    'bom-ref': `${purl(each)}#${each.folder}`,
    name: each.name,
    version: each.version,
    licenses: [licenseOf(each.license)],
    hashes: hashesOf(locked[each.folder]?.integrity),
    purl: purl(each),
  }));
  const subject = `${purl({ name, version })}#${type}`;
  const bill = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      component: {
        ...{ type, 'bom-ref': subject, name, version, description },
        licenses: [licenseOf(license)],
        purl: purl({ name, version }),
        externalReferences: [{ type: 'vcs', url: repository.url }],
      },
      supplier: { name: publisher },
    },
    components,
    dependencies: [
      { ref: subject, dependsOn: components.map(each => each['bom-ref']) },
      ...components.map(each => ({ ref: each['bom-ref'] })),
    ],
  };
  const { $schema, bomFormat, specVersion, ...rest } = bill;
  const serialNumber = `urn:uuid:${uuidOf(JSON.stringify(bill))}`;
  return `${JSON.stringify({ $schema, bomFormat, specVersion, serialNumber, ...rest }, null, 2)}\n`;
}

const readJson = (root, path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

/** Two licenses with `OR` are an expression; a single one has an id. */
const licenseOf = license => (/[ ()]/.test(license) ? { expression: license } : { license: { id: license } });

/** A package URL of type npm. The "@" of a scope is encoded. */
const purl = ({ name, version }) => `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;

/** npm's integrity value is a hash of the package's archive, in Base64. */
function hashesOf(integrity) {
  const [, algorithm, value] = /^sha(512|256)-(\S+)$/.exec(integrity ?? '') ?? [];
  return value ? [{ alg: `SHA-${algorithm}`, content: Buffer.from(value, 'base64').toString('hex') }] : [];
}

/** A UUID of version 8 (RFC 9562, custom content), derived from a hash. */
function uuidOf(text) {
  const hex = createHash('sha256').update(text).digest('hex');
  const variant = ((parseInt(hex[16], 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
