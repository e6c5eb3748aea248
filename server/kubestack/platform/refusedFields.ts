/**
 * Finds fields of Kubernetes objects that the API server refuses in every version.
 *
 * Source: `pkg/apis/core/validation`, `pkg/apis/apps/validation`, `pkg/apis/batch/validation` and `pkg/apis/rbac/validation` in
 * kubernetes/kubernetes, and `pkg/util/validation` and `pkg/api/resource` in kubernetes/apimachinery.
 */
import { isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import { alternatives, t } from '../../../common/localization';
import { ownProperty } from '../../../common/ownProperty';

export interface RefusedField {
  /** What else can change the field: kustomize adds prefixes to names, labels to objects and entries to the data of ConfigMaps. */
  readonly part: 'name' | 'labels' | 'data' | 'spec';
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
  /** The path of the field, such as `metadata.name`. Values are left out: they can be secret. */
  readonly path: string;
  /** What Kubernetes requires: part of a sentence. */
  readonly reason: string;
}

const DOMAIN = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
const QUALIFIED = /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?$/;
const PORT_NAME = /^(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*$/;
const QUANTITY = /^\+?(\d+(?:\.\d*)?|\.\d+)(?:([KMGTPE]i)|([numkMGTPE])|[eE]([+-]?\d+))?$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** API versions → kinds → the rule for their names: the maximum length of a domain name or a label; undefined for a segment of a path. */
const NAMES: Readonly<Record<string, Readonly<Record<string, { domain?: number; label?: number }>>>> = {
  v1: {
    Pod: { domain: 253 },
    ConfigMap: { domain: 253 },
    Secret: { domain: 253 },
    ServiceAccount: { domain: 253 },
    Namespace: { label: 63 },
    Service: { label: 63 },
  },
  'apps/v1': {
    Deployment: { domain: 253 },
    StatefulSet: { domain: 253 },
    DaemonSet: { domain: 253 },
    ReplicaSet: { domain: 253 },
  },
  'batch/v1': { Job: { domain: 253 }, CronJob: { domain: 52 } },
  'networking.k8s.io/v1': { Ingress: { domain: 253 } },
  'rbac.authorization.k8s.io/v1': { Role: {}, ClusterRole: {}, RoleBinding: {}, ClusterRoleBinding: {} },
};

/** The value at a path of keys. */
const at = (node: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((parent, key) => (isMap(parent) ? parent.get(key, true) : undefined), node);

const itemsOf = (node: unknown): readonly unknown[] => (isSeq(node) ? node.items : []);

/** A string as it is written; undefined for other values, and for templates, which other programs fill in. */
function textOf(node: unknown): string | undefined {
  const value = isScalar(node) ? node.value : undefined;
  return typeof value === 'string' && !/\{\{|\$[{(]/.test(value) ? value : undefined;
}

/** A number as it is written, if all parsers of YAML take it for one. */
const numberOf = (node: unknown): string | undefined =>
  isScalar(node) && node.type === 'PLAIN' && /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(node.source ?? '')
    ? node.source
    : undefined;

/** Whether all parsers of YAML take the value for something else than a string or null. */
const isNoString = (node: unknown): boolean =>
  isMap(node) ||
  isSeq(node) ||
  numberOf(node) !== undefined ||
  (isScalar(node) && node.type === 'PLAIN' && /^(?:true|false)$/.test(node.source ?? ''));

const entriesOf = (node: unknown): { key: string; keyNode: unknown; value: unknown }[] =>
  isMap(node)
    ? node.items.flatMap(({ key, value }) => {
        const text = textOf(key);
        return text === undefined ? [] : [{ key: text, keyNode: key, value }];
      })
    : [];

/** The fields of an object, or of the objects in a list, that Kubernetes refuses. @param object the root of a document without aliases */
export function refusedFields(object: unknown): RefusedField[] {
  if (!isMap(object)) return [];
  const kind = textOf(at(object, 'kind')) ?? '';
  const items = at(object, 'items');
  if (kind.endsWith('List') && isSeq(items)) return items.items.flatMap(refusedFields);
  const kinds = ownProperty(NAMES, textOf(at(object, 'apiVersion')) ?? '');
  const rule = kinds && ownProperty(kinds, kind);
  if (!rule || isNotApplied(object)) return [];
  const found = new Fields();
  found.name(at(object, 'metadata', 'name'), rule);
  found.labels(at(object, 'metadata', 'labels'), 'metadata.labels');
  found.annotations(at(object, 'metadata', 'annotations'));
  if (kind === 'ConfigMap') found.strings(at(object, 'data'), 'data');
  if (kind === 'Secret') {
    found.strings(at(object, 'stringData'), 'stringData');
    found.encoded(at(object, 'data'));
  }
  if (kind === 'Service') found.service(at(object, 'spec'));
  const path = ownProperty(WORKLOADS, kind);
  if (path) found.workload(object, kind, path);
  return found.list;
}

/** Whether kustomize leaves out the object, or another program decrypts it. */
const isNotApplied = (object: YAMLMap): boolean =>
  textOf(at(object, 'metadata', 'annotations', 'config.kubernetes.io/local-config')) !== undefined ||
  at(object, 'sops') !== undefined;

const TEMPLATE = ['spec', 'template'];

/** Kinds → the path of the object with the metadata and spec of the pod. */
const WORKLOADS: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: TEMPLATE,
  StatefulSet: TEMPLATE,
  DaemonSet: TEMPLATE,
  ReplicaSet: TEMPLATE,
  Job: TEMPLATE,
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

/** Collects the refused fields of one object. */
class Fields {
  readonly list: RefusedField[] = [];

  private add(node: unknown, path: string, reason: string, part: RefusedField['part'] = 'spec'): void {
    const range = isScalar(node) || isMap(node) || isSeq(node) ? node.range : undefined;
    if (range) this.list.push({ part, start: range[0], end: range[1], path, reason });
  }

  name(node: unknown, { domain, label }: { domain?: number; label?: number }): void {
    const name = textOf(node);
    if (name === undefined || name === '') return;
    const path = 'metadata.name';
    if (domain !== undefined) {
      if (name.length > domain || !DOMAIN.test(name))
        this.add(
          node,
          path,
          t('it has at most {0} lowercase letters, digits, "-" and ".", and a letter or digit at both ends', domain),
          'name',
        );
    } else if (label !== undefined) this.label(node, path, 'name');
    else if (/^\.\.?$|[/%]/.test(name)) this.add(node, path, t('it can\'t have "/" or "%"'), 'name');
  }

  private label(node: unknown, path: string, part?: RefusedField['part']): void {
    const text = textOf(node);
    if (text !== undefined && text !== '' && (text.length > 63 || !LABEL.test(text)))
      this.add(
        node,
        path,
        t('it has at most {0} lowercase letters, digits and "-", and a letter or digit at both ends', 63),
        part,
      );
  }

  labels(node: unknown, path: string): void {
    for (const { key, keyNode, value } of entriesOf(node)) {
      this.key(key, keyNode, path);
      this.string(value, `${path}.${key}`, 'labels');
      const text = textOf(value);
      if (text !== undefined && text !== '' && (text.length > 63 || !QUALIFIED.test(text)))
        this.add(
          value,
          `${path}.${key}`,
          t('it has at most 63 letters, digits, "-", "_" and ".", and a letter or digit at both ends'),
          'labels',
        );
    }
  }

  /** Only the keys: kustomize makes strings of the values. */
  annotations(node: unknown): void {
    for (const { key, keyNode } of entriesOf(node)) this.key(key.toLowerCase(), keyNode, 'metadata.annotations');
  }

  private key(key: string, node: unknown, path: string): void {
    const [name = '', prefix, ...more] = key.split('/').reverse();
    const isPrefix = prefix === undefined || (prefix.length <= 253 && DOMAIN.test(prefix));
    if (more.length > 0 || !isPrefix || name.length > 63 || !QUALIFIED.test(name))
      this.add(
        node,
        path,
        t(
          'keys have at most 63 letters, digits, "-", "_" and ".", a letter or digit at both ends, and before them, if necessary, a domain and "/"',
        ),
        'labels',
      );
  }

  strings(node: unknown, path: string): void {
    for (const { key, value } of entriesOf(node)) this.string(value, `${path}.${key}`, 'data');
  }

  private string(node: unknown, path: string, part?: RefusedField['part']): void {
    if (isNoString(node)) this.add(node, path, t('it must be a string, so it needs quotation marks'), part);
  }

  encoded(node: unknown): void {
    for (const { key, value } of entriesOf(node)) {
      const text = textOf(value);
      if (text !== undefined && !BASE64.test(text.replace(/[\r\n]/g, '')))
        this.add(value, `data.${key}`, t('it must be Base64, and stringData is for text'), 'data');
    }
  }

  service(spec: unknown): void {
    this.oneOf(at(spec, 'type'), 'spec.type', ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName']);
    const ports = itemsOf(at(spec, 'ports'));
    for (const port of ports) {
      const path = 'spec.ports';
      if (ports.length > 1 && isMap(port) && !port.has('name'))
        this.add(port, path, t('each of several ports needs a name'));
      this.label(at(port, 'name'), `${path}.name`);
      this.port(at(port, 'port'), `${path}.port`);
      this.port(at(port, 'targetPort'), `${path}.targetPort`, true);
      this.oneOf(at(port, 'protocol'), `${path}.protocol`, PROTOCOLS);
    }
  }

  private oneOf(node: unknown, path: string, allowed: readonly string[]): void {
    const text = textOf(node);
    if (text !== undefined && text !== '' && !allowed.includes(text))
      this.add(node, path, t('it must be {0}', alternatives(allowed)));
  }

  /** @param isName whether the name of a port is allowed, too */
  private port(node: unknown, path: string, isName = false): void {
    const number = numberOf(node);
    if (number !== undefined && !(/^\d+$/.test(number) && Number(number) >= 1 && Number(number) <= 65535))
      this.add(node, path, t('ports are integers from 1 to 65535'));
    const text = textOf(node);
    if (text !== undefined && /^\d+$/.test(text))
      this.add(node, path, t('the number of a port has no quotation marks'));
    else if (isName) this.portName(node, path);
  }

  private portName(node: unknown, path: string): void {
    const text = textOf(node);
    if (text !== undefined && text !== '' && (text.length > 15 || !PORT_NAME.test(text)))
      this.add(
        node,
        path,
        t('names of ports have at most 15 lowercase letters, digits and "-", and at least one letter'),
      );
  }

  workload(object: YAMLMap, kind: string, path: readonly string[]): void {
    const template = at(object, ...path);
    if (!isMap(template)) return;
    const prefix = path.map(key => `${key}.`).join('');
    if (path.length > 0) this.labels(at(template, 'metadata', 'labels'), `${prefix}metadata.labels`);
    const isController = !['Pod', 'Job', 'CronJob'].includes(kind);
    if (isController) this.selector(object, template);
    const spec = at(template, 'spec');
    if (!isMap(spec)) return;
    const policy = at(spec, 'restartPolicy');
    const allowed = kind === 'Pod' ? undefined : isController ? ['Always'] : ['OnFailure', 'Never'];
    if (allowed) this.oneOf(policy, `${prefix}spec.restartPolicy`, allowed);
    if (allowed && !isController && policy === undefined)
      this.add(at(object, 'kind'), `${prefix}spec.restartPolicy`, t('it must be {0}', alternatives(allowed)));
    const claims = kind === 'StatefulSet' ? itemsOf(at(object, 'spec', 'volumeClaimTemplates')) : [];
    this.containers(spec, `${prefix}spec`, [
      ...itemsOf(at(spec, 'volumes')).map(volume => textOf(at(volume, 'name'))),
      ...claims.map(claim => textOf(at(claim, 'metadata', 'name'))),
    ]);
  }

  private selector(object: YAMLMap, template: unknown): void {
    const selector = at(object, 'spec', 'selector');
    if (selector === undefined) this.add(at(object, 'kind'), 'spec.selector', t('it is required'), 'labels');
    const labels = at(template, 'metadata', 'labels');
    for (const { key, value } of entriesOf(at(selector, 'matchLabels'))) {
      const written = at(labels, key);
      const [text, other] = [textOf(value), textOf(written)];
      if (text !== undefined && (written === undefined || (other !== undefined && other !== text)))
        this.add(
          value,
          `spec.selector.matchLabels.${key}`,
          t('the labels of the template must have this value'),
          'labels',
        );
    }
  }

  private containers(spec: unknown, prefix: string, volumes: readonly (string | undefined)[]): void {
    const names = new Set<string>();
    for (const list of ['initContainers', 'containers'])
      for (const container of itemsOf(at(spec, list))) {
        const path = `${prefix}.${list}`;
        const name = textOf(at(container, 'name'));
        this.label(at(container, 'name'), `${path}.name`);
        if (name !== undefined && names.has(name))
          this.add(at(container, 'name'), `${path}.name`, t('another container has the name'));
        names.add(name ?? '');
        this.container(container, path, volumes);
      }
  }

  private container(container: unknown, path: string, volumes: readonly (string | undefined)[]): void {
    this.oneOf(at(container, 'imagePullPolicy'), `${path}.imagePullPolicy`, ['Always', 'IfNotPresent', 'Never']);
    for (const port of itemsOf(at(container, 'ports'))) {
      this.port(at(port, 'containerPort'), `${path}.ports.containerPort`);
      this.portName(at(port, 'name'), `${path}.ports.name`);
      this.oneOf(at(port, 'protocol'), `${path}.ports.protocol`, PROTOCOLS);
    }
    for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe'])
      for (const action of ['httpGet', 'tcpSocket'])
        this.port(at(container, probe, action, 'port'), `${path}.${probe}.${action}.port`, true);
    for (const variable of itemsOf(at(container, 'env'))) this.string(at(variable, 'value'), `${path}.env.value`);
    if (!volumes.includes(undefined))
      for (const mount of itemsOf(at(container, 'volumeMounts'))) {
        const name = textOf(at(mount, 'name'));
        if (name !== undefined && !volumes.includes(name))
          this.add(at(mount, 'name'), `${path}.volumeMounts.name`, t('the pod has no such volume'));
      }
    this.resources(at(container, 'resources'), `${path}.resources`);
  }

  private resources(node: unknown, path: string): void {
    const limits = new Map<string, bigint | undefined>();
    for (const list of ['limits', 'requests'])
      for (const { key, value } of entriesOf(at(node, list))) {
        const text = numberOf(value) ?? textOf(value)?.trim();
        if (text === undefined || text === '' || text.startsWith('-')) continue;
        const amount = quantity(text);
        const limit = limits.get(key);
        if (amount === null)
          this.add(value, `${path}.${list}.${key}`, t('quantities are numbers such as 2, 500m or 128Mi'));
        else if (list === 'limits') limits.set(key, amount);
        else if (amount !== undefined && limit !== undefined && amount > limit)
          this.add(value, `${path}.${list}.${key}`, t('a request must not exceed its limit'));
      }
  }
}

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];

/** Decimal suffix → its power of 10. */
const POWERS: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };

/** Quantities are integers of this power of 10, so that they can be compared exactly. */
const SCALE = 60;

/** @returns the quantity in 10^-60; null if it isn't one, and undefined if it is too long or too small to be compared */
export function quantity(text: string): bigint | null | undefined {
  const match = QUANTITY.exec(text);
  if (!match) return null;
  const [, number = '', binary, decimal, exponent] = match;
  const [whole = '', fraction = ''] = number.split('.');
  const power = decimal === undefined ? Number(exponent ?? 0) : ownProperty(POWERS, decimal)!;
  if (number.length > 30 || Math.abs(power) > 30) return undefined;
  const factor = binary === undefined ? 1n : 1024n ** BigInt('KMGTPE'.indexOf(binary[0]!) + 1);
  return BigInt(whole + fraction) * 10n ** BigInt(SCALE + power - fraction.length) * factor;
}
